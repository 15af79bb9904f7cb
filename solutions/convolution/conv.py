"""Convolution of images, without flipping the filters."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, parameters, same_dtype
from solutions.windows import add_columns, put_inside, take_columns, take_inside, window_positions


@njit(cache=True)
def _forward(x, w, b, stride, pad, rows, columns):
    count, channels, height, width = x.shape
    filters = w.shape[0]
    padded = np.zeros((channels, height + 2 * pad, width + 2 * pad), x.dtype)
    patches = np.empty((w[0].size, rows, columns), x.dtype)
    flat, weights = patches.reshape(w[0].size, rows * columns), w.reshape(filters, w[0].size)
    out = np.empty((count, filters, rows * columns), x.dtype)
    for n in range(count):
        put_inside(x[n], pad, padded)
        take_columns(padded, stride, 1, w.shape[2:], patches)
        np.dot(weights, flat, out[n])
        for f in range(filters):
            for p in range(rows * columns):
                out[n, f, p] += b[f]
    return out.reshape(count, filters, rows, columns)


@njit(cache=True)
def _backward(dout, x, w, stride, pad):
    count, filters, rows, columns = dout.shape
    _, channels, height, width = x.shape
    size = w[0].size
    padded = np.zeros((channels, height + 2 * pad, width + 2 * pad), x.dtype)
    dpadded = np.empty_like(padded)
    patches = np.empty((size, rows, columns), x.dtype)
    flat, douts = patches.reshape(size, rows * columns), dout.reshape(count, filters, rows * columns)
    transposed = np.ascontiguousarray(w.reshape(filters, size).T)
    dx, dw, share = np.empty_like(x), np.zeros((filters, size), x.dtype), np.empty((filters, size), x.dtype)
    for n in range(count):
        put_inside(x[n], pad, padded)
        take_columns(padded, stride, 1, w.shape[2:], patches)
        np.dot(douts[n], flat.T, share)
        dw += share
        np.dot(transposed, douts[n], flat)  # the patches are done with: their gradients take their place
        dpadded[...] = 0
        add_columns(patches, stride, 1, w.shape[2:], dpadded)
        take_inside(dpadded, pad, dx[n])
    return dx, dw.reshape(w.shape)


@njit(cache=True, fastmath={"reassoc"})
def _sum_positions(dout):
    """The bias's gradient; `reassoc` lets the sums use vectors and keeps nan and inf."""
    count, filters, rows, columns = dout.shape
    db = np.zeros(filters, dout.dtype)
    for n in range(count):
        for f in range(filters):
            total = dout.dtype.type(0)
            for i in range(rows):
                for j in range(columns):
                    total += dout[n, f, i, j]
            db[f] += total
    return db


def conv_forward(x, w, b, conv_param):
    """Slide F filters over zero-padded images (cross-correlation).

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    w : float array of shape (F, C, HH, WW)
    b : float array of shape (F,)
    conv_param : dict
        `stride` (pixels, at least 1) and `pad` (pixels on each side, at least 0).

    Returns
    -------
    out : float array of shape (N, F, H_out, W_out)
        With `H_out = 1 + (H + 2 pad - HH) // stride`.
    cache : tuple
        For `conv_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit, or the filter is larger than the padded image.

    Notes
    -----
    The windows of one image at a time become the columns of a matrix, and BLAS multiplies it.

    References
    ----------
    I2DL, lecture 9.
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    w = float_array("w", w, ("F", x.shape[1], "HH", "WW"))
    b = float_array("b", b, (w.shape[0],))
    same_dtype(x=x, w=w, b=b)
    stride, pad = parameters("conv_param", conv_param, stride=1, pad=0)
    rows, columns = window_positions("w", (x.shape[2] + 2 * pad, x.shape[3] + 2 * pad), w.shape[2:], stride)
    return _forward(x, w, b, stride, pad, rows, columns), (x, w, stride, pad, (rows, columns))


def conv_backward(dout, cache):
    """Compute the gradients of a convolution.

    Parameters
    ----------
    dout : float array of shape (N, F, H_out, W_out)
    cache : tuple
        From `conv_forward`.

    Returns
    -------
    dx, dw, db : float arrays of shapes (N, C, H, W), (F, C, HH, WW), (F,)
    """
    x, w, stride, pad, size = cache
    dout = float_array("dout", dout, (x.shape[0], w.shape[0], *size))
    return *_backward(dout, x, w, stride, pad), _sum_positions(dout)
