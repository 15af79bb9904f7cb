"""A sum over an axis is missing, stops early, or runs over another axis."""

from itertools import combinations

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.central_differences import gradient_of
from autograder.verdict.findings import Finding


@explains(Finding.SHAPE)
def sum_over_an_axis_is_missing(evidence: Evidence) -> Hint | None:
    """Summed over some of its axes it is right."""
    for axes in _axes_too_many(evidence):
        if same(evidence.got.sum(axes), evidence.right):
            text = f"Summed over {_named(axes)} it would be right: a sum is missing."
            return Hint(Finding.MISSING_SUM, text, holds=_right_after(np.sum, axes))
    return None


@explains(Finding.SHAPE)
def mean_over_an_axis_is_missing(evidence: Evidence) -> Hint | None:
    """Averaged over some of its axes it is right."""
    for axes in _axes_too_many(evidence):
        if same(evidence.got.mean(axes), evidence.right):
            text = f"Averaged over {_named(axes)} it would be right."
            return Hint(Finding.MISSING_SUM, text, holds=_right_after(np.mean, axes))
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
                return Hint(Finding.MISSING_SUM, text, holds=_of_one_entry(axis, place))
    return None


@explains(Finding.VALUE)
def upstream_summed_over_other_axes(evidence: Evidence) -> Hint | None:
    """It is an upstream gradient summed over some of its axes."""
    for name, upstream in evidence.case.upstream.items():
        for axes in _some_axes(upstream.ndim):
            if same(upstream.sum(axes), evidence.got) and not same(evidence.got, evidence.right):
                text = f"It is {name} summed over {_named(axes)}: is that what to sum, and where?"
                return Hint(Finding.MISSING_SUM, text)
    return None


def _of_one_entry(axis, place):
    """Whether it is the contribution of that entry, in any call; it is right where there is only one."""

    def holds(other):
        shares = other.contributions
        return other.right.size and same(gradient_of(shares.take(place, axis), other.got.ndim), other.got)

    return holds


def _axes_too_many(evidence):
    """The axes without which the shape would be right."""
    shape = evidence.got.shape
    if not evidence.got.size:
        return []  # sums of nothing are 0, which may be right by chance
    found = [*_some_axes(len(shape)), tuple(range(len(shape)))]
    return [axes for axes in found if np.delete(shape, axes).tolist() == list(evidence.right.shape)]


def _right_after(reduction, axes):
    return lambda other: same(reduction(other.got, axes), other.right)


def _named(axes):
    return f"axis {axes[0]}" if len(axes) == 1 else f"the axes {', '.join(map(str, axes))}"


def _some_axes(count):
    return [axes for number in range(1, count) for axes in combinations(range(count), number)]
