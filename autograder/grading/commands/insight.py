"""The commands that look at a whole class: `autograder report`, `autograder similar`."""

import argparse
from pathlib import Path

from autograder.grading.commands.refusal import stop

FOLDER = "reports"  # in the folder of the course


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the parser of the command line."""
    report = commands.add_parser("report", help="write a page about what the class got wrong")
    report.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="all that are graded without any")
    report.add_argument("--html", action="store_true", help="a page (the default)")
    report.add_argument("--csv", action="store_true", help="the same figures as tables")
    report.add_argument("--no-names", action="store_true", help="name no student, so that the class can see it")
    report.add_argument("--to", type=Path, metavar="PATH", help="a file for the page, a folder for the tables")
    report.set_defaults(run=_report)
    similar = commands.add_parser("similar", help="write a page of submissions that are alike beyond what is usual")
    similar.add_argument("assignment", metavar="ASSIGNMENT")
    similar.add_argument("--to", type=Path, metavar="FOLDER", help="where to write it")
    similar.set_defaults(run=_similar)


def _report(options):
    """Exit code: 0 all was written, 2 nothing could be."""
    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.report.course_report import read_report
    from autograder.grading.report.report_page import write_page
    from autograder.grading.report.report_tables import write_tables

    try:
        course = Course(Path.cwd())
        report = read_report(course, options.assignments)
        name = "-".join(options.assignments) or "term"
        place, with_names = _place(course, options), not options.no_names
        suffix = "" if with_names else "-without-names"  # what names students is never beside what does not
        if options.csv:
            written = write_tables(report, place or _folder(course) / f"{name}{suffix}", with_names)
            print(*(f"Written: {path}" for path in written), sep="\n")
        if options.html or not options.csv:
            path = place / f"{name}.html" if place and (options.csv or place.is_dir()) else place
            path = path or _folder(course) / f"{name}{suffix}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(write_page(report, with_names), encoding="utf-8")
            print(f"Written: {path}")
    except (CourseError, OSError) as error:
        return stop(error)
    return 0


def _similar(options):
    """Exit code: 0 the page was written, 2 it could not be."""
    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.similarity.course_comparison import compare_course, write_comparison
    from autograder.verdict.wording import counted

    try:
        course = Course(Path.cwd())
        comparison = compare_course(course, options.assignment)
        path = (options.to or _folder(course)) / f"{options.assignment}-similar.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(write_comparison(course, options.assignment, comparison), encoding="utf-8")
    except (CourseError, OSError) as error:
        return stop(error)
    found = counted(len(comparison.pairs), "pair")
    print(f"{found} of {comparison.count} students alike beyond what is usual in this class.")
    print(f"That is no verdict: read them side by side. Written: {path}")
    return 0


def _place(course, options):
    """Where the user wants it; tables need a folder."""
    from autograder.grading.course.course_folder import CourseError

    if options.to and options.csv and options.to.is_file():
        raise CourseError(f"expected --to to name a folder for the tables, got the file {options.to}")
    if options.to and options.csv and options.no_names and (options.to / "students.csv").exists():
        raise CourseError(f"expected a folder without names for --no-names, got {options.to} with its students.csv")
    return options.to


def _folder(course):
    return Path(course.coursedir.root) / FOLDER
