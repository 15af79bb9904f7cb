"""The command line: `autograder check FILE`, `autograder status`, and for instructors `autograder grade ASSIGNMENT`."""

import argparse
import contextlib
import importlib.util
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.checking import status_text
from autograder.checking.junit import write_junit
from autograder.checking.status import status_of
from autograder.checking.supervision import Interrupted, check_file


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 all passed, 1 not all, 2 wrong use."""
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser():
    parser = argparse.ArgumentParser(prog="autograder", description="Check layers written in NumPy.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check the exercise functions in a .py or .ipynb file")
    check.add_argument("file", help="a Python file or a Jupyter notebook; its code is run")
    check.add_argument("names", nargs="*", metavar="FUNCTION", help="only these functions")
    check.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    check.add_argument("--junit", metavar="FILE", type=Path, help="write JUnit XML as well, for CI systems")
    check.add_argument("--hint", type=int, choices=(1, 2, 3), default=1, help="how much is said of what is wrong")
    check.set_defaults(run=_check)
    status = commands.add_parser("status", help="what is done, what is left, and what comes next")
    status.add_argument(
        "places", nargs="*", metavar="PLACE", type=Path, default=[Path()], help="files, or folders with them; else here"
    )
    status.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    status.set_defaults(run=_status)
    if importlib.util.find_spec("autograder.grading"):  # the instructor's side
        from autograder.grading.commands import add_commands

        add_commands(commands)
    return parser


def _check(options):
    """Exit code: 0 all that was asked for is right, 1 not all of it, 2 nothing could be checked."""
    junit = options.junit and options.junit.absolute()
    folder = Path(options.file).parent
    try:
        with contextlib.chdir(folder if folder.is_dir() else "."):  # data files lie beside the notebook
            outcome = check_file(Path(options.file).name, options.names, options.hint)
    except Interrupted as error:
        return _stop(f"{error}", options)
    if junit:
        try:
            write_junit(outcome, options.file, junit)
        except OSError as error:
            return _stop(f"cannot write {junit}: {error.strerror}", options)
    if outcome.unreadable:
        return _stop(outcome.unreadable.replace(Path(options.file).name, options.file, 1), options)
    if not outcome.reports:
        return _nothing(options, outcome)
    missing = _not_there(options.names, outcome)
    _show(options, outcome, missing)
    return 0 if outcome.passed and not missing else 1


def _nothing(options, outcome):
    """No function was checked: why, in one line."""
    why = _not_there(options.names, outcome) or [*outcome.not_checked, *outcome.problems][:3]
    found = f" ({'; '.join(text.rstrip('.') for text in why)})" if why else ""
    asked = "of those names" if options.names else ""
    return _stop(f"{options.file} defines no exercise function{' ' + asked if asked else ''}{found}", options)


def _not_there(names, outcome):
    """A sentence for each function that was asked for by its name and is not in the file."""
    known = {name for pair in outcome.found for name in (*pair, pair[0].partition(".")[0])}
    known |= {report["function"] for report in outcome.reports}
    reasons = {text.partition(":")[0]: text for text in outcome.not_checked}
    said = "not checked, the file does not define it."
    return [reasons.get(name, f"{name}: {said}") for name in names if name not in known]


def _show(options, outcome, missing):
    not_checked = [*([] if options.names else outcome.not_checked), *missing]
    if not options.json:
        lines = [report["text"] for report in outcome.reports]
        print("\n".join([*lines, *not_checked, *outcome.problems]))
        return
    reports = [{key: value for key, value in report.items() if key != "text"} for report in outcome.reports]
    shown = {
        "passed": outcome.passed and not missing,
        "reports": reports,
        "problems": outcome.problems,
        "not_checked": not_checked,
    }
    print(json.dumps(shown, indent=2))


def _stop(reason, options):
    """Say in one line why nothing could be checked; to machines as JSON too."""
    print(f"autograder check: {reason}", file=sys.stderr)
    if options.json:
        print(json.dumps({"passed": False, "reports": [], "problems": [reason], "not_checked": []}, indent=2))
    return 2


def _status(options):
    """Exit code: 2 if there is no exercise function in these files, else 0, however far they are."""
    if absent := next((place for place in options.places if not place.exists()), None):
        print(f"autograder status: there is no {absent}", file=sys.stderr)
        return 2

    def begins(path: Path) -> None:
        if sys.stderr.isatty():
            print(f"checking {path}", file=sys.stderr)

    try:
        status = status_of(options.places, begins)
    except Interrupted as error:
        print(f"autograder status: {error}", file=sys.stderr)
        return 2
    if not status.assignments:
        places = ", ".join(map(str, options.places))
        why = f" ({status.problems[0].rstrip('.')})" if status.problems else ""
        print(f"autograder status: no exercise function in {places}, in any .ipynb or .py file{why}", file=sys.stderr)
        return 2
    print(json.dumps(status.json(), indent=2) if options.json else status_text.text(status))
    return 0
