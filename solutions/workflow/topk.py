"""Accuracy of classifiers."""

from numba import njit

from solutions.arguments import float_array, labels, whole


@njit(cache=True)
def _count_among(scores, y, k):
    """How many right classes have fewer than k larger scores beside them."""
    found = 0
    for n in range(scores.shape[0]):
        own, larger = scores[n, y[n]], 0
        for c in range(scores.shape[1]):
            larger += scores[n, c] > own
        found += larger < k
    return found


def accuracy(scores, y):
    """Compute the share of samples whose right class has the largest score.

    Parameters
    ----------
    scores : float array of shape (N, C)
    y : int array of shape (N,)

    Returns
    -------
    share : float

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or a label is out of range.

    Notes
    -----
    A class that shares the largest score with another counts as right.

    Examples
    --------
    >>> import numpy as np
    >>> accuracy(np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([1, 1]))
    0.5
    """
    return topk_accuracy(scores, y, 1)


def topk_accuracy(scores, y, k):
    """Compute the share of samples whose right class has one of the k largest scores.

    Parameters
    ----------
    scores : float array of shape (N, C)
    y : int array of shape (N,)
    k : int
        At least 1.

    Returns
    -------
    share : float

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, a label is out of range, or k is too small.

    References
    ----------
    PV021, lecture text, ILSVRC: the five best guesses.

    Examples
    --------
    >>> import numpy as np
    >>> topk_accuracy(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]), np.array([0, 1]), 2)
    0.5
    """
    scores = float_array("scores", scores, ("N", "C"))
    y = labels("y", y, *scores.shape)
    return _count_among(scores, y, whole("k", k, 1)) / len(y)
