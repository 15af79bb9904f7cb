"""A change of one step of a function, and the simplest ways to do a step otherwise."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.hints.code_places import GIVEN, Place, line_of, source_of
from autograder.hints.evidence import Hint
from autograder.hints.tracing import Step
from autograder.verdict.findings import Finding


def sigmoid(value):
    """The logistic sigmoid, for which NumPy has no function."""
    return 1 / (1 + np.exp(-value))


SIZES = 4  # axes whose sums may be taken in all combinations
FUNCTIONS = {
    np.exp: "exponential",
    np.log: "logarithm",
    np.sqrt: "square root",
    np.square: "square",
    np.tanh: "hyperbolic tangent",
    np.abs: "absolute value",
    np.reciprocal: "reciprocal",
    np.negative: "minus",
    np.sin: "sine",
    np.cos: "cosine",
    sigmoid: "logistic sigmoid",
}


@dataclass(frozen=True)
class Change:
    """Another way to do a step.

    Attributes
    ----------
    code : Finding
    sentence : str
        What would be right, with `{where}` for the line.
    detail : str
        Which axis, term or factor.
    indices : bool
        It is about indices that may not even exist in other calls.
    do : callable (function, operands, options, recorder) -> result
    """

    code: Finding
    sentence: str
    detail: str
    do: Callable
    indices: bool = False


def only(place, change):
    def do(function, operands, options, _):
        value = np.array(operands[place], copy=True)
        return change(value) if change is not None else value

    return do


def with_function(other):
    return lambda function, operands, options, _: other(*operands, **options)


def replaced(place, find):
    def do(function, operands, options, recorder):
        changed = list(operands)
        changed[place] = find(recorder)
        return function(*changed, **options)

    return do


def then(after):
    return lambda function, operands, options, _: after(function(*operands, **options))


def ordinal(place):
    return ("first", "second", "third")[place] if place < 3 else f"{place + 1}th"


def is_float(value):
    return isinstance(value, (np.ndarray, np.floating)) and np.asarray(value).dtype.kind == "f"


def hint_of(place: Place, step: Step, change: Change) -> Hint:
    """What is said of a change that makes everything right."""
    text = source_of(place)
    if place.nth == GIVEN:
        where, source = f"at {text}, right where it comes in", ""
    else:
        where, source = f"in line {step.line}", f"The step is `{text}`{_called(place)}." if text else ""
    detail = " ".join(filter(None, [change.detail, source]))
    return Hint(change.code, change.sentence.format(where=where), detail)


def _called(place):
    """Which call of a helper it is: others may be right."""
    if not place.callers:
        return ""
    call = Place(*place.callers[0], (), 0)
    text = source_of(call)
    return f", in the call `{text}` of line {line_of(call)}" if text else f", when line {line_of(call)} calls it"
