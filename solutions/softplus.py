"""Softplus: the smooth ReLU."""

import numpy as np
from numba import njit

from solutions.arguments import float_array


@njit(cache=True)
def _add_positive(x, out):
    for i in range(x.size):
        out[i] += x[i] if x[i] > 0 else 0


@njit(cache=True)
def _scale_negated(dout, dx):
    for i in range(dout.size):
        dx[i] *= -dout[i]


def softplus_forward(x):
    r"""Compute :math:`\log(1 + e^x) = \max(0, x) + \log(1 + e^{-|x|})`, entry by entry.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    out : float array of the shape of x
        Positive.
    cache : array
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
    >>> softplus_forward(np.array([-1000.0, 0.0, 1000.0]))[0]
    array([   0.        ,    0.69314718, 1000.        ])
    """
    x = float_array("x", x, tuple("N" * np.ndim(x)))
    out = np.abs(x)
    np.negative(out, out=out)
    np.exp(out, out=out)  # NumPy's functions use the vector unit
    np.log1p(out, out=out)
    _add_positive(x.ravel(), out.reshape(-1))
    return out, out


def softplus_backward(dout, cache):
    r"""Compute :math:`dx = dy \, \sigma(x) = dy (1 - e^{-y})` from the output y.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : array
        From `softplus_forward`.

    Returns
    -------
    dx : float array of the shape of x
    """
    dout = float_array("dout", dout, cache.shape)
    dx = np.negative(cache)
    np.expm1(dx, out=dx)
    _scale_negated(dout.ravel(), dx.reshape(-1))
    return dx
