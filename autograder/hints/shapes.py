"""An array has the wrong shape."""

from itertools import permutations

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.findings import Finding


@explains(Finding.SHAPE)
def axes_in_the_wrong_order(evidence: Evidence) -> Hint | None:
    """With its axes in another order it is right."""
    if _is_right_in_another_order(evidence):
        return Hint(Finding.TRANSPOSED, "Its axes are in the wrong order.", holds=_is_right_in_another_order)
    return None


@explains(Finding.SHAPE)
def only_the_shape_is_wrong(evidence: Evidence) -> Hint | None:
    """In the right shape its numbers, in their order, are right."""
    if _has_right_numbers(evidence):
        return Hint(Finding.SHAPE, "The numbers are right; only the shape is not.", holds=_has_right_numbers)
    return None


@explains(Finding.SHAPE, needs=Evidence.has_shapes, general=True)
def empty(evidence: Evidence) -> Hint | None:
    """It has no entries, and should have some."""
    if evidence.got.size == 0 and evidence.right.size:
        return Hint(Finding.SHAPE, "It is empty: does a slice end where it begins, as `0:-0` does?")
    return None


@explains(Finding.SHAPE, needs=Evidence.has_shapes, general=True)
def only_the_form_is_wrong(evidence: Evidence) -> Hint | None:
    """Which numbers are right is not known; there are as many as there should be, along other axes."""
    got, right = evidence.got, evidence.right
    if not evidence.knows_numbers and got.size == right.size and got.ndim != right.ndim:
        return Hint(Finding.SHAPE, "The number of entries is right: only the form is not.")
    return None


@explains(Finding.SHAPE, needs=Evidence.has_shapes, general=True)
def axes_in_reverse_order(evidence: Evidence) -> Hint | None:
    """Its shape, read backwards, is the right one."""
    if evidence.right.ndim and evidence.got.shape == evidence.right.shape[::-1]:
        return Hint(Finding.TRANSPOSED, "The axes are in reverse order.")
    return None


def other_orders(count):
    """All orders of so many axes but the one in which they stand."""
    return [order for order in permutations(range(count)) if order != tuple(range(count))]


def _is_right_in_another_order(evidence):
    got, right = evidence.got, evidence.right
    return got.ndim == right.ndim and any(same(got.transpose(order), right) for order in other_orders(got.ndim))


def _has_right_numbers(evidence):
    got, right = evidence.got, evidence.right
    return got.size == right.size and same(got.reshape(right.shape), right)
