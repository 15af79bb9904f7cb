"""The logistic function as a layer."""

import numpy as np
from numba import njit

from solutions.arguments import float_array


@njit(cache=True)
def _from_tangents(tangents):
    half = tangents.dtype.type(0.5)
    for i in range(tangents.size):
        tangents[i] = half + half * tangents[i]


@njit(cache=True)
def _backward(dout, out):
    dx, one = np.empty_like(dout), dout.dtype.type(1)
    for i in range(out.size):
        dx[i] = dout[i] * out[i] * (one - out[i])
    return dx


def sigmoid_forward(x):
    r"""Compute :math:`1 / (1 + e^{-x}) = (1 + \tanh(x / 2)) / 2`, entry by entry.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    out : float array of the shape of x
        From 0 to 1.
    cache : array
        For `sigmoid_backward`.

    Raises
    ------
    ValueError
        If x is not a float array.

    Notes
    -----
    The second form can not overflow; NumPy computes the tangents on vectors.

    References
    ----------
    PV021, logistic function; Neychev, lecture on activation functions.

    Examples
    --------
    >>> import numpy as np
    >>> sigmoid_forward(np.array([0.0, -1000.0]))[0]
    array([0.5, 0. ])
    """
    x = float_array("x", x, tuple("n" * np.ndim(x)))
    out = np.multiply(x, x.dtype.type(0.5))
    np.tanh(out, out=out)
    _from_tangents(out.ravel())
    return out, out


def sigmoid_backward(dout, cache):
    r"""Compute :math:`dx = dy\, y (1 - y)` from the output y.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : array
        From `sigmoid_forward`.

    Returns
    -------
    dx : float array of the shape of x
    """
    dout = float_array("dout", dout, cache.shape)
    return _backward(dout.ravel(), cache.ravel()).reshape(cache.shape)
