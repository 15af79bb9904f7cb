"""The command of authors: `autograder new`."""

import argparse
import sys
from pathlib import Path

from autograder.grading.commands.refusal import stop


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser of the command line."""
    new = commands.add_parser("new", help="write all files of a new layer, with a working example inside (for authors)")
    new.add_argument("chapter", metavar="CHAPTER", help="a folder of autograder/specs, such as convolution")
    new.add_argument("layer", metavar="LAYER", help="the name that its files and functions begin with, such as blur")
    new.set_defaults(run=_new)


def _new(options):
    from autograder.grading.authoring.new_layer import TESTS, LayerError, write_layer

    try:
        written = write_layer(Path.cwd(), options.chapter, options.layer)
    except LayerError as error:
        return stop(error)
    print("Written, with a working example inside:", *written, sep="\n  ")
    print(f'Its tests:\n  {sys.executable} -m pytest -k "{options.layer} or test_layout" {TESTS}')
    return 0
