"""The command that gives grades away: `autograder export --for canvas`, `moodle`, `csv`, `xlsx`, or `gradescope`."""

import argparse
from pathlib import Path

from autograder.grading.commands.refusal import stop

FORMS = {"canvas": "csv", "moodle": "csv", "csv": "csv", "xlsx": "xlsx", "gradescope": "zip"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command to the parser of the command line."""
    export = commands.add_parser("export", help="write grades in the form of an LMS, or an autograder for Gradescope")
    export.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="all that are begun without it")
    export.add_argument("--for", dest="form", required=True, choices=FORMS)
    export.add_argument("--to", type=Path, metavar="PATH", help="the file to write; else one in the course's folder")
    export.add_argument(
        "--heading",
        action="append",
        default=[],
        metavar="ASSIGNMENT=HEADING",
        help='Canvas\'s heading of an assignment, such as layers="Homework 1 (12345)"',
    )
    export.set_defaults(run=_export)


def _export(options):
    """Exit code: 0 written, 2 not."""
    from autograder.grading.course.course_folder import Course, CourseError

    try:
        course = Course(Path.cwd())
        write = _write_gradescope if options.form == "gradescope" else _write_grades
        return write(course, options)
    except (CourseError, OSError) as error:
        return stop(error)


def _write_grades(course, options):
    from autograder.grading.course.gradebook import Writer
    from autograder.grading.course.roster import read_roster
    from autograder.grading.course.standings import read_standings
    from autograder.grading.lms import grade_tables
    from autograder.grading.lms.due_dates import due_dates
    from autograder.grading.lms.tables import write_table

    with Writer(course) as writer:
        writer.settle_all()
    grades = read_standings(course)
    names = grade_tables.choose(grades, options.assignments)
    ending = FORMS[options.form]
    named = f"grades.{ending}" if options.form == ending else f"grades-{options.form}.{ending}"
    path = options.to or Path(course.coursedir.root) / named
    if options.form == "xlsx":
        from autograder.grading.lms.workbook import write_workbook

        table = grade_tables.as_sheet(grades, names)
        write_workbook(path, {"Grades": table, "All": grade_tables.as_rows(grades, names, due_dates(course))})
    else:
        headings = dict(text.partition("=")[::2] for text in options.heading)
        if options.form == "canvas":
            table = grade_tables.for_canvas(grades, read_roster(course), names, headings)
        elif options.form == "moodle":
            table = grade_tables.for_moodle(grades, read_roster(course), names)
        else:
            table = grade_tables.as_rows(grades, names, due_dates(course))
        write_table(path, table.headings, table.rows)
    _tell(grades, names, table.notes)
    print(f"Written: {path}")
    return 0


def _tell(grades, names, notes):
    """How far each assignment is, and what the form can't say."""
    from collections import Counter

    for name in names:
        states = Counter(each.state.value for one in grades for each in one.standings if each.assignment == name)
        print(f"{name}: {', '.join(f'{count} {state}' for state, count in sorted(states.items()))}")
    for note in notes:
        print(f"  {note}")


def _write_gradescope(course, options):
    from autograder.grading.course.course_folder import CourseError
    from autograder.grading.lms.gradescope import write_autograder

    if len(options.assignments) != 1:
        raise CourseError(
            f"Gradescope has one autograder for each assignment: expected 1 name, got {len(options.assignments)}."
        )
    (name,) = options.assignments
    path = options.to or Path(course.coursedir.root) / f"gradescope-{name}.zip"
    write_autograder(course, name, path)
    print(f"Written: {path}. It holds the reference and the course's secret: it is for Gradescope and nobody else.")
    return 0
