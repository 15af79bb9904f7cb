"""Softmax, by itself and with the cross-entropy."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, labels
from solutions.exponential import exp_of_negative

SMALL = 512  # entries, for which a loop takes a third of the time of NumPy's maximum


@njit(cache=True)
def _less(scores, top):
    shifted = np.empty_like(scores)
    for n in range(scores.shape[0]):
        for c in range(scores.shape[1]):
            shifted[n, c] = scores[n, c] - top[n]
    return shifted


@njit(cache=True)
def _maxima(scores):
    top = scores[:, 0].copy()
    for n in range(scores.shape[0]):
        for c in range(1, scores.shape[1]):
            top[n] = max(top[n], scores[n, c])
    return top


def row_maxima(scores):
    """Return the largest entry of each row: NumPy's maximum uses the vector unit, a loop's starts sooner."""
    return scores.max(axis=1) if scores.size > SMALL else _maxima(scores)


def subtract_top(scores):
    """Return each row less its largest entry, so that no exponential overflows."""
    return _less(scores, row_maxima(scores))


@njit(cache=True, fastmath={"reassoc"})
def _finish(scores, own, y):
    """Turn scores into gradients; `reassoc` lets the sums use vectors and keeps nan and inf."""
    count, classes = scores.shape
    loss, one = 0.0, scores.dtype.type(1)
    for n in range(count):
        total = scores.dtype.type(0)
        for c in range(classes):
            scores[n, c] = exp_of_negative(scores[n, c])
            total += scores[n, c]
        # the logarithm of the probability, never of a rounded one: no log(0)
        loss += np.log(total) - own[n]
        share = one / (total * count)
        for c in range(classes):
            scores[n, c] *= share
        scores[n, y[n]] -= one / count
    return loss / count


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})  # no check of the total, which is at least 1
def _softmax(scores, top):
    p = np.empty_like(scores)
    for n in range(scores.shape[0]):
        total = scores.dtype.type(0)
        for c in range(scores.shape[1]):
            p[n, c] = exp_of_negative(scores[n, c] - top[n])
            total += p[n, c]
        share = scores.dtype.type(1) / total
        for c in range(scores.shape[1]):
            p[n, c] *= share
    return p


@njit(cache=True)
def _softmax_of_few(scores):
    return _softmax(scores, _maxima(scores))


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def to_probabilities(p):
    """Turn rows whose largest entry is 0 into their softmax, in place.

    In place needs a loop of its own: given one array twice, `_softmax` could not use vectors.
    """
    for n in range(p.shape[0]):
        total = p.dtype.type(0)
        for c in range(p.shape[1]):
            p[n, c] = exp_of_negative(p[n, c])
            total += p[n, c]
        share = p.dtype.type(1) / total
        for c in range(p.shape[1]):
            p[n, c] *= share


def softmax(scores):
    r"""Compute :math:`p_{nc} = e^{s_{nc}} / \sum_k e^{s_{nk}}`, the probabilities of each row.

    Parameters
    ----------
    scores : float array of shape (N, C)

    Returns
    -------
    p : float array of shape (N, C)

    Raises
    ------
    ValueError
        If the shape or the dtype does not fit.

    Notes
    -----
    The largest score of each row is subtracted first, which changes no probability and lets nothing overflow.

    References
    ----------
    I2DL, lecture 7.

    Examples
    --------
    >>> import numpy as np
    >>> softmax(np.array([[1000.0, 1000.0]]))
    array([[0.5, 0.5]])
    """
    scores = float_array("scores", scores, ("N", "C"))
    return _softmax(scores, scores.max(axis=1)) if scores.size > SMALL else _softmax_of_few(scores)


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
    y = labels("y", y, *scores.shape)
    dscores = subtract_top(scores)
    own = dscores[np.arange(len(y)), y]
    loss = _finish(dscores, own, y)
    return scores.dtype.type(loss), dscores
