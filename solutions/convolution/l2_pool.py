"""L2 pooling."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, parameters
from solutions.windows import window_positions


@njit(cache=True)
def _forward(x, height, width, stride, rows, columns):
    count, channels = x.shape[:2]
    out = np.empty((count, channels, rows, columns), x.dtype)
    for n, c, row, column in np.ndindex(count, channels, rows, columns):
        top, left, total = row * stride, column * stride, x.dtype.type(0)
        for i in range(top, top + height):
            for j in range(left, left + width):
                total += x[n, c, i, j] * x[n, c, i, j]
        out[n, c, row, column] = np.sqrt(total)
    return out


@njit(cache=True, error_model="numpy")
def _backward(dout, x, out, height, width, stride):
    dx = np.zeros_like(x)
    for n, c, row, column in np.ndindex(dout.shape):
        length = out[n, c, row, column]
        if length == 0:
            continue
        top, left, scale = row * stride, column * stride, dout[n, c, row, column] / length
        for i in range(top, top + height):
            for j in range(left, left + width):
                dx[n, c, i, j] += scale * x[n, c, i, j]
    return dx


def l2_pool_forward(x, pool_param):
    """Replace every window by the root of its sum of squares.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    pool_param : dict
        `pool_height`, `pool_width` and `stride`, in pixels.

    Returns
    -------
    out : float array of shape (N, C, H_out, W_out)
    cache : tuple
        For `l2_pool_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit, or the window is larger than the image.

    References
    ----------
    PV021, lecture text, convolutional networks.

    Examples
    --------
    >>> import numpy as np
    >>> image = np.array([[[[1.0, 2.0], [2.0, 4.0]]]])
    >>> l2_pool_forward(image, {"pool_height": 2, "pool_width": 2, "stride": 2})[0]
    array([[[[5.]]]])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    height, width, stride = parameters("pool_param", pool_param, pool_height=1, pool_width=1, stride=1)
    rows, columns = window_positions("pool_param", x.shape[2:], (height, width), stride)
    out = _forward(x, height, width, stride, rows, columns)
    return out, (x, out, height, width, stride)


def l2_pool_backward(dout, cache):
    """Send each window's gradient back along the direction of the window.

    Parameters
    ----------
    dout : float array of shape (N, C, H_out, W_out)
    cache : tuple
        From `l2_pool_forward`.

    Returns
    -------
    dx : float array of shape (N, C, H, W)

    Notes
    -----
    A window of zeros gets a gradient of 0; any vector no longer than the upstream gradient is a subgradient there.
    """
    x, out, height, width, stride = cache
    return _backward(float_array("dout", dout, out.shape), x, out, height, width, stride)
