"""Softplus: the smooth ReLU."""

import numpy as np
from numba import njit

from solutions.arguments import float_array
from solutions.exponential import exp_of_negative


@njit(cache=True)
def _power_of_minus_size(x):
    out = np.empty_like(x)
    for i in range(x.size):
        out[i] = exp_of_negative(-abs(x[i]))
    return out


@njit(cache=True)
def _add_positive(x, out):
    for i in range(x.size):
        out[i] += x[i] if x[i] > 0 else 0


@njit(cache=True, error_model="numpy")  # no check of the denominator, which is at least 1
def _backward(dout, x, small):
    """Multiply by the sigmoid of x, from small = exp(-abs(x)), which cannot overflow."""
    dx = np.empty_like(dout)
    for i in range(x.size):
        part = dout[i] / (1 + small[i])
        dx[i] = part if x[i] > 0 else part * small[i]
    return dx


def softplus_forward(x):
    r"""Compute :math:`\log(1 + e^x) = \max(0, x) + \log(1 + e^{-|x|})`, entry by entry.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    out : float array of the shape of x
        Positive.
    cache : tuple
        For `softplus_backward`.

    Raises
    ------
    ValueError
        If x is not a float array.

    Notes
    -----
    In the second form no exponential can overflow. It differs from the ReLU by at most log 2, at 0.

    References
    ----------
    Neychev, lecture on activation functions.

    Examples
    --------
    >>> import numpy as np
    >>> softplus_forward(np.array([-1000.0, 1000.0]))[0]
    array([   0., 1000.])
    """
    x = float_array("x", x)
    small = _power_of_minus_size(x.ravel())
    out = np.log1p(small)
    _add_positive(x.ravel(), out)
    return out.reshape(x.shape), (x, small)


def softplus_backward(dout, cache):
    r"""Compute :math:`dx = dy \, \sigma(x)`, with the sigmoid of x.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : tuple
        From `softplus_forward`.

    Returns
    -------
    dx : float array of the shape of x
    """
    x, small = cache
    dout = float_array("dout", dout, x.shape)
    return _backward(dout.ravel(), x.ravel(), small).reshape(x.shape)
