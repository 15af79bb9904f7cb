"""How the numbers differ as a whole, where nothing better explains them: the last resort."""

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.findings import Finding


@explains(Finding.VALUE, adds_to=(Finding.SOME_ENTRIES,))
def one_minus_the_right_one(evidence: Evidence) -> Hint | None:
    """Every entry is 1 minus the right one, and some are neither 0 nor 1."""
    right = evidence.right
    if np.any(right * (1 - right)) and same(evidence.got, 1 - right):
        return Hint(Finding.COMPLEMENT, f"{'It is' if right.size == 1 else 'Every entry is'} 1 minus the right one.")
    return None


@explains(Finding.VALUE, adds_to=(Finding.SOME_ENTRIES,))
def rolled(evidence: Evidence) -> Hint | None:
    """Moved by one place around an axis it is right."""
    right = evidence.right
    for axis in range(right.ndim) if _can_be_told(right) else ():
        if right.shape[axis] > 2 and any(same(evidence.got, np.roll(right, step, axis)) for step in (1, -1)):
            return Hint(Finding.PERMUTED, f"It would be right one place further along axis {axis}.")
    return None


@explains(Finding.VALUE, adds_to=(Finding.SOME_ENTRIES,))
def in_other_places(evidence: Evidence) -> Hint | None:
    """Sorted, its numbers are the right ones."""
    got, right = evidence.got, evidence.right
    if _can_be_told(right) and same(np.sort(got, axis=None), np.sort(right, axis=None)):
        return Hint(Finding.PERMUTED, "The numbers are the right ones, but they stand in other places.")
    return None


@explains(Finding.VALUE, adds_to=(Finding.SOME_ENTRIES,))
def all_alike(evidence: Evidence) -> Hint | None:
    """All entries are the same number, and the right ones differ."""
    if _can_be_told(evidence.right) and np.ptp(evidence.got) == 0:
        return Hint(Finding.ALL_ALIKE, "All entries are the same number; they should differ.")
    return None


@explains(Finding.VALUE, adds_to=(Finding.SOME_ENTRIES,))
def sums_to_1_along_another_axis(evidence: Evidence) -> Hint | None:
    """The right one adds up to 1 along one axis, and this one along another."""
    for axis in _long_axes(evidence.right):
        for other in set(_long_axes(evidence.right)) - {axis}:
            if np.allclose(evidence.right.sum(other), 1) and np.allclose(evidence.got.sum(axis), 1):
                text = f"It adds up to 1 along axis {axis}; that is not the axis that should."
                return Hint(Finding.OTHER_AXIS, text)
    return None


@explains(Finding.VALUE, adds_to=(Finding.SOME_ENTRIES,))
def lines_off_alike(evidence: Evidence) -> Hint | None:
    """In each line along an axis, all entries are off by the same factor, or by the same number."""
    got, right = evidence.got, evidence.right
    long = _long_axes(right)
    errors = {"factor": got / right, "number": np.subtract(got, right, dtype=float)}
    for axis in long if len(long) > 1 else ():
        for word, error in errors.items() if right.shape[axis] > 2 else ():
            if np.all(np.isfinite(error)) and same(error, np.broadcast_to(error.take([0], axis), error.shape)):
                return Hint(Finding.LINES, f"In each line along axis {axis}, all entries are off by the same {word}.")
    return None


def _can_be_told(right):
    """Whether the order of the numbers shows: there are some, and they differ."""
    return right.size > 2 and np.ptp(right) > 0


def _long_axes(right):
    return [axis for axis in range(right.ndim) if right.shape[axis] > 1]
