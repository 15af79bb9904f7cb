"""The command `autograder erase`: all that the course keeps of one student."""

import argparse
from pathlib import Path

from autograder.grading.commands.refusal import stop


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser of the command line."""
    erase = commands.add_parser("erase", help="show what is kept of a student; with --yes, remove it for good")
    erase.add_argument("student", metavar="STUDENT")
    erase.add_argument("--yes", action="store_true", help="remove it")
    erase.set_defaults(run=_erase)


def _erase(options):
    """Exit code: 0 if something is kept or was removed, 2 if nothing is."""
    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.course.erasure import erase, kept_of

    try:
        course = Course(Path.cwd())
        kept = kept_of(course, options.student)
        if not kept:
            return stop(f"nothing is kept of {options.student!r} in {course.coursedir.root}")
        if options.yes:
            erase(course, kept)
    except (CourseError, OSError) as error:
        return stop(error)
    print("Removed:" if options.yes else "Kept, and removed with --yes:")
    for path in kept.paths:
        print(f"  {path}")
    if kept.on_roster:
        print("  the student, all marks and what an LMS knows, in the gradebook and roster.json")
    if kept.in_policy:
        print("course.toml names this student: edit it by hand.")
    print("What was exported, released to the exchange or backed up elsewhere is not touched.")
    return 0
