"""Data augmentation: flips, crops and shifts of images."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, whole


@njit(cache=True)
def _shifted(x, rows, columns):
    """Every image moved by its own number of rows and columns; zeros come in."""
    out = np.zeros_like(x)
    count, channels, height, width = x.shape
    for n in range(count):
        down, right = rows[n], columns[n]
        first, last = max(0, right), min(width, width + right)
        for c in range(channels):
            for i in range(max(0, down), min(height, height + down)):
                for j in range(first, last):
                    out[n, c, i, j] = x[n, c, i - down, j - right]
    return out


@njit(cache=True)
def _flipped(x, coins):
    out, last = np.empty_like(x), x.shape[3] - 1
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i in range(x.shape[2]):
                for j in range(x.shape[3]):
                    out[n, c, i, j] = x[n, c, i, last - j if coins[n] else j]
    return out


def shift_image(x, rows, columns):
    """Move images down by `rows` and to the right by `columns` pixels.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    rows, columns : int
        Pixels; negative ones move up and to the left.

    Returns
    -------
    out : float array of shape (N, C, H, W)
        Zeros where nothing comes from.

    Raises
    ------
    ValueError
        If x is no array of images or a number is not whole.

    References
    ----------
    I2DL, lecture 8, data augmentation; PV021, lecture text, handwritten digits.

    Examples
    --------
    >>> import numpy as np
    >>> shift_image(np.array([[[[1.0, 2.0, 3.0]]]]), 0, 1).ravel()
    array([0., 1., 2.])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    rows, columns = whole("rows", rows, -np.inf), whole("columns", columns, -np.inf)
    (from_rows, to_rows), (from_columns, to_columns) = _overlap(rows, x.shape[2]), _overlap(columns, x.shape[3])
    out = np.zeros_like(x)
    out[:, :, to_rows, to_columns] = x[:, :, from_rows, from_columns]
    return out


def random_flip(x, rng):
    """Mirror each image left to right with probability 1/2.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    rng : numpy.random.Generator

    Returns
    -------
    out : float array of shape (N, C, H, W)

    Raises
    ------
    ValueError
        If x is no array of images.

    References
    ----------
    I2DL, lecture 8, data augmentation.

    Examples
    --------
    >>> import numpy as np
    >>> random_flip(np.full((4, 1, 1, 2), [1.0, 2.0]), np.random.default_rng(0)).reshape(4, 2)
    array([[1., 2.],
           [2., 1.],
           [2., 1.],
           [2., 1.]])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    return _flipped(x, rng.random(len(x)) < 0.5)


def random_crop(x, pad, rng):
    """Cut a window of the image's size out of the image with `pad` zeros around it, at a random place.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    pad : int
        At least 0.
    rng : numpy.random.Generator

    Returns
    -------
    out : float array of shape (N, C, H, W)

    Raises
    ------
    ValueError
        If x is no array of images, or pad is negative.

    Notes
    -----
    A window at offset k of the padded image is the image moved by pad - k: nothing needs to be padded.

    References
    ----------
    He et al. (2016), section 4.2, with pad 4.

    Examples
    --------
    >>> import numpy as np
    >>> random_crop(np.ones((1, 1, 2, 2)), 0, np.random.default_rng(0)).ravel()
    array([1., 1., 1., 1.])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    pad = whole("pad", pad, 0)
    rows, columns = pad - rng.integers(0, 2 * pad + 1, size=(2, len(x)))
    return _shifted(x, rows, columns)


def _overlap(shift, size):
    """Slices of what stays in view: where it is, and where it goes."""
    lost = min(abs(shift), size)
    start, end = slice(0, size - lost), slice(lost, size)
    return (start, end) if shift > 0 else (end, start)
