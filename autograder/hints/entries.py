"""Some entries are wrong: which?"""

import numpy as np

from autograder.hints.evidence import CLOSE, Evidence, Hint, explains
from autograder.verdict.findings import Finding
from autograder.verdict.wording import listed


@explains(Finding.VALUE, locates=True)
def entries_of_one_sign(evidence: Evidence) -> Hint | None:
    """Exactly the entries are wrong where an argument is negative, or where it is positive."""
    off = _wrong_entries(evidence)
    for name, value in evidence.values.items() if off is not None else ():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.shape == off.shape:
            for sign, side in (("negative", value < 0), ("positive", value > 0)):
                if np.array_equal(off, side):
                    return Hint(Finding.SOME_ENTRIES, f"Exactly the entries where {name} is {sign} are wrong.")
    return None


@explains(Finding.VALUE, general=True)
def entries_at_some_indices(evidence: Evidence) -> Hint | None:
    """Along an axis, one index is wrong, or all but one, or a row of neighbors at an end."""
    off = _wrong_entries(evidence)
    for axis in range(off.ndim) if off is not None else ():
        has_wrong = np.moveaxis(off, axis, 0).reshape(off.shape[axis], -1).any(axis=1)
        if blocks := _wrong_blocks(evidence, axis, has_wrong):
            return Hint(Finding.SOME_ENTRIES, f"Only in {listed(blocks)} are entries wrong.")
        where = _where(has_wrong) if off.shape[axis] > 2 else ""
        if where:
            return Hint(Finding.SOME_ENTRIES, "Entries at some indices only are wrong.", f"Along axis {axis}, {where}.")
    return None


def _wrong_blocks(evidence, axis, has_wrong):
    """Names of the blocks along the last axis that are wrong, such as gates of an LSTM; none if all of them are."""
    names = evidence.block_names
    if not names or axis != evidence.right.ndim - 1 or len(has_wrong) % len(names):
        return []
    wrong = [name for name, block in zip(names, np.split(has_wrong, len(names)), strict=True) if block.any()]
    return wrong if len(wrong) < len(names) else []


def _where(has_wrong):
    """Which indices are wrong, in words; empty if that says nothing."""
    wrong, right = np.flatnonzero(has_wrong), np.flatnonzero(~has_wrong)
    if len(right) == 0:
        return ""
    if len(wrong) == 1:
        return f"only index {wrong[0]}"
    if len(right) == 1:
        return f"all but index {right[0]}"
    if wrong[-1] == len(wrong) - 1:
        return f"the first {len(wrong)}"
    return f"the last {len(wrong)}" if wrong[0] == len(right) else ""


def _wrong_entries(evidence):
    """Where it is wrong; None unless some entries are wrong and some are right."""
    off = ~np.isclose(evidence.got, evidence.right, **CLOSE)
    return off if off.ndim and 0 < off.sum() < off.size else None
