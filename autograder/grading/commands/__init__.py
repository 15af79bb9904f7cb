"""The commands of instructors and authors; each module here adds its own with `add`."""

import argparse

from autograder.grading.commands import layers, lms_files, marking


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the instructor's commands to the parser of the command line."""
    for module in (marking, lms_files, layers):
        module.add(commands)
