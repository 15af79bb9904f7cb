"""ReLU: keep what is positive, entry by entry."""

from typing import NamedTuple

import numpy as np
from numba import njit

from solutions import arguments


class ReluCache(NamedTuple):
    """What `relu_forward` keeps for `relu_backward`."""

    x: np.ndarray


@njit(cache=True)
def _relu(x):
    out = np.empty_like(x)
    for i in range(x.size):
        out[i] = 0 if x[i] <= 0 else x[i]  # this way round, NaN stays NaN
    return out


@njit(cache=True)
def _relu_backward(dout, x):
    dx = np.empty_like(x)
    for i in range(x.size):
        dx[i] = dout[i] if x[i] > 0 else 0 * dout[i]
    return dx


def relu_forward(x):
    r"""Replace every negative entry by 0.

    .. math:: \mathrm{out} = \max(0, x)

    Parameters
    ----------
    x : float array of any shape
        Potentials.

    Returns
    -------
    out : float array of the shape of `x`
    cache : ReluCache
        For `relu_backward`.

    Raises
    ------
    ValueError
        If `x` has no entry or is no float array.

    Notes
    -----
    NaN stays NaN.

    References
    ----------
    goodfellow2016, section 6.3.1; i2dl, lecture 3; cs231n, assignment 1.

    Examples
    --------
    >>> out, cache = relu_forward(np.array([-2.0, 0.0, 3.0]))
    >>> out
    array([0., 0., 3.])
    """
    (x,) = arguments.floats(x=(x, "..."))
    return _relu(x.reshape(-1)).reshape(x.shape), ReluCache(x)


def relu_backward(dout, cache):
    r"""Compute the gradient of a loss with respect to the input of `relu_forward`.

    .. math:: dx = d\mathrm{out} \cdot [x > 0]

    Parameters
    ----------
    dout : float array of the shape of ``x``
        Gradient of the loss with respect to ``out``.
    cache : ReluCache
        From `relu_forward`.

    Returns
    -------
    dx : float array of the shape of ``x``

    Raises
    ------
    ValueError
        If `dout` has another shape or dtype than ``x``, or `cache` is not from `relu_forward`.

    Notes
    -----
    The slope at exactly 0 is 0, as in the lectures; every value from 0 to 1 is
    a valid subgradient. NaN in `dout` stays visible where the slope is 0 too.

    References
    ----------
    goodfellow2016, section 6.3; i2dl, lecture 3; cs231n, assignment 1.

    Examples
    --------
    >>> out, cache = relu_forward(np.array([-2.0, 0.0, 3.0]))
    >>> relu_backward(np.array([10.0, 20.0, 30.0]), cache)
    array([ 0.,  0., 30.])
    """
    (x,) = arguments.cached(cache, ReluCache, "relu_forward")
    (dout,) = arguments.floats(x.dtype, dout=(dout, x.shape))
    return _relu_backward(dout.reshape(-1), x.reshape(-1)).reshape(x.shape)
