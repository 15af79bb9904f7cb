"""Some entries are wrong: which?"""

import numpy as np

from autograder.hints.evidence import CLOSE, Evidence, Hint, explains
from autograder.verdict.findings import Finding
from autograder.verdict.wording import listed, numbered


@explains(Finding.VALUE)
def entries_of_one_sign(evidence: Evidence) -> Hint | None:
    """Exactly the entries are wrong where an argument is negative, or where it is positive."""
    off = _wrong_entries(evidence)
    for name, value in evidence.values.items() if off is not None else ():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.shape == off.shape:
            for sign, side in (("negative", value < 0), ("positive", value > 0)):
                if np.array_equal(off, side):
                    return Hint(Finding.SOME_ENTRIES, f"Exactly the entries where {name} is {sign} are wrong.")
    return None


@explains(Finding.VALUE)
def entries_at_some_indices(evidence: Evidence) -> Hint | None:
    """Along an axis, wrong entries stand at some indices only."""
    off = _wrong_entries(evidence)
    for axis in range(off.ndim) if off is not None else ():
        has_wrong = np.moveaxis(off, axis, 0).reshape(off.shape[axis], -1).any(axis=1)
        if not has_wrong.all():
            return Hint(Finding.SOME_ENTRIES, _only(evidence, axis, np.flatnonzero(has_wrong), off.ndim))
    return None


def _only(evidence, axis, indices, ndim):
    """Which indices along an axis are wrong; blocks, such as the gates of an LSTM, are called by their names."""
    names, size = evidence.block_names, evidence.right.shape[axis]
    if names and axis == ndim - 1 and size % len(names) == 0:
        blocks = np.unique(indices // (size // len(names)))
        if len(blocks) < len(names):
            return f"Only in {listed(names[block] for block in blocks)} are entries wrong."
    where = numbered("index", indices.tolist(), "indices")
    return f"Along axis {axis}, only {where} {'is' if len(indices) == 1 else 'are'} wrong."


def _wrong_entries(evidence):
    """Where it is wrong; None unless some entries are wrong and some are right."""
    off = ~np.isclose(evidence.got, evidence.right, **CLOSE)
    return off if off.ndim and 0 < off.sum() < off.size else None
