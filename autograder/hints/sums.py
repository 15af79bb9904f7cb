"""A sum over an axis is missing, stops early, or runs over another axis."""

from itertools import combinations

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.central_differences import gradient_of
from autograder.verdict.findings import Finding


@explains(Finding.SHAPE)
def sum_over_an_axis_is_missing(evidence: Evidence) -> Hint | None:
    """Summed over one of its axes it is right."""
    for axis in _axes_too_many(evidence):
        if same(evidence.got.sum(axis), evidence.right):
            return Hint(Finding.MISSING_SUM, f"Summed over axis {axis} it would be right: a sum is missing.")
    return None


@explains(Finding.SHAPE)
def mean_over_an_axis_is_missing(evidence: Evidence) -> Hint | None:
    """Averaged over one of its axes it is right."""
    for axis in _axes_too_many(evidence):
        if same(evidence.got.mean(axis), evidence.right):
            return Hint(Finding.MISSING_SUM, f"Averaged over axis {axis} it would be right.")
    return None


@explains(Finding.SHAPE, needs=Evidence.has_shapes, general=True)
def an_axis_too_many(evidence: Evidence) -> Hint | None:
    """Which numbers are right is not known; it has more axes than it should."""
    if not evidence.knows_numbers and evidence.got.ndim > evidence.right.ndim:
        return Hint(Finding.MISSING_SUM, "An axis too many: is a sum over it missing?")
    return None


@explains(Finding.VALUE, needs=Evidence.has_contributions)
def one_entry_instead_of_a_sum(evidence: Evidence) -> Hint | None:
    """It is what the first, or the last, entry along an axis of the output contributes to the gradient."""
    shares, got = evidence.contributions, evidence.got
    if shares is None:
        return None
    for axis in range(got.ndim, shares.ndim):
        if shares.shape[axis] < 2:
            continue
        for place, which in ((0, "first"), (-1, "last")):
            if same(gradient_of(shares.take(place, axis), got.ndim), got):
                text = f"Only the {which} entry along axis {axis - got.ndim} of the output counts."
                return Hint(Finding.MISSING_SUM, text)
    return None


@explains(Finding.VALUE)
def upstream_summed_over_other_axes(evidence: Evidence) -> Hint | None:
    """It is an upstream gradient summed over some of its axes."""
    for name, upstream in evidence.case.upstream.items():
        for axes in _some_axes(upstream.ndim):
            if same(upstream.sum(axes), evidence.got) and not same(evidence.got, evidence.right):
                where = f"axis {', '.join(map(str, axes))}"
                text = f"It is {name} summed over {where}: is that what to sum, and where?"
                return Hint(Finding.MISSING_SUM, text)
    return None


def _axes_too_many(evidence):
    """The axes without which the shape would be right."""
    shape = evidence.got.shape
    if not evidence.got.size:
        return []  # sums of nothing are 0, which may be right by chance
    return [axis for axis in range(len(shape)) if np.delete(shape, axis).tolist() == list(evidence.right.shape)]


def _some_axes(count):
    return [axes for number in range(1, count) for axes in combinations(range(count), number)]
