"""Rectified linear unit."""

import numpy as np
from numba import njit

from solutions.arguments import float_array


@njit(cache=True)
def _forward(x):
    out = np.empty_like(x)
    for i in range(x.size):
        out[i] = x[i] if x[i] > 0 or x[i] != x[i] else 0  # nan stays nan
    return out


@njit(cache=True)
def _backward(dout, x):
    dx = np.empty_like(dout)
    for i in range(x.size):
        dx[i] = dout[i] if x[i] > 0 else 0
    return dx


@njit(cache=True)
def _rectify(x):
    for i in range(x.size):
        x[i] = x[i] if x[i] > 0 or x[i] != x[i] else 0  # always stored, so that the loop can use vectors


@njit(cache=True)
def _switch_off(dout, out):
    for i in range(out.size):
        dout[i] = dout[i] if out[i] > 0 else 0


def rectify(x):
    """Set what is negative to 0, in place, where x is an intermediate result: without a second array."""
    _rectify(x.reshape(-1))


def switch_off(dout, out):
    """Set the gradients of units that were off to 0, in place."""
    _switch_off(dout.reshape(-1), out.reshape(-1))


def relu_forward(x):
    """Compute max(0, x), entry by entry.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    out : float array of the shape of x
    cache : array
        For `relu_backward`.

    References
    ----------
    Nair and Hinton (2010).

    Examples
    --------
    >>> import numpy as np
    >>> relu_forward(np.array([-2.0, 0.0, 3.0]))[0]
    array([0., 0., 3.])
    """
    x = float_array("x", x)
    return _forward(x.ravel()).reshape(x.shape), x


def relu_backward(dout, cache):
    """Let the gradient through where x > 0.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : array
        From `relu_forward`.

    Returns
    -------
    dx : float array of the shape of x

    Notes
    -----
    The slope at exactly 0 is 0 here; any value in [0, 1] is a subgradient.
    """
    dout = float_array("dout", dout, cache.shape)
    return _backward(dout.ravel(), cache.ravel()).reshape(cache.shape)
