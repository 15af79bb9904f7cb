"""Softmax with a temperature."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, number
from solutions.classifiers.softmax import row_maxima, to_probabilities


@njit(cache=True, error_model="numpy")  # no check of the temperature, which is not 0
def _below_top(scores, top, temperature):
    below = np.empty_like(scores)
    for n in range(scores.shape[0]):
        for c in range(scores.shape[1]):
            below[n, c] = (scores[n, c] - top[n]) / temperature
    return below


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
    p = _below_top(scores, row_maxima(scores), scores.dtype.type(temperature))
    to_probabilities(p)
    return p
