"""Windows of images as the columns of a matrix, and back."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, whole
from solutions.windows import add_columns, put_inside, take_columns, take_inside, window_positions


@njit(cache=True)
def _take(x, window, stride, pad, columns):
    count, channels, height, width = x.shape
    padded = np.zeros((channels, height + 2 * pad, width + 2 * pad), x.dtype)
    for n in range(count):
        put_inside(x[n], pad, padded)
        take_columns(padded, stride, 1, window, columns[n])


@njit(cache=True)
def _add(columns, shape, window, stride, pad):
    count, channels, height, width = shape
    padded = np.empty((channels, height + 2 * pad, width + 2 * pad), columns.dtype)
    x = np.empty(shape, columns.dtype)
    for n in range(count):
        padded[...] = 0
        add_columns(columns[n], stride, 1, window, padded)
        take_inside(padded, pad, x[n])
    return x


def im2col(x, height, width, stride, pad):
    """Write every window of zero-padded images into a column.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    height, width : int
        Of the window, in pixels.
    stride, pad : int
        Pixels between two windows; pixels of zeros on each side.

    Returns
    -------
    columns : float array of shape (N, C * HH * WW, L)
        L positions of the window; channels, then rows, then columns of a window below each other.

    Raises
    ------
    ValueError
        If a shape, a dtype or a number does not fit, or the window is larger than the padded image.

    Notes
    -----
    The layout of PyTorch's `unfold`: with filters as rows, `w.reshape(F, -1) @ columns` is a convolution.

    References
    ----------
    Chellapilla, Puri and Simard (2006).

    Examples
    --------
    >>> import numpy as np
    >>> im2col(np.array([[[[1.0, 2.0, 3.0]]]]), 1, 2, 1, 0)
    array([[[1., 2.],
            [2., 3.]]])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    window, stride, pad, size = _geometry(x.shape, height, width, stride, pad)
    rows = x.shape[1] * window[0] * window[1]
    columns = np.empty((x.shape[0], rows, *size), x.dtype)  # by NumPy, which asks for large pages
    _take(x, window, stride, pad, columns)
    return columns.reshape(x.shape[0], rows, -1)


def col2im(columns, shape, height, width, stride, pad):
    """Add columns back to the pixels that `im2col` takes them from: its transpose.

    Parameters
    ----------
    columns : float array of shape (N, C * HH * WW, L)
    shape : tuple of int
        N, C, H and W of the images.
    height, width, stride, pad : int
        As for `im2col`.

    Returns
    -------
    x : float array of shape (N, C, H, W)

    Examples
    --------
    >>> import numpy as np
    >>> col2im(np.array([[[1.0, 2.0], [10.0, 20.0]]]), (1, 1, 1, 3), 1, 2, 1, 0)
    array([[[[ 1., 12., 20.]]]])
    """
    if len(shape) != 4:
        raise ValueError(f"shape: expected four integers, got {shape}")
    count, channels, *image = (whole(f"shape[{i}]", size, 1) for i, size in enumerate(shape))
    shape = (count, channels, *image)
    window, stride, pad, (rows, across) = _geometry(shape, height, width, stride, pad)
    columns = float_array("columns", columns, (count, channels * window[0] * window[1], rows * across))
    return _add(columns.reshape(count, -1, rows, across), shape, window, stride, pad)


def _geometry(shape, height, width, stride, pad):
    """The checked window, stride and padding, and the number of positions along both sides."""
    window = whole("height", height, 1), whole("width", width, 1)
    stride, pad = whole("stride", stride, 1), whole("pad", pad, 0)
    size = window_positions("window", (shape[2] + 2 * pad, shape[3] + 2 * pad), window, stride)
    return window, stride, pad, size
