"""The right numbers stand in another order along an axis."""

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.hints.shapes import other_orders
from autograder.verdict.findings import Finding


@explains(Finding.VALUE)
def transposed(evidence: Evidence) -> Hint | None:
    """With its axes in another order it is right."""
    if right_in_another_order(evidence):
        return Hint(Finding.TRANSPOSED, "Two of its axes are exchanged.", holds=right_in_another_order)
    return None


@explains(Finding.VALUE)
def flipped(evidence: Evidence) -> Hint | None:
    """Read backwards along the last axis, the one before, or both, it is right."""
    got = evidence.got
    for axes in ((-1,), (-2,), (-2, -1)):
        if got.ndim >= -min(axes) and same(np.flip(got, axes), evidence.right):
            return Hint(Finding.PERMUTED, "It is right when flipped: the order along an axis is reversed.")
    return None


@explains(Finding.VALUE)
def blocks_in_the_wrong_order(evidence: Evidence) -> Hint | None:
    """Its blocks along the last axis are the right ones in another order."""
    right, blocks = evidence.right, evidence.blocks
    if blocks == 1 or not right.ndim or right.shape[-1] % blocks:
        return None
    if any(same(reordered(evidence.got, order), right) for order in other_orders(blocks)):
        return Hint(Finding.PERMUTED, "The blocks along the last axis (the gates) are in the wrong order.")
    return None


@explains(Finding.VALUE, general=True)
def one_place_late_or_early(evidence: Evidence) -> Hint | None:
    """In all that failed, every entry stands one place further, or one place back, along the same axis."""
    for axis in range(min(wrong.got.ndim for wrong in evidence.failed)):
        moved = [(np.moveaxis(wrong.got, axis, 0), np.moveaxis(wrong.right, axis, 0)) for wrong in evidence.failed]
        if _agree([(got[1:], right[:-1]) for got, right in moved]):
            return Hint(Finding.PERMUTED, f"Along axis {axis} every entry stands one place too late.")
        if _agree([(got[:-1], right[1:]) for got, right in moved]):
            return Hint(Finding.PERMUTED, f"Along axis {axis} every entry stands one place too early.")
    return None


def right_in_another_order(evidence: Evidence) -> bool:
    """Whether it is right with its axes in another order; its shape may be another one."""
    return any(same(evidence.got.transpose(order), evidence.right) for order in other_orders(evidence.got.ndim))


def reordered(value, order):
    """An array with the blocks along its last axis in another order."""
    pieces = np.split(value, len(order), axis=-1)
    return np.concatenate([pieces[i] for i in order], axis=-1)


def _agree(pairs):
    """Whether all pairs are the same, with more than two numbers that are not all alike."""
    values = np.concatenate([np.ravel(right) for _, right in pairs])
    return values.size > 2 and np.ptp(values) > 0 and all(same(*pair) for pair in pairs)
