"""Output layer of a sequence model: scores and loss at every step."""

import numpy as np
from numba import njit

from solutions.arguments import bool_array, codes, float_array, same_dtype
from solutions.exponential import exp_of_negative


def temporal_affine_forward(x, w, b):
    r"""Compute :math:`Y_t = X_t W + b` at every step.

    Parameters
    ----------
    x : float array of shape (N, T, D)
    w : float array of shape (D, M)
    b : float array of shape (M,)

    Returns
    -------
    out : float array of shape (N, T, M)
    cache : tuple
        For `temporal_affine_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    Notes
    -----
    For the layer, every step of every sequence is a sample of its own: one product of N T rows.

    Examples
    --------
    >>> import numpy as np
    >>> temporal_affine_forward(np.array([[[1.0], [2.0]]]), np.array([[3.0]]), np.array([0.5]))[0]
    array([[[3.5],
            [6.5]]])
    """
    x = float_array("x", x, ("N", "T", "D"))
    w = float_array("w", w, (x.shape[2], "M"))
    b = float_array("b", b, (w.shape[1],))
    same_dtype(x=x, w=w, b=b)
    out = x.reshape(-1, x.shape[2]) @ w
    out += b
    return out.reshape(*x.shape[:2], w.shape[1]), (x, w)


def temporal_affine_backward(dout, cache):
    """Compute the gradients of an affine layer at every step; the weights' are sums over samples and steps.

    Parameters
    ----------
    dout : float array of shape (N, T, M)
    cache : tuple
        From `temporal_affine_forward`.

    Returns
    -------
    dx, dw, db : float arrays of shapes (N, T, D), (D, M), (M,)
    """
    x, w = cache
    dout = float_array("dout", dout, (*x.shape[:2], w.shape[1])).reshape(-1, w.shape[1])
    return (dout @ w.T).reshape(x.shape), x.reshape(-1, x.shape[2]).T @ dout, dout.sum(axis=0)


@njit(cache=True)
def _shift(scores, counts):
    """Each row that counts less its largest entry, the others 0."""
    shifted = np.zeros_like(scores)
    for i in range(scores.shape[0]):
        if counts[i]:
            top = scores[i, 0]
            for v in range(scores.shape[1]):
                top = max(top, scores[i, v])
            for v in range(scores.shape[1]):
                shifted[i, v] = scores[i, v] - top
    return shifted


@njit(cache=True, fastmath={"reassoc"})
def _finish(scores, own, y, counts, samples):
    """Turn shifted scores into gradients and return the loss; `own` are those of the right words."""
    loss, one = 0.0, scores.dtype.type(1)
    for i in range(scores.shape[0]):
        if not counts[i]:
            scores[i] = 0
            continue
        total = scores.dtype.type(0)
        for v in range(scores.shape[1]):
            scores[i, v] = exp_of_negative(scores[i, v])
            total += scores[i, v]
        loss += np.log(total) - own[i]  # the logarithm of the probability, never of a rounded one: no log(0)
        share = one / (total * samples)
        for v in range(scores.shape[1]):
            scores[i, v] *= share
        scores[i, y[i]] -= one / samples
    return loss / samples


def temporal_softmax_loss(x, y, mask):
    r"""Compute :math:`-\frac1N \sum_{n,t} m_{nt} \log p_{nt,y_{nt}}` and its gradient.

    Parameters
    ----------
    x : float array of shape (N, T, V)
        Scores.
    y : int array of shape (N, T)
        Right words, 0 to V - 1.
    mask : bool array of shape (N, T)
        Whether a step counts.

    Returns
    -------
    loss : float
        In nats.
    dx : float array of shape (N, T, V)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or a word is out of range.

    Notes
    -----
    Summed over time and divided by N, as in CS231n; many libraries divide by the number of steps that count.

    References
    ----------
    Stanford CS231n, assignment on recurrent networks.

    Examples
    --------
    >>> import numpy as np
    >>> temporal_softmax_loss(np.zeros((1, 2, 2)), np.array([[1, 0]]), np.array([[True, False]]))[1]
    array([[[ 0.5, -0.5],
            [ 0. ,  0. ]]])
    """
    x = float_array("x", x, ("N", "T", "V"))
    y = codes("y", y, x.shape[:2], x.shape[2]).ravel()
    mask = bool_array("mask", mask, x.shape[:2]).ravel()
    shifted = _shift(x.reshape(-1, x.shape[2]), mask)
    own = shifted[np.arange(len(y)), y]
    loss = _finish(shifted, own, y, mask, x.dtype.type(x.shape[0]))
    return x.dtype.type(loss), shifted.reshape(x.shape)
