"""Exponential linear units, plain and self-normalising."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, number

SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772


@njit(cache=True)
def _join(x, powers, right, left):
    """Write right * x where x > 0, and left * (exp(x) - 1) elsewhere, into `powers`, which holds exp(x) - 1."""
    for i in range(x.size):
        powers[i] = right * x[i] if x[i] > 0 else left * powers[i]


@njit(cache=True)
def _backward(dout, out, right, left):
    dx = np.empty_like(dout)
    for i in range(out.size):
        dx[i] = dout[i] * (right if out[i] > 0 else out[i] + left)
    return dx


def elu_forward(x, alpha):
    r"""Keep positive entries, replace the others by :math:`\alpha (e^x - 1)`.

    Parameters
    ----------
    x : float array of any shape
    alpha : float
        At least 0; the values end at -alpha on the left.

    Returns
    -------
    out : float array of the shape of x
    cache : tuple
        For `elu_backward`.

    Raises
    ------
    ValueError
        If x is not a float array, or alpha is not a number of at least 0.

    References
    ----------
    Clevert, Unterthiner and Hochreiter (2016); PV021, lecture text.

    Examples
    --------
    >>> import numpy as np
    >>> elu_forward(np.array([-1000.0, 0.0, 3.0]), 0.5)[0]
    array([-0.5,  0. ,  3. ])
    """
    return _forward(x, 1.0, number("alpha", alpha, 0.0))


def elu_backward(dout, cache):
    r"""Let the gradient through where x > 0, and :math:`\alpha e^x` times the gradient elsewhere.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : tuple
        From `elu_forward`.

    Returns
    -------
    dx : float array of the shape of x

    Notes
    -----
    On the left the slope is the output plus alpha, so no exponential is needed. At exactly 0 it is alpha here; any
    value between alpha and 1 is a subgradient. Only for alpha = 1 is there no kink.
    """
    return _gradient(dout, cache)


def selu_forward(x):
    r"""Compute :math:`\lambda x` where x > 0, and :math:`\lambda \alpha (e^x - 1)` elsewhere.

    Parameters
    ----------
    x : float array of any shape

    Returns
    -------
    out : float array of the shape of x
        From -1.7581 upwards; of mean 0 and variance 1 if x is normal with mean 0 and variance 1.
    cache : tuple
        For `selu_backward`.

    Raises
    ------
    ValueError
        If x is not a float array.

    Notes
    -----
    The constants are those of the paper to double precision. With three decimals the variance is 0.9985.

    References
    ----------
    Klambauer et al. (2017); PV021, lecture text.

    Examples
    --------
    >>> import numpy as np
    >>> selu_forward(np.array([0.0, 1.0]))[0]
    array([0.        , 1.05070099])
    """
    return _forward(x, SCALE, SCALE * ALPHA)


def selu_backward(dout, cache):
    r"""Multiply the gradient by :math:`\lambda` where x > 0, and by :math:`\lambda \alpha e^x` elsewhere.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : tuple
        From `selu_forward`.

    Returns
    -------
    dx : float array of the shape of x
    """
    return _gradient(dout, cache)


def _forward(x, right, left):
    x = float_array("x", x)
    right, left = x.dtype.type(right), x.dtype.type(left)
    with np.errstate(over="ignore"):  # what overflows lies on the right, where it is replaced
        out = np.expm1(x)  # NumPy's uses the vector unit
    _join(x.ravel(), out.reshape(-1), right, left)
    return out, (out, right, left)


def _gradient(dout, cache):
    out, right, left = cache
    dout = float_array("dout", dout, out.shape)
    return _backward(dout.ravel(), out.ravel(), right, left).reshape(out.shape)
