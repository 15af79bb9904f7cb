"""The commands between the course and a learning management system (LMS): `autograder roster`, `collect`."""

import argparse
from pathlib import Path

from autograder.grading.commands.refusal import stop

SHOWN = 10  # names in a line


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the parser of the command line."""
    roster = commands.add_parser("roster", help="read who is in the course: Canvas's or Moodle's export, or a CSV file")
    roster.add_argument("file", metavar="FILE", type=Path)
    roster.add_argument(
        "--column", action="append", default=[], metavar="FIELD=HEADING", help="which column holds a field"
    )
    roster.add_argument("--id", default="", metavar="FIELD", help="the field that names a new student's folders")
    roster.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    roster.add_argument(
        "--remove-gone", action="store_true", help="remove who is not in the file and has handed in nothing"
    )
    roster.set_defaults(run=_roster)
    collect = commands.add_parser("collect", help="take what was handed in: an LMS's download, folders, notebooks")
    collect.add_argument("places", nargs="+", metavar="PLACE", type=Path, help="a .zip, a folder or a notebook")
    collect.add_argument("--assignment", default="", metavar="NAME", help="of notebooks whose names do not tell it")
    collect.add_argument("--student", default="", metavar="ID", help="whose it is, if names do not tell it")
    collect.add_argument(
        "--file-times", action="store_true", help="the time of each file is when it was handed in (not so in an LMS's)"
    )
    collect.set_defaults(run=_collect)


def _roster(options):
    """Exit code: 0 if every row was taken, 1 if one was unclear, 2 if nothing could be read."""
    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.course.roster import merge, read_roster, write_roster
    from autograder.grading.lms.roster_files import read_roster_file

    try:
        chosen = dict(_pair(text) for text in options.column)
        read = read_roster_file(options.file, chosen, options.id)
        course = Course(Path.cwd())
        roster = read_roster(course)
        changes = merge(roster, read.members)
        roster.columns = read.columns or roster.columns
        if not options.dry_run:
            write_roster(course, roster, changes, options.remove_gone)
    except CourseError as error:
        return stop(error)
    print(f"{options.file.name}, {read.kind}: {_count(len(read.members), 'student')}.")
    _list("left out", read.left_out)
    _list("unclear", changes.unclear)
    print(f"{len(changes.new)} new{_some(changes.new)}")
    changed = [f"{each} ({' and '.join(names)})" for each, names in changes.changed.items()]
    print(f"{len(changed)} changed{_some(changed)}")
    print(f"{len(changes.gone)} gone{_some(changes.gone)}")
    if changes.gone:
        print(f"{len(changes.removed)} of them removed; the others stay, with all that they have.")
    if options.dry_run:
        print("Nothing was written.")
    return 1 if changes.unclear else 0


def _pair(text):
    from autograder.grading.course.course_folder import CourseError

    name, equals, heading = text.partition("=")
    if not equals:
        raise CourseError(f"--column {text}: expected FIELD=HEADING, such as id=Matrikelnummer.")
    return name, heading


def _collect(options):
    """Exit code: 0 if all was taken, 1 if something was left out or is unknown, 2 if nothing could be read."""
    from collections import Counter

    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.lms.collection import collect

    try:
        outcome = collect(Course(Path.cwd()), options.places, options.assignment, options.student, options.file_times)
    except (CourseError, OSError) as error:
        return stop(error)
    counts = Counter(((assignment, state) for (_, assignment), state in outcome.collected.items()))
    for (assignment, state), count in sorted(counts.items()):
        print(f"{assignment}: {count} {state}")
    _list("noted", outcome.notes)
    _list("left out", outcome.left_out)
    _list("unknown", outcome.unknown)
    for assignment, members in outcome.missing.items():
        print(f"missing from {assignment}: {len(members)}{_some(f'{each.name} ({each.id})' for each in members)}")
    return 1 if outcome.left_out or outcome.unknown else 0


def _list(what, sentences):
    if sentences:
        print(f"{what}: {len(sentences)}")
        print(*(f"  {sentence}" for sentence in sentences), sep="\n")


def _some(names):
    names = list(names)
    more = f", and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f": {', '.join(names[:SHOWN])}{more}" if names else ""


def _count(number, word):
    return f"{number} {word}{'' if number == 1 else 's'}"
