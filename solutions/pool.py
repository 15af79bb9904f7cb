"""Max pooling: the largest entry of every window."""

from typing import NamedTuple

import numpy as np
from numba import njit

from solutions import arguments


class MaxPoolCache(NamedTuple):
    """What `max_pool_forward` keeps for `max_pool_backward`."""

    shape: tuple
    dtype: np.dtype
    winners: np.ndarray  # of the shape of out: the index of the maximum in its flattened image


@njit(cache=True)
def _largest(image, top, left, height, width):
    """Return the row and column of the first largest entry of a window; NaN counts as largest."""
    row, col = top, left
    for i in range(top, top + height):
        for j in range(left, left + width):
            if image[i, j] > image[row, col] or image[i, j] != image[i, j]:
                row, col = i, j
    return row, col


@njit(cache=True)
def _max_pool(images, out, winners, height, width, stride):
    count, rows, cols = out.shape
    for k in range(count):
        for p in range(rows):
            for q in range(cols):
                row, col = _largest(images[k], p * stride, q * stride, height, width)
                out[k, p, q] = images[k, row, col]
                winners[k, p, q] = row * images.shape[2] + col


@njit(cache=True)
def _max_pool_backward(dout, winners, dx):
    for k in range(len(dx)):
        for p in range(dout.shape[1]):
            dx[k, winners[k, p]] += dout[k, p]


def max_pool_forward(x, pool_param):
    r"""Replace every window of an image by its largest entry.

    .. math:: \mathrm{out}_{ncpq} = \max_{i,j} x_{n,c,\,ps+i,\,qs+j}

    with the stride :math:`s`, i below the height and j below the width of the window.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
        Images.
    pool_param : dict
        ``pool_height``, ``pool_width`` and ``stride`` (ints, at least 1), in pixels.

    Returns
    -------
    out : float array of shape (N, C, H_out, W_out)
        H_out = 1 + (H - pool_height) // stride, and W_out likewise.
    cache : MaxPoolCache
        For `max_pool_backward`.

    Raises
    ------
    ValueError
        If a shape, dtype or parameter does not fit, or the window is larger than the image.

    Notes
    -----
    There is no padding; rows and columns at the end that no window reaches are
    left out. A window with a NaN gives NaN.

    References
    ----------
    goodfellow2016, section 9.3; i2dl, lecture 9; cs231n, assignment 2.

    Examples
    --------
    >>> x = np.array([[[[3.0, 1.0, 3.0, 5.0], [6.0, 0.0, 7.0, 9.0]]]])
    >>> out, cache = max_pool_forward(x, {"pool_height": 2, "pool_width": 2, "stride": 2})
    >>> out
    array([[[[6., 9.]]]])
    """
    (x,) = arguments.floats(x=(x, "N C H W"))
    least = {"pool_height": 1, "pool_width": 1, "stride": 1}
    height, width, stride = arguments.integers("pool_param", pool_param, least)
    rows = arguments.count_windows("pool_param['pool_height']", "H", x.shape[2], height, stride)
    cols = arguments.count_windows("pool_param['pool_width']", "W", x.shape[3], width, stride)
    out = np.empty((*x.shape[:2], rows, cols), x.dtype)
    winners = np.empty(out.shape, np.int64)
    flat = (-1, rows, cols)
    _max_pool(x.reshape(-1, *x.shape[2:]), out.reshape(flat), winners.reshape(flat), height, width, stride)
    return out, MaxPoolCache(x.shape, x.dtype, winners)


def max_pool_backward(dout, cache):
    r"""Compute the gradient of a loss with respect to the input of `max_pool_forward`.

    .. math:: dx_{n,c,\,ps+i^*,\,qs+j^*} \mathrel{+}= d\mathrm{out}_{ncpq}

    where :math:`(i^*, j^*)` is the place of the maximum in the window of (p, q).

    Parameters
    ----------
    dout : float array of shape (N, C, H_out, W_out)
        Gradient of the loss with respect to ``out``.
    cache : MaxPoolCache
        From `max_pool_forward`.

    Returns
    -------
    dx : float array of shape (N, C, H, W)

    Raises
    ------
    ValueError
        If `dout` has another shape or dtype than ``out``, or `cache` is not from `max_pool_forward`.

    Notes
    -----
    Where several entries share the maximum, the first one in row-major order gets
    all of the gradient; every split among them that adds up to it is a valid
    subgradient. An entry that wins in several windows collects from each.

    References
    ----------
    goodfellow2016, section 9.3; i2dl, lecture 9; cs231n, assignment 2.

    Examples
    --------
    >>> x = np.array([[[[1.0, 5.0, 5.0, 0.0]]]])
    >>> out, cache = max_pool_forward(x, {"pool_height": 1, "pool_width": 3, "stride": 1})
    >>> max_pool_backward(np.array([[[[1.0, 10.0]]]]), cache)
    array([[[[ 0., 11.,  0.,  0.]]]])
    """
    shape, dtype, winners = arguments.cached(cache, MaxPoolCache, "max_pool_forward")
    (dout,) = arguments.floats(dtype, dout=(dout, winners.shape))
    dx = np.zeros((shape[0] * shape[1], shape[2] * shape[3]), dtype)
    flat = (len(dx), -1)
    _max_pool_backward(dout.reshape(flat), winners.reshape(flat), dx)
    return dx.reshape(shape)
