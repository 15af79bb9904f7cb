"""Softmax and cross-entropy in one function: the loss and its gradient."""

import numpy as np
from numba import njit

from solutions import arguments


@njit(cache=True, error_model="numpy")
def _softmax_loss(scores, y):
    n, classes = scores.shape
    loss = 0.0
    dscores = np.empty_like(scores)
    for k in range(n):
        top = np.argmax(scores[k])
        others = 0.0  # sum of exp(score - largest score) without the largest one's own 1
        for j in range(classes):
            dscores[k, j] = np.exp(scores[k, j] - scores[k, top])
            if j != top:
                others += dscores[k, j]
        loss += np.log1p(others) - (scores[k, y[k]] - scores[k, top])
        wrong = 0.0
        for j in range(classes):
            dscores[k, j] /= (1.0 + others) * n
            if j != y[k]:
                wrong += dscores[k, j]
        dscores[k, y[k]] = -wrong  # p - 1 without cancellation
    return loss / n, dscores


def softmax_loss(scores, y):
    r"""Compute the mean softmax cross-entropy of a batch, and its gradient.

    .. math::
        L = -\frac{1}{N} \sum_n \log p_{n, y_n}, \quad
        p_{nj} = \frac{e^{s_{nj}}}{\sum_k e^{s_{nk}}}, \quad
        ds_{nj} = \frac{p_{nj} - [j = y_n]}{N}

    Parameters
    ----------
    scores : float array of shape (N, C)
        Scores (logits), one row a sample.
    y : int array of shape (N,)
        The right class of each sample, from 0 to C - 1.

    Returns
    -------
    loss : float of the dtype of `scores`
        In nats.
    dscores : float array of shape (N, C)

    Raises
    ------
    ValueError
        If a shape or dtype does not fit, or a label is out of range.

    Notes
    -----
    The logarithm is natural and the loss a mean over the batch. With the largest
    score subtracted, :math:`-\log p_y = \log(1 + \sum_{j \ne \mathrm{top}}
    e^{s_j - s_\mathrm{top}}) - (s_y - s_\mathrm{top})`: nothing overflows, the loss
    is exact where a probability underflows to 0, and it keeps its digits where one
    is nearly 1.

    References
    ----------
    goodfellow2016, section 6.2.2.3; i2dl, lecture 7; cs231n, assignment 1.

    Examples
    --------
    >>> loss, dscores = softmax_loss(np.array([[0.0, 1000.0]]), np.array([0]))
    >>> float(loss)
    1000.0
    >>> dscores
    array([[-1.,  1.]])
    """
    (scores,) = arguments.floats(scores=(scores, "N C"))
    loss, dscores = _softmax_loss(scores, arguments.labels(y, *scores.shape))
    return scores.dtype.type(loss), dscores
