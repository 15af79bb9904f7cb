"""A step at the end is missing, one too many, or another function than it should be."""

from collections.abc import Callable

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.findings import Finding

STEPS: dict[str, Callable] = {
    "square": np.square,
    "square root": np.sqrt,
    "reciprocal": np.reciprocal,
    "exponential": np.exp,
    "logarithm": np.log,
    "negative logarithm": lambda v: -np.log(v),
    "hyperbolic tangent": np.tanh,
    "logistic sigmoid": lambda v: 1 / (1 + np.exp(-v)),
    "absolute value": np.abs,
    "positive part": lambda v: np.maximum(v, 0),
}


@explains(Finding.VALUE, general=True)
def last_step_missing_or_too_many(evidence: Evidence) -> Hint | None:
    """A well-known function of all that came is right, or all that came is that function of what is right."""
    got, right = _in_a_row(evidence)
    for name, step in STEPS.items() if _are_several(got, right) else ():
        if same(step(got), right):
            return Hint(Finding.FUNCTION, f"Its {name} would be right: a step at the end is missing.")
        if same(got, step(right)):
            return Hint(Finding.FUNCTION, f"It is the {name} of the right one: a step too many.")
    return None


@explains(Finding.VALUE, general=True)
def sigmoid_and_tanh_exchanged(evidence: Evidence) -> Hint | None:
    """It would be right if its last step, a logistic sigmoid, were a hyperbolic tangent, or the reverse."""
    got, right = _in_a_row(evidence)
    if not _are_several(got, right):
        return None
    if same(STEPS["logistic sigmoid"](np.arctanh(right)), got):
        return Hint(Finding.FUNCTION, "It is the logistic sigmoid where the hyperbolic tangent belongs.")
    if same(np.tanh(np.log(right / (1 - right))), got):
        return Hint(Finding.FUNCTION, "It is the hyperbolic tangent where the logistic sigmoid belongs.")
    return None


def _are_several(*rows):
    """Whether no row holds one number alone, over and over: too much fits that."""
    return all(np.unique(row).size > 1 for row in rows)


def _in_a_row(evidence):
    """All wrong results as one row of numbers, and what is right."""
    return tuple(
        np.concatenate([np.ravel(value).astype(float) for value in values])
        for values in zip(*((wrong.got, wrong.right) for wrong in evidence.failed), strict=True)
    )
