"""Leaky rectified linear units, with a fixed slope or one that is learnt."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, number, same_dtype


@njit(cache=True)
def _forward(x, alpha):
    out = np.empty_like(x)
    for i in range(x.size):
        out[i] = x[i] if x[i] > 0 else alpha * x[i]
    return out


@njit(cache=True)
def _backward(dout, x, alpha):
    dx = np.empty_like(dout)
    for i in range(x.size):
        dx[i] = dout[i] if x[i] > 0 else alpha * dout[i]
    return dx


@njit(cache=True)
def _forward_by_column(x, alpha):
    out = np.empty_like(x)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            out[n, c] = x[n, c] if x[n, c] > 0 else alpha[c] * x[n, c]
    return out


@njit(cache=True)
def _backward_by_column(dout, x, alpha):
    dx, dalpha = np.empty_like(dout), np.zeros_like(alpha)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            negative = not x[n, c] > 0
            dx[n, c] = alpha[c] * dout[n, c] if negative else dout[n, c]
            dalpha[c] += dout[n, c] * x[n, c] if negative else 0
    return dx, dalpha


def leaky_relu_forward(x, alpha):
    r"""Keep positive entries, multiply the others by :math:`\alpha`.

    Parameters
    ----------
    x : float array of any shape
    alpha : float
        Slope for negative entries, from 0 to 1.

    Returns
    -------
    out : float array of the shape of x
    cache : tuple
        For `leaky_relu_backward`.

    Raises
    ------
    ValueError
        If x is not a float array, or alpha is not a number from 0 to 1.

    References
    ----------
    Neychev, lecture on activation functions; I2DL, lecture 7.

    Examples
    --------
    >>> import numpy as np
    >>> leaky_relu_forward(np.array([-2.0, 0.0, 3.0]), 0.5)[0]
    array([-1.,  0.,  3.])
    """
    x = float_array("x", x)
    alpha = x.dtype.type(number("alpha", alpha, 0.0, 1.0))
    return _forward(x.ravel(), alpha).reshape(x.shape), (x, alpha)


def leaky_relu_backward(dout, cache):
    r"""Let the gradient through where x > 0, and :math:`\alpha` times the gradient elsewhere.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : tuple
        From `leaky_relu_forward`.

    Returns
    -------
    dx : float array of the shape of x

    Notes
    -----
    The slope at exactly 0 is alpha here; any value from alpha to 1 is a subgradient.
    """
    x, alpha = cache
    dout = float_array("dout", dout, x.shape)
    return _backward(dout.ravel(), x.ravel(), alpha).reshape(x.shape)


def prelu_forward(x, alpha):
    r"""Keep positive entries, multiply the others by the :math:`\alpha` of their column.

    Parameters
    ----------
    x : float array of shape (N, C)
    alpha : float array of shape (C,)
        One slope a unit; any sign and size, as it is learnt.

    Returns
    -------
    out : float array of shape (N, C)
    cache : tuple
        For `prelu_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    He et al. (2015), Delving deep into rectifiers.

    Examples
    --------
    >>> import numpy as np
    >>> prelu_forward(np.array([[-2.0, -2.0]]), np.array([0.5, -1.0]))[0]
    array([[-1.,  2.]])
    """
    x = float_array("x", x, ("N", "C"))
    alpha = float_array("alpha", alpha, x.shape[1:])
    same_dtype(x=x, alpha=alpha)
    return _forward_by_column(x, alpha), (x, alpha)


def prelu_backward(dout, cache):
    r"""Compute dx as for the leaky unit, and :math:`d\alpha_c = \sum_n dy_{nc} \min(0, x_{nc})`.

    Parameters
    ----------
    dout : float array of shape (N, C)
    cache : tuple
        From `prelu_forward`.

    Returns
    -------
    dx, dalpha : float arrays of shapes (N, C), (C,)
    """
    x, alpha = cache
    return _backward_by_column(float_array("dout", dout, x.shape), x, alpha)
