"""Softmax and cross-entropy."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, labels


@njit(cache=True)
def _loss(scores, y):
    count, classes = scores.shape
    dscores = np.empty_like(scores)
    loss = 0.0
    for n in range(count):
        top = scores[n].max()
        total = 0.0
        for c in range(classes):
            dscores[n, c] = np.exp(scores[n, c] - top)
            total += dscores[n, c]
        # the logarithm of the probability, never of a rounded one: no log(0)
        loss += np.log(total) - (scores[n, y[n]] - top)
        for c in range(classes):
            dscores[n, c] /= total * count
        dscores[n, y[n]] -= 1.0 / count
    return loss / count, dscores


def softmax_loss(scores, y):
    r"""Compute the mean of :math:`-\log p_{n, y_n}` with :math:`p = \mathrm{softmax}(scores)`, and its gradient.

    Parameters
    ----------
    scores : float array of shape (N, C)
    y : int array of shape (N,)
        Right classes, 0 to C - 1.

    Returns
    -------
    loss : float
        In nats.
    dscores : float array of shape (N, C)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or a label is out of range.

    References
    ----------
    I2DL, lecture 7.

    Examples
    --------
    >>> import numpy as np
    >>> softmax_loss(np.array([[0.0, 0.0]]), np.array([1]))[1]
    array([[ 0.5, -0.5]])
    """
    scores = float_array("scores", scores, ("N", "C"))
    loss, dscores = _loss(scores, labels("y", y, *scores.shape))
    return scores.dtype.type(loss), dscores
