"""A gradient leaves out one of the ways on which its input reaches the output."""

import numpy as np

from autograder.hints.evidence import CLOSE, Evidence, Hint, explains
from autograder.verdict.findings import Finding


@explains(Finding.VALUE)
def second_way_missing(evidence: Evidence) -> Hint | None:
    """What is missing is an upstream gradient, perhaps with some entries switched off: a shortcut's."""
    for name, dout in evidence.case.upstream.items():
        if _is_masked(evidence.right - evidence.got, dout):
            text = f"What is missing is {name} itself: is there a second way, past the rest?"
            return Hint(
                Finding.MISSING_WAY, text, holds=_masked_everywhere(name, lambda other: other.right - other.got)
            )
    return None


@explains(Finding.VALUE)
def only_the_second_way(evidence: Evidence) -> Hint | None:
    """It is an upstream gradient, perhaps with some entries switched off, and nothing else."""
    for name, dout in evidence.case.upstream.items():
        if _is_masked(evidence.got, dout):
            text = f"It is {name} and nothing else: the way through the function itself is missing."
            return Hint(Finding.MISSING_WAY, text, holds=_masked_everywhere(name, lambda other: other.got))
    return None


def _masked_everywhere(name, part):
    """Whether a part is the upstream gradient with some entries switched off, in any call."""

    def holds(other):
        value, whole = part(other), other.case.upstream[name]
        return value.shape == whole.shape and np.all(np.isclose(value, whole, **CLOSE) | np.isclose(value, 0, **CLOSE))

    return holds


def _is_masked(part, whole):
    """Whether every entry is 0 or as in the whole, and at least half of them are as in the whole."""
    if part.shape != whole.shape:
        return False
    kept = np.isclose(part, whole, **CLOSE)
    return bool(np.all(kept | (np.abs(part) < CLOSE["atol"])) and 2 * kept.sum() >= kept.size)
