"""Max pooling."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, parameters
from solutions.windows import window_positions


@njit(cache=True)
def _forward(x, height, width, stride, rows, columns):
    count, channels = x.shape[:2]
    out = np.empty((count, channels, rows, columns), x.dtype)
    places = np.empty((count, channels, rows, columns), np.int64)
    for n, c, row, column in np.ndindex(count, channels, rows, columns):
        top, left = row * stride, column * stride
        best, place = x[n, c, top, left], top * x.shape[3] + left
        for i in range(top, top + height):
            for j in range(left, left + width):
                if x[n, c, i, j] > best or x[n, c, i, j] != x[n, c, i, j]:
                    best, place = x[n, c, i, j], i * x.shape[3] + j
        out[n, c, row, column], places[n, c, row, column] = best, place
    return out, places


@njit(cache=True)
def _backward(dout, places, shape):
    dx = np.zeros((shape[0], shape[1], shape[2] * shape[3]), dout.dtype)
    for n, c, row, column in np.ndindex(dout.shape):
        dx[n, c, places[n, c, row, column]] += dout[n, c, row, column]
    return dx.reshape(shape)


def max_pool_forward(x, pool_param):
    """Replace every window by its largest entry.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    pool_param : dict
        `pool_height`, `pool_width` and `stride`, in pixels.

    Returns
    -------
    out : float array of shape (N, C, H_out, W_out)
    cache : tuple
        For `max_pool_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit, or the window is larger than the image.

    References
    ----------
    I2DL, lecture 9.
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    height, width, stride = parameters("pool_param", pool_param, pool_height=1, pool_width=1, stride=1)
    rows, columns = window_positions("pool_param", x.shape[2:], (height, width), stride)
    out, places = _forward(x, height, width, stride, rows, columns)
    return out, (places, x.shape)


def max_pool_backward(dout, cache):
    """Send each window's gradient to its largest entry.

    Parameters
    ----------
    dout : float array of shape (N, C, H_out, W_out)
    cache : tuple
        From `max_pool_forward`.

    Returns
    -------
    dx : float array of shape (N, C, H, W)

    Notes
    -----
    Among tied maxima the first in row-major order gets all of it; any split that adds up is a valid subgradient.
    """
    places, shape = cache
    return _backward(float_array("dout", dout, places.shape), places, shape)
