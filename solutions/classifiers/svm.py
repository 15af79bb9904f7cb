"""Multiclass hinge loss."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, labels


@njit(cache=True)
def _rivals(scores, floor, share, slopes):
    """Fill the slopes of some classes of a sample; return the sum of their costs and how many are in the margin."""
    loss, inside = 0.0, 0
    for c in range(scores.size):
        cost = scores[c] - floor
        costs = not cost <= 0  # nan stays nan
        loss += cost if costs else 0  # values are chosen rather than branches taken: half the classes are costly
        slopes[c] = share if costs else 0
        inside += costs
    return loss, inside


@njit(cache=True, error_model="numpy")
def _loss(scores, y):
    dscores = np.empty_like(scores)
    share = scores.dtype.type(1.0 / len(y))
    loss = 0.0
    for n in range(len(y)):
        right = y[n]
        floor = scores[n, right] - 1
        before, first = _rivals(scores[n, :right], floor, share, dscores[n, :right])
        behind, last = _rivals(scores[n, right + 1 :], floor, share, dscores[n, right + 1 :])
        loss += before + behind
        dscores[n, right] = -(first + last) * share
    return loss / len(y), dscores


def svm_loss(scores, y):
    r"""Compute the mean of :math:`\sum_{c \ne y_n} \max(0, s_{nc} - s_{n y_n} + 1)`, and its gradient.

    Parameters
    ----------
    scores : float array of shape (N, C)
    y : int array of shape (N,)
        Right classes, 0 to C - 1.

    Returns
    -------
    loss : float
    dscores : float array of shape (N, C)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or a label is out of range.

    Notes
    -----
    The slope is 0 for a class exactly at the margin; any value in [0, 1] is a subgradient.

    References
    ----------
    Weston and Watkins (1999); I2DL, lecture 7.

    Examples
    --------
    >>> import numpy as np
    >>> loss, dscores = svm_loss(np.array([[2.0, 1.5]]), np.array([0]))
    >>> float(loss), dscores
    (0.5, array([[-1.,  1.]]))
    """
    scores = float_array("scores", scores, ("N", "C"))
    loss, dscores = _loss(scores, labels("y", y, *scores.shape))
    return scores.dtype.type(loss), dscores
