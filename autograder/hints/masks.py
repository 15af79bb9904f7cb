"""Entries are 0 that should not be, or should be 0 and are not."""

import numpy as np

from autograder.hints.evidence import CLOSE, Evidence, Hint, explains
from autograder.verdict.findings import Finding

ZERO = 1e-8


@explains(Finding.VALUE)
def all_entries_are_zero(evidence: Evidence) -> Hint | None:
    """All entries are 0, and more than one of them could be something else."""
    if evidence.right.size > 1 and not np.any(evidence.got) and np.any(evidence.right):
        return Hint(Finding.MASK, "All entries are 0.")
    return None


@explains(Finding.VALUE, locates=True)
def wrong_entries_are_zero(evidence: Evidence) -> Hint | None:
    """All wrong entries are 0."""
    off = _wrong_entries(evidence)
    if off is not None and np.all(evidence.got[off] == 0):
        reason = "" if _is_whole(evidence) else ": something is masked that should pass"
        return Hint(Finding.MASK, f"The wrong entries are 0{reason}.")
    return None


@explains(Finding.VALUE, locates=True)
def wrong_entries_should_be_zero(evidence: Evidence) -> Hint | None:
    """All wrong entries should be 0."""
    off = _wrong_entries(evidence)
    if off is not None and np.all(np.abs(evidence.right[off]) < ZERO):
        reason = "" if _is_whole(evidence) else ": something passes that should be masked"
        return Hint(Finding.MASK, f"The wrong entries should be 0{reason}.")
    return None


@explains(Finding.VALUE, locates=True)
def another_mask(evidence: Evidence) -> Hint | None:
    """Each wrong entry is 0 or should be; not for whole numbers, which are labels or counts and no products."""
    off = _wrong_entries(evidence)
    if off is None or _is_whole(evidence):
        return None
    if np.all((evidence.got[off] == 0) | (np.abs(evidence.right[off]) < ZERO)):
        return Hint(Finding.MASK, "Each wrong entry is 0 or should be 0: the mask is another one.")
    return None


def _wrong_entries(evidence):
    """Where it is wrong; None where no mask can be told: in a single number, in a result of zeros, nearly right."""
    right = evidence.right
    is_gradient = evidence.spec.kind in ("backward", "loss")
    if right.size == 1 or not (is_gradient or np.any(right)):
        return None
    off = ~np.isclose(evidence.got, right, **CLOSE)
    return off if off.any() else None


def _is_whole(evidence):
    return evidence.right.dtype.kind in "biu"
