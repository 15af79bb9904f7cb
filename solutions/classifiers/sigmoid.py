"""The logistic function: by itself, as a layer, and in the cross-entropy of two classes."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype
from solutions.exponential import exp_of_negative


@njit(cache=True, error_model="numpy")  # no check of the denominator, which is at least 1
def _forward(x):
    out, zero, one = np.empty_like(x), x.dtype.type(0), x.dtype.type(1)
    for i in range(x.size):
        small = exp_of_negative(-abs(x[i]))
        out[i] = (one if x[i] > zero else small) / (one + small)
    return out


@njit(cache=True)
def _backward(dout, out):
    dx, one = np.empty_like(dout), out.dtype.type(1)
    for i in range(out.size):
        dx[i] = dout[i] * out[i] * (one - out[i])
    return dx


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _loss(z, t):
    """Return the sum of the losses but for their logarithms, the gradient, and the logarithms' arguments."""
    dz, parts, loss = np.empty_like(z), np.empty_like(z), 0.0
    zero, one = z.dtype.type(0), z.dtype.type(1)
    share = one / z.dtype.type(z.size)
    for i in range(z.size):
        small = exp_of_negative(-abs(z[i]))
        parts[i] = one / (one + small)
        dz[i] = ((parts[i] if z[i] > zero else parts[i] * small) - t[i]) * share
        loss += (z[i] if z[i] > zero else zero) - z[i] * t[i]
    return loss, dz, parts


def sigmoid(x):
    r"""Compute :math:`\sigma(x) = 1 / (1 + e^{-x})`, entry by entry.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    p : float array of the shape of x

    Raises
    ------
    ValueError
        If x is not a float array.

    Notes
    -----
    For negative x it is :math:`e^x / (1 + e^x)`, so no exponential can overflow.

    References
    ----------
    Neychev, lecture on activation functions.

    Examples
    --------
    >>> import numpy as np
    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """
    x = float_array("x", x)
    return _forward(x.ravel()).reshape(x.shape)


def sigmoid_forward(x):
    """Compute the logistic function as a layer; see `sigmoid`.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    out : float array of the shape of x
    cache : array
        For `sigmoid_backward`.
    """
    out = sigmoid(x)
    return out, out


def sigmoid_backward(dout, cache):
    r"""Compute :math:`dx = dy \, y (1 - y)` from the output y.

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


def bce_with_logits(z, t):
    r"""Compute the mean of :math:`-t \log \sigma(z) - (1 - t) \log(1 - \sigma(z))`, and its gradient.

    Parameters
    ----------
    z, t : float arrays of shape (N,)
        Logits, and targets from 0 to 1.

    Returns
    -------
    loss : float
        In nats.
    dz : float array of shape (N,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    Notes
    -----
    Computed as :math:`\max(z, 0) - z t + \log(1 + e^{-|z|})`, which neither overflows nor takes the logarithm of 0.

    References
    ----------
    Neychev, lecture on logistic regression; I2DL, lecture 2.

    Examples
    --------
    >>> import numpy as np
    >>> loss, dz = bce_with_logits(np.array([1000.0, -1000.0]), np.array([0.0, 0.0]))
    >>> float(loss), dz
    (500.0, array([0.5, 0. ]))
    """
    z = float_array("z", z, ("N",))
    t = float_array("t", t, z.shape)
    same_dtype(z=z, t=t)
    loss, dz, parts = _loss(z, t)
    return z.dtype.type((loss - np.log(parts).sum(dtype=float)) / z.size), dz
