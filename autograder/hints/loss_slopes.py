"""The slopes of a student's loss beside the right gradients: what has no part in it, or should have none?"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains
from autograder.hints.second_calls import is_ordinary, known_calls
from autograder.specification import Case
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import call_forward

STEP = 1e-5
ZERO = 1e-9  # a slope that is none
SLOPE = 1e-4  # and one that is no rounding error
CLOSE = {"rtol": 1e-4, "atol": 1e-6}
MOST_ENTRIES = 200  # each moved twice


class Slopes(NamedTuple):
    """Of one call: the slopes of the student's loss by one argument, and the right ones, where it has no kink."""

    case: Case
    name: str
    own: np.ndarray
    right: np.ndarray


@explains(Finding.VALUE, needs=Evidence.has_student, general=True)
def entries_with_another_part_in_the_loss(evidence: Evidence) -> Hint | None:
    """In this call the loss changes with some entries of an argument and should not, or does not and should."""
    found = []
    for each in (each for each in evidence.once(_slopes) if each.case is evidence.case):
        own, right = np.abs(each.own), np.abs(each.right)
        still = (own < ZERO) & (right > SLOPE), Finding.IGNORES_ARGUMENT, "does not change", "should"
        moving = (right < ZERO) & (own > SLOPE), Finding.MASK, "changes", "should not"
        found += [(off.sum(), each, off, *said) for off, *said in (still, moving) if not off.all()]
    if not any(size for size, *_ in found):
        return None
    _, each, off, code, does, should = max(found, key=lambda one: one[0])
    text = f"The loss {does} with some entries of {each.name}, and {should}."
    return Hint(code, text, f"It is so {_where(each, off)}.")


@explains(Finding.VALUE, needs=Evidence.has_student, general=True)
def only_a_constant_term(evidence: Evidence) -> Hint | None:
    """In all calls known the loss has the right slopes, by all arguments that have a gradient."""
    found = evidence.once(_slopes)
    if not found or not all(np.allclose(each.own, each.right, equal_nan=True, **CLOSE) for each in found):
        return None
    names = " and ".join(evidence.spec.differentiated)
    return Hint(Finding.TERM, f"Its slopes are right: what is wrong is a term that does not change with {names}.")


def _slopes(evidence):
    """For each call whose right gradients are known, this one first, and each argument that has one."""
    spec = evidence.spec
    if spec.kind != "loss" or evidence.output != spec.outputs[0].name:
        return []
    calls = [(evidence.case, evidence.expected), *((call.case, call.expected) for call in known_calls(evidence))]
    return [
        Slopes(case, name, *_own_and_right(evidence, case, name, np.asarray(expected[f"d{name}"])))
        for case, expected in calls
        if is_ordinary(case)  # elsewhere a slope may be 0 by rounding
        for name in spec.differentiated
        if f"d{name}" in expected and 1 < np.size(case.inputs[name]) <= MOST_ENTRIES
    ]


def _own_and_right(evidence, case, name, right):
    """Both by entry; not a number at a kink, where the slope to the left is another one than that to the right."""
    value, here = case.inputs[name], _loss(evidence, case.inputs)
    left, own = np.zeros(value.shape), np.zeros(value.shape)
    for index in np.ndindex(value.shape):
        for slopes, step in ((left, -STEP), (own, STEP)):
            moved = value.copy()
            moved[index] += step
            slopes[index] = (_loss(evidence, case.inputs | {name: moved}) - here) / step
    is_smooth = np.abs(left - own) <= SLOPE * (1 + np.abs(left))
    middle = (left + own) / 2
    return np.where(is_smooth, middle, np.nan), np.where(is_smooth, right, np.nan)


def _loss(evidence, inputs):
    return float(call_forward(evidence.spec, inputs, evidence.student.functions)[0][evidence.output])


def _where(slopes, off):
    """Some entries in words: by another argument, as the diagonal, or by one of them."""
    for words, entries in _sets(slopes, off.shape):
        if np.array_equal(entries, off):
            return words
    if off.ndim == 2 and off.sum() > 1 and not np.any(off & ~np.eye(*off.shape, dtype=bool)):
        return "on the diagonal"
    index = ", ".join(map(str, np.argwhere(off)[0]))
    return f"at {slopes.name}[{index}]{' and others' if off.sum() > 1 else ''}"


def _sets(slopes, shape) -> Iterator[tuple[str, np.ndarray]]:
    """Entries that an argument tells apart, one value of it after the other."""
    for name, value in slopes.case.inputs.items():
        if isinstance(value, np.ndarray) and value.shape == shape[: value.ndim] and name != slopes.name:
            wide = value.reshape(value.shape + (1,) * (len(shape) - value.ndim))
            for each in np.unique(value):
                words = str(each) if value.dtype.kind == "b" else f"{each:g}"
                yield f"where {name} is {words}", np.broadcast_to(wide == each, shape)
