"""Error against rejection."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, labels


@njit(cache=True)
def _judge(scores, y):
    """Margin of each sample, and whether its largest score is that of another class."""
    count, classes = scores.shape
    margins, wrong = np.empty(count), np.empty(count)
    for n in range(count):
        first, second, guess = scores[n, 0], -np.inf, 0
        for c in range(1, classes):
            score = scores[n, c]
            if score > first:
                first, second, guess = score, first, c
            elif score > second:
                second = score
        margins[n] = first - second
        wrong[n] = guess != y[n]
    return margins, wrong


def rejection_curve(scores, y):
    """Reject one sample after the other, the least certain first, and compute the error on the rest.

    Parameters
    ----------
    scores : float array of shape (N, C)
        C at least 2.
    y : int array of shape (N,)

    Returns
    -------
    rate, error : float arrays of shape (N,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, a label is out of range, or there is one class only.

    References
    ----------
    PV021, lecture text, LeNet: no answer where the two largest outputs are too close.

    Examples
    --------
    >>> import numpy as np
    >>> rejection_curve(np.array([[1.0, 2.0], [5.0, 0.0]]), np.array([0, 0]))
    (array([0. , 0.5]), array([0.5, 0. ]))
    """
    scores = float_array("scores", scores, ("N", "C"))
    y = labels("y", y, *scores.shape)
    if scores.shape[1] < 2:
        raise ValueError(f"scores: expected at least 2 classes, got {scores.shape[1]}")
    margins, wrong = _judge(scores, y)
    surest_first = np.argsort(-margins)
    kept = np.arange(1, len(y) + 1)
    error = np.cumsum(wrong[surest_first]) / kept
    return np.arange(len(y)) / len(y), error[::-1]
