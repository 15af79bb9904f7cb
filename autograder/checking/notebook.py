"""The one function that notebooks call: `check`."""

import functools
import sys
from collections.abc import Callable
from typing import Any, Protocol

from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.protocol import Exchange
from autograder.registry import find, load
from autograder.specification import Spec
from autograder.verdict.report import Report


class CheckFailed(AssertionError):
    """A check that did not pass; notebooks show its message once, without a traceback."""

    def _render_traceback_(self):
        lines = str(self).splitlines()
        return lines if len(lines) == 1 else ["The check did not pass; the reasons are above."]


class Check(Protocol):
    """What a cell calls to have a function judged."""

    def __call__(self, function: Callable) -> None: ...


def check(function: Callable) -> None:
    """Check one exercise function and say what is wrong with it.

    At the desk it compares with worked examples and with central differences
    of your own forward function. While grading it only carries your function's
    answers to the examiner, who keeps the verdict.

    Parameters
    ----------
    function : callable
        Your function, under the name that the exercise gives it.

    Raises
    ------
    CheckFailed
        With the explanation, if the check does not pass.
    """
    spec, functions = _asked_for(function, sys._getframe(1).f_globals)
    report = check_function(spec, functions)
    _show(report)
    if not report.passed:
        raise CheckFailed(report.text())


def check_through(exchange: Exchange) -> Check:
    """Return the `check` of a process in which an examiner judges: it only carries answers through this channel."""

    @functools.wraps(check)
    def carry(function: Callable) -> None:
        spec, functions = _asked_for(function, sys._getframe(1).f_globals)
        answer_challenges(spec.name, functions, exchange)

    return carry


def _asked_for(function: Callable, namespace: dict[str, Any]) -> tuple[Spec, dict[str, Callable]]:
    """What the exercise asks of a function, and the functions of the notebook that are judged together with it."""
    name = _name(function, namespace)
    try:
        spec = find(name)
    except KeyError as error:
        raise CheckFailed(error.args[0]) from None
    functions = {other: namespace[other] for other in spec.functions if callable(namespace.get(other))}
    return spec, functions | {name: function}


def _name(function: Callable, namespace: dict[str, Any]) -> str:
    """The exercise's name for a function, also if the student bound another one to it."""
    names = [name for name in load() if namespace.get(name) is function]
    return names[0] if names else getattr(function, "__name__", str(function))


def _show(report: Report) -> None:
    """Print that it passed; a notebook displays what did not, with a picture of where an array is off."""
    if report.passed:
        print(report.text())
        return
    if "IPython" in sys.modules:
        from IPython import get_ipython
        from IPython.display import display

        if get_ipython() is not None:
            display(report)
