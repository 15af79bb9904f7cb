"""The commands of instructors and authors: `autograder grade`, `autograder summary`, `autograder new`."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autograder.grading.course.course_folder import Course, Submission

MOST_WARM = 8  # more workers are processes, with sandboxes of their own


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the instructor's commands to the parser of the command line."""
    grade = commands.add_parser("grade", help="grade the submissions of assignments, in parallel and sandboxed")
    _add_choice(grade)
    grade.add_argument("--workers", type=int, default=os.cpu_count(), help="submissions graded at the same time")
    grade.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler to use instead of this machine")
    grade.add_argument("--force", action="store_true", help="grade again what is graded already")
    grade.add_argument(
        "--sandbox",
        default="auto",
        choices=["auto", "bubblewrap", "namespaces", "none"],
        help="auto takes the strongest there is; none runs student code with all your rights",
    )
    grade.set_defaults(run=_grade)
    summary = commands.add_parser("summary", help="show scores and slips of what is graded")
    _add_choice(summary)
    summary.set_defaults(run=_summary)
    new = commands.add_parser("new", help="write all files of a new layer, with a working example inside (for authors)")
    new.add_argument("chapter", metavar="CHAPTER", help="a folder of autograder/specs, such as convolution")
    new.add_argument("layer", metavar="LAYER", help="the name that its files and functions begin with, such as blur")
    new.set_defaults(run=_new)


def _add_choice(parser):
    parser.add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    parser.add_argument("--student", help="one student, or a pattern in quotes; all without it")


def _grade(options):
    """Exit code: 0 all graded, 1 some could not be, 2 none could be for a reason that stands above them."""
    if options.workers < 1:
        return _stop(f"expected --workers of at least 1, got {options.workers}")
    from autograder.grading.sandbox.isolation import SandboxUnavailable
    from autograder.grading.sandbox.pool import warm_up

    if not options.scheduler:
        try:
            warm_up(options.sandbox, min(options.workers, MOST_WARM))
        except SandboxUnavailable as error:
            return _stop(error)
    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.course.scheduler import grade_class

    try:
        outcome = grade_class(
            Course(Path.cwd()),
            options.assignments,
            student=options.student,
            workers=options.workers,
            scheduler=options.scheduler,
            kind=options.sandbox,
            force=options.force,
        )
    except (CourseError, SandboxUnavailable, OSError) as error:
        return _stop(error)
    _summary(options)
    print(f"{outcome.graded} graded, {outcome.skipped} were graded before.")
    for problem in outcome.problems:
        print(f"could not be graded: {problem}", file=sys.stderr)
    return 1 if outcome.problems else 0


def _summary(options):
    from autograder.grading.course.course_folder import Course, CourseError

    try:
        course = Course(Path.cwd())
        submissions = [each for name in options.assignments for each in course.submissions(name, options.student)]
    except CourseError as error:
        return _stop(error)
    show_summary(course, submissions)
    return 0


def show_summary(course: "Course", submissions: "list[Submission]") -> None:
    """Print the table of a class, its most common slips, and what judged."""
    from rich.console import Console

    from autograder.grading.course import summary

    found = summary.read_records(course, submissions)
    console = Console()
    console.print(summary.make_table(found))
    slips = summary.most_common(found)
    if slips:
        console.print("The most common slips:")
    for count, sentence, name in slips[:3]:
        console.print(f"  {count} x {name}: {sentence}", highlight=False)
    console.print(summary.describe_sandboxes(found))


def _new(options):
    from autograder.grading.authoring.new_layer import TESTS, LayerError, write_layer

    try:
        written = write_layer(Path.cwd(), options.chapter, options.layer)
    except LayerError as error:
        return _stop(error)
    print("Written, with a working example inside:", *written, sep="\n  ")
    print(f'Its tests:\n  {sys.executable} -m pytest -k "{options.layer} or test_layout" {TESTS}')
    return 0


def _stop(reason):
    print(f"autograder: {reason}", file=sys.stderr)
    return 2
