"""The commands that mark: `autograder grade`, `regrade`, `history`, `summary`."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.grading.commands.refusal import stop

if TYPE_CHECKING:
    from autograder.grading.course.course_folder import Course, Submission

MOST_WARM = 8  # more workers are processes, with sandboxes of their own


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the parser of the command line."""
    grade = commands.add_parser("grade", help="grade the submissions of assignments, in parallel and sandboxed")
    _add_choice(grade)
    _add_means(grade)
    grade.add_argument("--force", action="store_true", help="grade again what is graded already")
    grade.set_defaults(run=_grade)
    regrade = commands.add_parser("regrade", help="mark again what was marked by other rules than those of now")
    _add_choice(regrade, "*")
    _add_means(regrade)
    regrade.add_argument("--function", default="", metavar="NAME", help="only the mark of this function")
    regrade.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    regrade.add_argument("--force", action="store_true", help="also what was marked by the rules of now")
    regrade.set_defaults(run=_regrade)
    history = commands.add_parser("history", help="show each mark that a student was given, and why")
    history.add_argument("student", metavar="STUDENT")
    history.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    history.set_defaults(run=_history)
    summary = commands.add_parser("summary", help="show scores and slips of what is graded")
    _add_choice(summary)
    summary.set_defaults(run=_summary)


def _add_choice(parser, count="+"):
    parser.add_argument("assignments", nargs=count, metavar="ASSIGNMENT")
    parser.add_argument("--student", help="one student, or a pattern in quotes; all without it")


def _add_means(parser):
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="submissions graded at the same time")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler to use instead of this machine")
    parser.add_argument(
        "--sandbox",
        default="auto",
        choices=["auto", "bubblewrap", "namespaces", "none"],
        help="auto takes the strongest there is; none runs student code with all your rights",
    )


def _grade(options):
    """Exit code: 0 all graded, 1 some could not be, 2 none could be for a reason that stands above them."""
    try:
        course = _warm_course(options)
        from autograder.grading.course.scheduler import grade_class

        outcome = grade_class(course, options.assignments, force=options.force, **_means(options))
    except _reasons() as error:
        return stop(error)
    _summary(options)
    print(f"{outcome.graded} graded, {outcome.skipped} were graded before.")
    if outcome.stale:
        print(f"{len(outcome.stale)} of these have marks by other rules than now's: {_named_changes(outcome.stale)}.")
        print(f"See what would change: autograder regrade {' '.join(options.assignments)} --dry-run")
    return _tell_problems(outcome)


def _regrade(options):
    """Exit code: as of `_grade`."""
    try:
        course = _warm_course(options)
        from autograder.grading.course.regrade import make_table, regrade

        asked = {"function": options.function, "dry_run": options.dry_run, "force": options.force}
        names = options.assignments or course.graded_assignments(options.student)
        outcome = regrade(course, names, **asked, **_means(options))
    except _reasons() as error:
        return stop(error)
    if outcome.stale:
        print(f"Other now: {_named_changes(outcome.stale)}.")
    if outcome.changed:
        from rich.console import Console

        Console(markup=False, emoji=False).print(make_table(outcome))
    touched = len({change.submission for change in outcome.changed})
    would, done = ("would change", "looked at, and nothing was written") if options.dry_run else ("changed", "regraded")
    print(f"{outcome.graded} submissions {done}: {len(outcome.changed)} marks {would}, in {touched} submissions.")
    print(f"{outcome.skipped} were marked by the rules of now.")
    if outcome.waiting:
        print(f"{outcome.waiting} are not graded yet in their last version: that is for `autograder grade`.")
    return _tell_problems(outcome)


def _history(options):
    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.course.history import of_student, told

    try:
        found = of_student(Course(Path.cwd()).coursedir.root, options.student)
    except CourseError as error:
        return stop(error)
    asked = options.assignments or list(found)
    missing = [name for name in asked if name not in found]
    if missing:
        return stop(
            f"{options.student} has no marks for {', '.join(missing)}; there are marks for: {', '.join(found)}."
        )
    print("\n".join(told({name: found[name] for name in asked})))
    return 0


def _named_changes(stale):
    return "; ".join(dict.fromkeys(said for each in stale.values() for said in each))


def _tell_problems(outcome):
    for warning in outcome.warnings:
        print(f"in the rules of the course: {warning}", file=sys.stderr)
    for problem in outcome.problems:
        print(f"could not be graded: {problem}", file=sys.stderr)
    return 1 if outcome.problems else 0


def _means(options):
    return {
        "student": options.student,
        "workers": options.workers,
        "scheduler": options.scheduler,
        "kind": options.sandbox,
    }


def _reasons():
    from autograder.grading.course.course_folder import CourseError
    from autograder.grading.sandbox.isolation import SandboxUnavailable

    return CourseError, SandboxUnavailable, OSError


def _warm_course(options):
    """The course of this folder, while sandboxes get ready."""
    from autograder.grading.sandbox.pool import warm_up

    if options.workers < 1:
        from autograder.grading.course.course_folder import CourseError

        raise CourseError(f"expected --workers of at least 1, got {options.workers}")
    if not options.scheduler:
        warm_up(options.sandbox, min(options.workers, MOST_WARM))
    from autograder.grading.course.course_folder import Course

    return Course(Path.cwd())


def _summary(options):
    from autograder.grading.course.course_folder import Course, CourseError

    try:
        course = Course(Path.cwd())
        submissions = [each for name in options.assignments for each in course.submissions(name, options.student)]
    except CourseError as error:
        return stop(error)
    show_summary(course, submissions)
    return 0


def show_summary(course: "Course", submissions: "list[Submission]") -> None:
    """Print the table of a class, its most common slips, and what judged."""
    from rich.console import Console

    from autograder.grading.course import summary

    found = summary.read_records(course, submissions)
    console = Console(markup=False, emoji=False)  # students' words may hold brackets
    console.print(summary.make_table(found))
    slips = summary.most_common(found)
    if slips:
        console.print("The most common slips:")
    for count, sentence, name in slips[:3]:
        console.print(f"  {count} x {name}: {sentence}", highlight=False)
    console.print(summary.describe_sandboxes(found))
