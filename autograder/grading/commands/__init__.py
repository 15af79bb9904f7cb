"""The commands of instructors and authors; each module here adds its own with `add`."""

import argparse

from autograder.grading.commands import export_grades, insight, layers, lms_files, marking, rules_of_course


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the instructor's commands to the parser of the command line."""
    for module in (marking, rules_of_course, lms_files, export_grades, insight, layers):
        module.add(commands)
