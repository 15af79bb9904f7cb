"""The command that hands out variants: `autograder variants`."""

import argparse
from pathlib import Path

from autograder.grading.commands.refusal import stop


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser of the command line."""
    variants = commands.add_parser("variants", help="show who has which variants, or write each student's notebook")
    variants.add_argument("assignment", metavar="ASSIGNMENT")
    variants.add_argument(
        "--student", action="append", default=[], metavar="ID", help="of this one; without it, all in the roster"
    )
    variants.add_argument("--to", type=Path, metavar="FOLDER", help="write FOLDER/STUDENT/ASSIGNMENT for each")
    variants.set_defaults(run=_variants)


def _variants(options):
    """Exit code: 0, or 2 with the reason."""
    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.course.roster import read_roster
    from autograder.grading.course.variant_release import class_variants, write_versions

    try:
        course = Course(Path.cwd())
        students = options.student or [member.id for member in read_roster(course).present]
        if not students:
            raise CourseError("Nobody is in the roster: read one by `autograder roster FILE`, or name a --student.")
        if options.to:
            folders = write_versions(course, options.assignment, students, options.to)
            print(f"{len(folders)} versions of {options.assignment} written to {options.to}.")
            return 0
        for student, chosen in class_variants(course, options.assignment, students).items():
            print(f"{student}: {', '.join(f'{family} {variant}' for family, variant in chosen.items())}")
    except (CourseError, OSError) as error:
        return stop(error)
    return 0
