"""Softmax with a temperature."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, number


@njit(cache=True)
def _shift(scores, temperature):
    shifted = np.empty_like(scores)
    for n in range(scores.shape[0]):
        top = scores[n, 0]
        for c in range(scores.shape[1]):
            top = max(top, scores[n, c])
        for c in range(scores.shape[1]):
            shifted[n, c] = (scores[n, c] - top) / temperature
    return shifted


@njit(cache=True)
def _normalise(powers):
    for n in range(powers.shape[0]):
        total = powers.dtype.type(0)
        for c in range(powers.shape[1]):
            total += powers[n, c]
        for c in range(powers.shape[1]):
            powers[n, c] /= total


def temperature_softmax(scores, temperature):
    r"""Compute :math:`p_c = e^{s_c / \tau} / \sum_k e^{s_k / \tau}`.

    Parameters
    ----------
    scores : float array of shape (N, C)
    temperature : float
        Above 0: near 0 the largest score takes all, far above all classes are alike.

    Returns
    -------
    p : float array of shape (N, C)

    Raises
    ------
    ValueError
        If an argument does not fit.

    Examples
    --------
    >>> import numpy as np
    >>> temperature_softmax(np.array([[0.0, np.log(9.0)]]), 2.0)
    array([[0.25, 0.75]])
    """
    scores = float_array("scores", scores, ("N", "C"))
    temperature = number("temperature", temperature, least=np.finfo(float).tiny)
    p = _shift(scores, scores.dtype.type(temperature))
    np.exp(p, out=p)
    _normalise(p)
    return p
