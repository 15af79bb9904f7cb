"""Transposed convolution."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, parameters, same_dtype
from solutions.windows import add_columns, put_inside, take_columns, take_inside


@njit(cache=True)
def _forward(x, w, b, stride, pad, rows, columns):
    count, channels, height, width = x.shape
    filters, size = w.shape[1], w[0].size
    full = np.empty((filters, rows + 2 * pad, columns + 2 * pad), x.dtype)
    patches = np.empty((size, height, width), x.dtype)
    flat, weights = patches.reshape(size, height * width), w.reshape(channels, size).T
    out = np.empty((count, filters, rows, columns), x.dtype)
    for n in range(count):
        np.dot(weights, x[n].reshape(channels, height * width), flat)
        for f in range(filters):
            full[f] = b[f]
        add_columns(patches, stride, 1, w.shape[2:], full)
        take_inside(full, pad, out[n])
    return out


@njit(cache=True)
def _backward(dout, x, w, stride, pad):
    count, channels, height, width = x.shape
    filters, rows, columns = dout.shape[1:]
    size = w[0].size
    full = np.zeros((filters, rows + 2 * pad, columns + 2 * pad), x.dtype)
    patches = np.empty((size, height, width), x.dtype)
    flat, weights = patches.reshape(size, height * width), w.reshape(channels, size)
    images = x.reshape(count, channels, height * width)
    dx, dw, share = np.empty_like(images), np.zeros_like(weights), np.empty_like(weights)
    for n in range(count):
        put_inside(dout[n], pad, full)
        take_columns(full, stride, 1, w.shape[2:], patches)
        np.dot(weights, flat, dx[n])
        np.dot(images[n], flat.T, share)
        dw += share
    return dx.reshape(x.shape), dw.reshape(w.shape)


def transposed_conv_forward(x, w, b, conv_param):
    """Let every pixel add its multiple of a filter to a window of a larger image.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    w : float array of shape (C, F, HH, WW)
    b : float array of shape (F,)
    conv_param : dict
        `stride` (pixels of the output between two windows) and `pad` (pixels cut off on each side).

    Returns
    -------
    out : float array of shape (N, F, H_out, W_out)
        With `H_out = (H - 1) stride - 2 pad + HH`.
    cache : tuple
        For `transposed_conv_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit, or the padding leaves nothing.

    Notes
    -----
    The backward pass to the image of a convolution with the same weights, stride and padding.

    References
    ----------
    I2DL, lecture 10. Dumoulin and Visin (2016).

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.array([[[[1.0, 2.0, 3.0]]]]), np.array([[[[1.0, 10.0]]]])
    >>> transposed_conv_forward(x, w, np.zeros(1), {"stride": 1, "pad": 0})[0].ravel()
    array([ 1., 12., 23., 30.])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    w = float_array("w", w, (x.shape[1], "F", "HH", "WW"))
    b = float_array("b", b, (w.shape[1],))
    same_dtype(x=x, w=w, b=b)
    stride, pad = parameters("conv_param", conv_param, stride=1, pad=0)
    size = tuple((x.shape[k] - 1) * stride - 2 * pad + w.shape[k] for k in (2, 3))
    if min(size) < 1:
        raise ValueError(f"pad: expected an output of at least 1 x 1 pixels, got {size}")
    return _forward(x, w, b, stride, pad, *size), (x, w, stride, pad, size)


def transposed_conv_backward(dout, cache):
    """Compute the gradients of a transposed convolution; the one to the image is a convolution.

    Parameters
    ----------
    dout : float array of shape (N, F, H_out, W_out)
    cache : tuple
        From `transposed_conv_forward`.

    Returns
    -------
    dx, dw, db : float arrays of shapes (N, C, H, W), (C, F, HH, WW), (F,)
    """
    x, w, stride, pad, size = cache
    dout = float_array("dout", dout, (x.shape[0], w.shape[1], *size))
    return *_backward(dout, x, w, stride, pad), dout.sum(axis=(0, 2, 3))
