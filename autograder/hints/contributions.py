"""A gradient is not the sum of what the entries of the output contribute to it."""

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.central_differences import gradient_of
from autograder.verdict.findings import Finding


@explains(Finding.VALUE, needs=Evidence.has_contributions)
def gradient_of_the_plain_sum(evidence: Evidence) -> Hint | None:
    """It is the gradient for an upstream gradient of ones."""
    shares, got = evidence.contributions, evidence.got
    upstream = next(iter(evidence.case.upstream.values()), None)
    if shares is None or upstream is None or upstream.shape != shares.shape[got.ndim :] or np.any(upstream == 0):
        return None
    if same(gradient_of(shares / upstream, got.ndim), got):
        text = "It ignores the upstream gradient: it is the gradient of the plain sum of the output."
        return Hint(Finding.IGNORES_UPSTREAM, text)
    return None


@explains(Finding.VALUE, needs=Evidence.has_contributions)
def only_the_last_contribution(evidence: Evidence) -> Hint | None:
    """It holds the last contribution to every entry, in the order of a loop, in place of their sum."""
    shares, got = evidence.contributions, evidence.got
    if shares is not None and any(same(_last_nonzero(group), got) for group in _in_loop_order(shares, got)):
        text = "An entry that is reached several times keeps only its last contribution; they must add up."
        return Hint(Finding.NOT_ADDITIVE, text)
    return None


def _in_loop_order(shares, got):
    """All contributions in a row, and with some of the output's axes summed."""
    axes = range(got.ndim, shares.ndim)
    for choice in range(2 ** len(axes) - 1):
        summed = tuple(axis for i, axis in enumerate(axes) if choice >> i & 1)
        yield shares.sum(summed).reshape(*got.shape, -1)


def _last_nonzero(shares):
    used = np.abs(shares) > 1e-9
    last = shares.shape[-1] - 1 - np.argmax(used[..., ::-1], axis=-1)
    return np.take_along_axis(shares, last[..., None], -1)[..., 0]
