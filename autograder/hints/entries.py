"""Some entries are wrong: which?"""

import numpy as np

from autograder.hints.evidence import CLOSE, Evidence, Hint, explains
from autograder.verdict.findings import Finding

MOST_INDICES = 6


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
            indices = ", ".join(map(str, np.flatnonzero(has_wrong)[:MOST_INDICES]))
            return Hint(Finding.SOME_ENTRIES, f"Along axis {axis}, only index {indices} is wrong.")
    return None


def _wrong_entries(evidence):
    """Where it is wrong; None unless some entries are wrong and some are right."""
    off = ~np.isclose(evidence.got, evidence.right, **CLOSE)
    return off if off.ndim and 0 < off.sum() < off.size else None
