"""The command line: `autograder check FILE`, and for instructors `autograder grade ASSIGNMENT`."""

import argparse
import contextlib
import importlib.util
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from autograder.checking.public_check import check_function
from autograder.checking.student_files import UnreadableFile, load_functions
from autograder.registry import load


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 all passed, 1 not all, 2 wrong use."""
    options = _parser().parse_args(arguments)
    return options.run(options)


def _parser():
    parser = argparse.ArgumentParser(prog="autograder", description="Check layers written in NumPy.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="check the exercise functions in a .py or .ipynb file")
    check.add_argument("file", help="a Python file or a Jupyter notebook; its code is run")
    check.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    check.add_argument("--hint", type=int, choices=(1, 2, 3), default=1, help="how much is said of what is wrong")
    check.set_defaults(run=_check)
    if importlib.util.find_spec("autograder.grading"):  # the instructor's side
        from autograder.grading.commands import add_commands

        add_commands(commands)
    return parser


def _check(options):
    folder = Path(options.file).parent
    options.file = Path(options.file).name
    with contextlib.chdir(folder if folder.is_dir() else "."):  # data files lie beside the notebook
        return _check_here(options)


def _check_here(options):
    try:
        namespace, problems = load_functions(options.file)
    except UnreadableFile as error:
        print(f"autograder check: {error}", file=sys.stderr)
        return 2
    functions = {name: namespace[name] for name in load() if callable(namespace.get(name))}
    if not functions:
        found = f" ({problems[0]})" if problems else ""
        print(f"autograder check: {options.file} defines no exercise function{found}", file=sys.stderr)
        return 2
    reports = [check_function(load()[name], functions) for name in functions]
    if options.json:
        print(json.dumps({"reports": [report.json() for report in reports], "problems": problems}, indent=2))
    else:
        print("\n".join([*(report.text(options.hint, "--hint {hint}") for report in reports), *problems]))
    return 0 if all(report.passed for report in reports) else 1
