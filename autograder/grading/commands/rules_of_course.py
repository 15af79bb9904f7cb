"""The command `autograder policy`: which rules hold for whom, and what follows from a change of them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.grading.commands.refusal import stop

if TYPE_CHECKING:
    from autograder.grading.course.policy_rules import Policy


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the parser of the command line."""
    policy = commands.add_parser("policy", help="show the rules of the course, and what a change of them does to marks")
    what = policy.add_mutually_exclusive_group()
    what.add_argument("--example", action="store_true", help="print a course.toml with comments")
    what.add_argument("--check", action="store_true", help="only say what is wrong in it")
    what.add_argument("--apply", action="store_true", help="write dates and penalties to the gradebook now")
    policy.set_defaults(run=_policy)


def _policy(options):
    """Exit code: 0 all is well, 1 a name is unknown, 2 the rules can't be read."""
    from autograder.grading.course import policy_words
    from autograder.grading.course.attempts import FOLDER
    from autograder.grading.course.course_folder import Course, CourseError
    from autograder.grading.course.gradebook import Writer

    if options.example:
        print(policy_words.EXAMPLE, end="")
        return 0
    try:
        course = Course(Path.cwd())
        with Writer(course) as writer:
            unknown = policy_words.unknown(writer.policy, *writer.known_names())
            if not options.check:
                _show(writer.policy)
                changes = writer.settle_all(dry_run=not options.apply)
                _show_changes(writer.policy, changes.moved, changes.settled, is_applied=options.apply)
                if (Path(course.coursedir.root) / FOLDER).is_dir():
                    print("Which of several attempts counts, the next `autograder grade` chooses.")
    except CourseError as error:
        return stop(error)
    for sentence in unknown:
        stop(sentence)
    return 1 if unknown else 0


def _show(policy: "Policy") -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from autograder.grading.course import policy_words

    console = Console(markup=False, emoji=False)
    rules = Table("assignment", "due", "closes", "coming late", "what counts", "weight", box=SIMPLE_HEAD)
    for name in policy.assignments:
        rules.add_row(name, *policy_words.rules_for(policy, name))
    if policy.assignments:
        console.print(rules)
    else:
        console.print("No assignment has rules of its own; `autograder policy --example` prints a file to begin with.")
    found = list(policy_words.exceptions(policy))
    if found:
        own = Table("student", "assignment", "what holds for this student", box=SIMPLE_HEAD)
        for row in found:
            own.add_row(*row)
        console.print(own)


def _show_changes(policy, moved, settled, *, is_applied):
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from autograder.grading.course.policy_words import moment

    for each in moved:
        before, now = (moment(policy, time, "none") for time in (each.before, each.now))
        print(f"{each.assignment}: the gradebook says due {before}; by the rules it is {now}.")
    if settled:
        table = Table("student", "assignment", "points before", "now", box=SIMPLE_HEAD)
        for each in settled:
            table.add_row(each.student, each.assignment, f"{each.before:g}", f"{each.now:g}")
        Console(markup=False, emoji=False).print(table)
    done = "changed" if is_applied else "would change with `autograder policy --apply`, or the next `autograder grade`"
    print(f"{len(settled)} mark{'s' * (len(settled) != 1)} {done if settled or is_applied else 'would change'}.")
