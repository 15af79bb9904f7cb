"""Likelihood of a coin's tosses."""

import numpy as np
from numba import njit

from solutions.arguments import number, whole_numbers

LEAST, MOST = np.nextafter(0, 1), np.nextafter(1, 0)


@njit(cache=True)
def _count(tosses):
    """Return the number of ones, and the bits that no 0 or 1 has: one pass with the vector unit."""
    heads = other = 0
    for i in range(len(tosses)):
        heads += tosses[i]
        other |= tosses[i] & -2
    return heads, other


def coin_nll(p, tosses):
    r"""Compute :math:`-h \log p - t \log(1 - p)` for h heads and t tails, and its derivative.

    Parameters
    ----------
    p : float
        Probability of heads, above 0 and below 1.
    tosses : int array of shape (N,)
        1 for heads, 0 for tails.

    Returns
    -------
    nll : float
        In nats, summed over the tosses.
    dp : float

    Raises
    ------
    ValueError
        If p is not a probability or a toss is neither 0 nor 1.

    References
    ----------
    PV021, lecture text, maximum likelihood.

    Examples
    --------
    >>> import numpy as np
    >>> nll, dp = coin_nll(0.5, np.array([1, 1, 0]))
    >>> round(float(nll / np.log(2)), 6), float(dp)
    (3.0, -2.0)
    """
    kind = p.dtype.type if getattr(p, "dtype", None) == np.float32 else np.float64
    p = number("p", p[()] if isinstance(p, np.ndarray) else p, LEAST, MOST)
    tosses = whole_numbers("tosses", tosses, ("N",))
    heads, other = _count(tosses)
    tails = len(tosses) - heads
    if other:
        raise ValueError(f"tosses: expected only 0 and 1, got {tosses.min()} to {tosses.max()}")
    return kind(-heads * np.log(p) - tails * np.log1p(-p)), kind(tails / (1 - p) - heads / p)
