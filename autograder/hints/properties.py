"""A property of the right numbers that these lack: a sum, a sign, bounds, whole numbers. The last but one resort."""

import numpy as np

from autograder.hints.evidence import CLOSE, Evidence, Hint, explains
from autograder.hints.second_calls import pool
from autograder.verdict.findings import Finding

FEWEST = 4  # entries that show a property


@explains(Finding.VALUE, adds_to=(Finding.SOME_ENTRIES,))
def should_add_up(evidence: Evidence) -> Hint | None:
    """The right numbers add up to 1, or to 0, along an axis in every call, and these do not."""
    got, right = evidence.got, evidence.right
    for axis in range(right.ndim) if right.size >= FEWEST and right.dtype.kind == "f" else ():
        for total, words in ((1, "1"), (0, "0")):
            if right.shape[axis] > 1 and _adds_up(right, axis, total) and not _adds_up(got, axis, total):
                text = f"It should add up to {words} along an axis, and does not."
                if total == 0:
                    text += " Is what is taken away missing, or is it another sum or mean than it should be?"
                return Hint(
                    Finding.PROPERTY,
                    text,
                    f"Along axis {axis}.",
                    holds=_adding_up(axis, total),
                )
    return None


@explains(Finding.VALUE, adds_to=(Finding.SOME_ENTRIES,))
def should_keep_to_one_side(evidence: Evidence) -> Hint | None:
    """The right numbers are never negative, or never above 1, in every call; some of these are."""
    got, right = evidence.got, evidence.right
    if right.size < FEWEST or not np.ptp(right) or _is_gradient(evidence):
        return None  # a gradient keeps within bounds by chance
    sides = {
        "It should never be negative": lambda v: bool(np.all(v >= -CLOSE["atol"])),
        "It should never be positive": lambda v: bool(np.all(v <= CLOSE["atol"])),
        "It should never be above 1": lambda v: bool(np.all(v <= 1 + CLOSE["atol"])),
        "It should be whole numbers": lambda v: bool(np.all(v == np.rint(v))),
    }
    for words, fits in sides.items():
        if fits(right) and not fits(got):
            text = f"{words}; some entries of yours are{' not' if 'whole' in words else ''}."
            return Hint(Finding.PROPERTY, text, holds=_fitting(fits))
    return None


@explains(Finding.VALUE, needs=Evidence.has_any_numbers, general=True)
def too_large_or_too_small(evidence: Evidence) -> Hint | None:
    """In all calls whatever is wrong is too large, or all of it is too small; for numbers that are no gradient."""
    if evidence.spec.kind == "backward" or evidence.output != evidence.spec.outputs[0].name:
        return None
    wrong = [each for each in pool(evidence) if each.mismatch.code and each.has_any_numbers()]
    errors = [np.ravel(each.got - each.right) for each in wrong if each.got.shape == each.right.shape]
    off = np.concatenate(errors) if errors else np.zeros(0)
    off = off[np.abs(off) > CLOSE["atol"]]
    if len(errors) < FEWEST or off.size < FEWEST or len(np.unique(np.sign(off))) > 1:
        return None
    way, question = ("large", "counted that should not be") if off[0] > 0 else ("small", "left out")
    text = f"In all calls tried, what is wrong is too {way}, never the other way: is something {question}?"
    return Hint(Finding.PROPERTY, text)


def _is_gradient(evidence):
    return evidence.spec.kind == "backward" or (
        evidence.spec.kind == "loss" and evidence.output != evidence.spec.outputs[0].name
    )


def _adding_up(axis, total):
    return lambda other: _adds_up(other.right, axis, total)


def _fitting(fits):
    return lambda other: fits(other.right)


def _adds_up(value, axis, total):
    sums = value.sum(axis)
    size = np.abs(value).sum(axis)
    return bool(np.all(size > 0) and np.all(np.abs(sums - total) <= 1e-6 * (size + total)))
