"""Average pooling."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, parameters
from solutions.windows import window_positions


@njit(cache=True, error_model="numpy")
def _forward(x, height, width, stride, rows, columns):
    count, channels = x.shape[:2]
    out = np.empty((count, channels, rows, columns), x.dtype)
    share = x.dtype.type(1) / x.dtype.type(height * width)
    for n, c, row, column in np.ndindex(count, channels, rows, columns):
        top, left, total = row * stride, column * stride, x.dtype.type(0)
        for i in range(top, top + height):
            for j in range(left, left + width):
                total += x[n, c, i, j]
        out[n, c, row, column] = share * total
    return out


@njit(cache=True, error_model="numpy")
def _backward(dout, dx, height, width, stride):
    share = dout.dtype.type(1) / dout.dtype.type(height * width)
    for n, c, row, column in np.ndindex(dout.shape):
        top, left, each = row * stride, column * stride, share * dout[n, c, row, column]
        for i in range(top, top + height):
            for j in range(left, left + width):
                dx[n, c, i, j] += each


def avg_pool_forward(x, pool_param):
    """Replace every window by its mean.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    pool_param : dict
        `pool_height`, `pool_width` and `stride`, in pixels.

    Returns
    -------
    out : float array of shape (N, C, H_out, W_out)
    cache : tuple
        For `avg_pool_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit, or the window is larger than the image.

    References
    ----------
    I2DL, lecture 9.

    Examples
    --------
    >>> import numpy as np
    >>> image = np.array([[[[3.0, 1.0], [6.0, 0.0]]]])
    >>> avg_pool_forward(image, {"pool_height": 2, "pool_width": 2, "stride": 2})[0]
    array([[[[2.5]]]])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    height, width, stride = parameters("pool_param", pool_param, pool_height=1, pool_width=1, stride=1)
    size = window_positions("pool_param", x.shape[2:], (height, width), stride)
    return _forward(x, height, width, stride, *size), (x.shape, size, height, width, stride)


def avg_pool_backward(dout, cache):
    """Give every pixel of a window the same share of its gradient.

    Parameters
    ----------
    dout : float array of shape (N, C, H_out, W_out)
    cache : tuple
        From `avg_pool_forward`.

    Returns
    -------
    dx : float array of shape (N, C, H, W)
    """
    shape, size, height, width, stride = cache
    dout = float_array("dout", dout, (*shape[:2], *size))
    dx = np.zeros(shape, dout.dtype)
    _backward(dout, dx, height, width, stride)
    return dx
