"""Judge the layers that students write: `from autograder import check`."""

from autograder.checking.notebook import CheckFailed, check
from autograder.variants import by_the_book

__all__ = ["CheckFailed", "by_the_book", "check"]
