"""The commands of instructors and authors; each module here adds its own with `add`."""

import argparse

from autograder.grading.commands import (
    class_variants,
    export_grades,
    insight,
    layers,
    lms_files,
    marking,
    privacy,
    rules_of_course,
)

IN_ORDER = (  # of the help
    marking,
    rules_of_course,
    lms_files,
    class_variants,
    export_grades,
    insight,
    privacy,
    layers,
)


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the instructor's commands to the parser of the command line."""
    for module in IN_ORDER:
        module.add(commands)
