"""Convolution of images, without flipping the filters."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, parameters, same_dtype


@njit(cache=True)
def _forward(x, w, b, stride, rows, columns):
    count, channels = x.shape[:2]
    filters, _, height, width = w.shape
    out = np.empty((count, filters, rows, columns), x.dtype)
    for n in range(count):
        for f in range(filters):
            out[n, f] = b[f]
            for c in range(channels):
                for i in range(height):
                    for j in range(width):
                        weight = w[f, c, i, j]
                        for row in range(rows):
                            for column in range(columns):
                                out[n, f, row, column] += weight * x[n, c, row * stride + i, column * stride + j]
    return out


@njit(cache=True)
def _backward(dout, x, w, stride):
    count, filters, rows, columns = dout.shape
    channels, height, width = w.shape[1:]
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for n in range(count):
        for f in range(filters):
            for c in range(channels):
                for i in range(height):
                    for j in range(width):
                        weight, total = w[f, c, i, j], x.dtype.type(0)
                        for row in range(rows):
                            for column in range(columns):
                                up = dout[n, f, row, column]
                                total += up * x[n, c, row * stride + i, column * stride + j]
                                dx[n, c, row * stride + i, column * stride + j] += up * weight
                        dw[f, c, i, j] += total
    return dx, dw


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

    References
    ----------
    I2DL, lecture 9.
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    w = float_array("w", w, ("F", x.shape[1], "HH", "WW"))
    b = float_array("b", b, (w.shape[0],))
    same_dtype(x=x, w=w, b=b)
    stride, pad = parameters("conv_param", conv_param, stride=1, pad=0)
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = output_size("w", padded.shape[2:], w.shape[2:], stride)
    return _forward(padded, w, b, stride, rows, columns), (padded, w, stride, pad)


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
    padded, w, stride, pad = cache
    size = output_size("w", padded.shape[2:], w.shape[2:], stride)
    dout = float_array("dout", dout, (padded.shape[0], w.shape[0], *size))
    dpadded, dw = _backward(dout, padded, w, stride)
    height, width = padded.shape[2] - 2 * pad, padded.shape[3] - 2 * pad
    dx = dpadded[:, :, pad : pad + height, pad : pad + width]
    return np.ascontiguousarray(dx), dw, dout.sum(axis=(0, 2, 3))


def output_size(name, image, window, stride):
    """Return the rows and columns of positions of a window; ValueError if it is larger than the image."""
    if window[0] > image[0] or window[1] > image[1]:
        raise ValueError(f"{name}: expected a window of at most {tuple(image)} pixels, got {tuple(window)}")
    return tuple(1 + (length - side) // stride for length, side in zip(image, window, strict=True))
