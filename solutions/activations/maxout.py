"""Maxout: the largest of several affine functions."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True)
def _largest(potentials, b):
    """Add the biases; keep the largest of the K potentials of every unit, and which one it was."""
    pieces, count, units = potentials.shape
    out, winners = np.empty((count, units), potentials.dtype), np.zeros((count, units), np.uint8)
    for n in range(count):
        for m in range(units):
            out[n, m] = potentials[0, n, m] + b[0, m]
        for k in range(1, pieces):
            for m in range(units):
                value = potentials[k, n, m] + b[k, m]
                if value > out[n, m] or value != value:
                    out[n, m], winners[n, m] = value, k
    return out, winners


@njit(cache=True)
def _route(dout, winners, pieces):
    """The gradient of every potential: that of the output for the winner, 0 for the others."""
    routed = np.empty((pieces, *dout.shape), dout.dtype)
    for k in range(pieces):
        for n in range(dout.shape[0]):
            for m in range(dout.shape[1]):
                routed[k, n, m] = dout[n, m] if winners[n, m] == k else 0
    return routed


def maxout_forward(x, w, b):
    r"""Compute :math:`\max_k (x W_k + b_k)`, unit by unit.

    Parameters
    ----------
    x : float array of shape (N, D)
    w : float array of shape (K, D, M)
    b : float array of shape (K, M)

    Returns
    -------
    out : float array of shape (N, M)
    cache : tuple
        For `maxout_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or there are more than 256 pieces.

    References
    ----------
    Goodfellow et al. (2013); I2DL, lecture 7.

    Examples
    --------
    >>> import numpy as np
    >>> maxout_forward(np.array([[-2.0]]), np.array([[[1.0]], [[-1.0]]]), np.zeros((2, 1)))[0]
    array([[2.]])
    """
    x = float_array("x", x, ("N", "D"))
    w = float_array("w", w, ("K", x.shape[1], "M"))
    if len(w) > 256:
        raise ValueError(f"w: expected at most 256 pieces, got {len(w)}")
    b = float_array("b", b, (len(w), w.shape[2]))
    same_dtype(x=x, w=w, b=b)
    out, winners = _largest(x @ w, b)
    return out, (x, w, winners)


def maxout_backward(dout, cache):
    """Send the gradient of every unit to the piece that was the largest.

    Parameters
    ----------
    dout : float array of shape (N, M)
    cache : tuple
        From `maxout_forward`.

    Returns
    -------
    dx, dw, db : float arrays of shapes (N, D), (K, D, M), (K, M)

    Notes
    -----
    Among tied pieces the first gets all of it; any split that adds up is a valid subgradient.
    """
    x, w, winners = cache
    routed = _route(float_array("dout", dout, winners.shape), winners, len(w))
    dx = routed[0] @ w[0].T
    for k in range(1, len(w)):
        dx += routed[k] @ w[k].T
    return dx, x.T @ routed, routed.sum(axis=1)
