"""The one function that notebooks call: `check`."""

import difflib
import functools
import os
import sys
import textwrap
from collections.abc import Callable
from typing import Any, Protocol

from autograder.checking.aliases import find_candidates
from autograder.checking.cell_watch import CellWatch
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.guarded_calls import signs_of_life
from autograder.checking.progress import Progress, note_pass
from autograder.checking.public_check import check_function, prepare
from autograder.course_map import assignment_of
from autograder.protocol import Exchange
from autograder.registry import find, load
from autograder.specification import Spec
from autograder.variants import VARIANTS, UnknownVariant, in_use
from autograder.verdict.report import Report

VERDICT = "application/vnd.forward-and-backward.verdict+json"  # what a page of the book takes its map from

DIALOG_WIDTH = 82  # nbgrader's dialog cuts longer lines


class CheckFailed(AssertionError):
    """A check that did not pass; it stops "Run all", and notebooks show no traceback under an explanation."""

    def _render_traceback_(self):
        if "NBGRADER_VALIDATING" in os.environ:  # its dialog shows this and nothing else of the cell
            lines = str(self).splitlines()
            return [wrapped for line in lines for wrapped in textwrap.wrap(line, DIALOG_WIDTH) or [""]]
        first, *others = str(self).splitlines()
        return [f"{first} See above." if others else first]


class Check(Protocol):
    """What a cell calls to have a function judged."""

    def __call__(self, function: Callable, hint: int = 1) -> None: ...


def check(function: Callable, hint: int = 1) -> None:
    """Check one exercise function and say what is wrong with it.

    At the desk it compares with worked examples and with central differences
    of your own forward function. While grading it only carries your function's
    answers to the examiner, who keeps the verdict.

    Parameters
    ----------
    function : callable
        Your function, under the name that the exercise gives it.
    hint : int
        How much is said of what is wrong: 1 where and what, 2 also which term or axis, 3 also which step of the
        derivation, and where the book takes it.

    Raises
    ------
    CheckFailed
        With the explanation, if the check does not pass.
    """
    namespace = sys._getframe(1).f_globals
    try:
        with in_use(namespace.get(VARIANTS, {})):
            _check(function, hint, namespace)
    except UnknownVariant as error:
        raise CheckFailed(f"{VARIANTS} is not as it was given: {error}.") from None


def _check(function: Callable, hint: int, namespace: dict[str, Any]) -> None:
    spec, functions = _asked_for(function, namespace)
    report = _judged(spec, functions)
    if report.passed:
        _celebrate(report, note_pass(spec.name, functions[spec.name], namespace))
        return
    text = report.text(hint, more=f"check({spec.name}, hint={{hint}})")
    _display(text, report.html(hint), verdict(report))
    raise CheckFailed(text)


def check_through(exchange: Exchange) -> Check:
    """Return the `check` of a process in which an examiner judges: it only carries answers through this channel."""

    @functools.wraps(check)
    def carry(function: Callable, hint: int = 1) -> None:
        spec, functions = _asked_for(function, sys._getframe(1).f_globals)
        answer_challenges(spec.name, functions, exchange)

    return carry


def _judged(spec: Spec, functions: dict[str, Callable]) -> Report:
    """The report on the functions that are on the screen, unless the student interrupts it."""
    for name in functions:
        if older := CELLS.is_older(name):
            raise CheckFailed(older)
    try:
        with signs_of_life(f"preparing the check of {spec.name}"):
            prepare(spec)
        with signs_of_life(f"checking {spec.name}"):
            return check_function(spec, functions)
    except KeyboardInterrupt:
        raise CheckFailed(f"The check of {spec.name} was interrupted.") from None


def _asked_for(function: Callable, namespace: dict[str, Any]) -> tuple[Spec, dict[str, Callable]]:
    """What the exercise asks of a function, and the functions of the notebook that are judged together with it."""
    if not callable(function):
        kind = type(function).__name__
        raise CheckFailed(f"check takes the function itself, as in check(affine_forward), and it got a {kind}.")
    name = _name(function, namespace)
    if name not in load():
        return _under_another_name(name, function, namespace)
    spec = find(name)
    functions = {other: namespace[other] for other in spec.functions if callable(namespace.get(other))}
    return spec, functions | {name: function}


def _under_another_name(name: str, function: Callable, namespace: dict[str, Any]) -> tuple[Spec, dict[str, Callable]]:
    """The exercise that a function answers under a name of another course, such as `conv_forward_naive`."""
    for candidate in find_candidates(namespace | {name: function}).candidates:
        if candidate.functions[candidate.exercise] is function:
            return find(candidate.exercise), candidate.functions
    near = difflib.get_close_matches(name, load(), 1)
    meant = f"; did you mean {near[0]}?" if near else "."
    raise CheckFailed(f"No exercise function is called {name!r}{meant}")


def _name(function: Callable, namespace: dict[str, Any]) -> str:
    """The exercise's name for a function, also if the student bound another one to it."""
    names = [name for name in load() if namespace.get(name) is function]
    return names[0] if names else getattr(function, "__name__", str(function))


def _celebrate(report: Report, progress: Progress) -> None:
    """Say that it passed, and how far the assignment is."""
    passed, *remarks = report.text().splitlines()
    text = "\n".join([f"{passed.removesuffix('.')}, {progress}", *remarks])
    if not _display(text, report.html(progress=progress.html()), verdict(report)):
        print(text)


def verdict(report: Report) -> dict[str, Any]:
    """What a page keeps of a check, as plain values.

    Parameters
    ----------
    report : Report

    Returns
    -------
    dict
        `function`, `passed`, `credit` from 0 to 1, `points` that the function is worth, the task's `figure` if it has
        one, and the `assignment` that asks for it.
    """
    home = assignment_of(report.function)
    return {
        "function": report.function,
        "passed": report.passed,
        "credit": report.credit,
        "points": find(report.function).points,
        "figure": report.figure or None,
        "assignment": home.name if home else None,
    }


def _display(text: str, html: str, told: dict[str, Any]) -> bool:
    """Show something in a notebook, and tell a page of it; False where there is none."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        return False
    display({"text/plain": text, "text/html": html, VERDICT: told}, raw=True)
    return True


CELLS = CellWatch(check)
CELLS.register()
