"""`python -m autograder` is the same as the command `autograder`."""

import sys

from autograder.cli import main

sys.exit(main())
