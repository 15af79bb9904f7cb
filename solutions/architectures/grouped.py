"""Convolution in groups of channels, and with gaps between the pixels of a window."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, parameters, same_dtype
from solutions.windows import add_columns, put_inside, take_columns, take_inside, window_positions


@njit(cache=True)
def _slide(image, weights, stride, dilation, out):
    """Add to `out` (rows, columns) what a filter sees of one channel."""
    # unsigned numbers are never checked for "from the end", so the compiler uses vectors
    rows, width, step = np.uint64(out.shape[0]), np.uint64(out.shape[1]), np.uint64(stride)
    for i in range(weights.shape[0]):
        for j in range(weights.shape[1]):
            weight, down, across = weights[i, j], np.uint64(i * dilation), np.uint64(j * dilation)
            for r in range(rows):
                if stride == 1:
                    for q in range(width):
                        out[r, q] += weight * image[r + down, q + across]
                else:
                    for q in range(width):
                        out[r, q] += weight * image[r * step + down, q * step + across]


@njit(cache=True, fastmath={"reassoc"})  # `reassoc` lets the sums use vectors
def _slide_back(dout, image, weights, stride, dilation, dimage, dweights):
    """Add the gradients of `_slide` to those of the channel and of the filter."""
    rows, width, step = np.uint64(dout.shape[0]), np.uint64(dout.shape[1]), np.uint64(stride)
    for i in range(weights.shape[0]):
        for j in range(weights.shape[1]):
            weight, down, across = weights[i, j], np.uint64(i * dilation), np.uint64(j * dilation)
            total = dout.dtype.type(0)
            for r in range(rows):
                for q in range(width):
                    total += dout[r, q] * image[r * step + down, q * step + across]
                for q in range(width):
                    dimage[r * step + down, q * step + across] += weight * dout[r, q]
            dweights[i, j] += total


@njit(cache=True)
def _forward_depthwise(x, w, b, stride, pad, dilation, rows, columns):
    """One channel for each group: too little for BLAS."""
    count, channels, height, width = x.shape
    padded = np.zeros((channels, height + 2 * pad, width + 2 * pad), x.dtype)
    out, filters = np.empty((count, w.shape[0], rows, columns), x.dtype), w.shape[0] // channels
    for n in range(count):
        put_inside(x[n], pad, padded)
        for f in range(w.shape[0]):
            out[n, f] = b[f]
            _slide(padded[f // filters], w[f, 0], stride, dilation, out[n, f])
    return out


@njit(cache=True)
def _backward_depthwise(dout, x, w, stride, pad, dilation):
    count, channels, height, width = x.shape
    padded = np.zeros((channels, height + 2 * pad, width + 2 * pad), x.dtype)
    dpadded, dx, dw, filters = np.empty_like(padded), np.empty_like(x), np.zeros_like(w), w.shape[0] // channels
    for n in range(count):
        put_inside(x[n], pad, padded)
        dpadded[...] = 0
        for f in range(w.shape[0]):
            c = f // filters
            _slide_back(dout[n, f], padded[c], w[f, 0], stride, dilation, dpadded[c], dw[f, 0])
        take_inside(dpadded, pad, dx[n])
    return dx, dw


@njit(cache=True)
def _forward(x, w, b, stride, pad, groups, dilation, rows, columns):
    count, channels, height, width = x.shape
    size, filters, inside = w[0].size, w.shape[0] // groups, channels // groups
    padded = np.zeros((channels, height + 2 * pad, width + 2 * pad), x.dtype)
    patches = np.empty((size, rows, columns), x.dtype)
    flat, weights = patches.reshape(size, rows * columns), w.reshape(groups, filters, size)
    out = np.empty((count, groups, filters, rows * columns), x.dtype)
    for n in range(count):
        put_inside(x[n], pad, padded)
        for g in range(groups):
            take_columns(padded[g * inside : (g + 1) * inside], stride, dilation, w.shape[2:], patches)
            np.dot(weights[g], flat, out[n, g])
            for f in range(filters):
                for p in range(rows * columns):
                    out[n, g, f, p] += b[g * filters + f]
    return out.reshape(count, w.shape[0], rows, columns)


@njit(cache=True)
def _backward(dout, x, w, stride, pad, groups, dilation):
    count, _, rows, columns = dout.shape
    _, channels, height, width = x.shape
    size, filters, inside = w[0].size, w.shape[0] // groups, channels // groups
    padded = np.zeros((channels, height + 2 * pad, width + 2 * pad), x.dtype)
    dpadded, patches = np.empty_like(padded), np.empty((size, rows, columns), x.dtype)
    flat, douts = patches.reshape(size, rows * columns), dout.reshape(count, groups, filters, rows * columns)
    weights = w.reshape(groups, filters, size)
    dx, dw, share = np.empty_like(x), np.zeros((groups, filters, size), x.dtype), np.empty((filters, size), x.dtype)
    for n in range(count):
        put_inside(x[n], pad, padded)
        dpadded[...] = 0
        for g in range(groups):
            group = slice(g * inside, (g + 1) * inside)
            take_columns(padded[group], stride, dilation, w.shape[2:], patches)
            np.dot(douts[n, g], flat.T, share)
            total = dw[g]
            total += share
            np.dot(weights[g].T, douts[n, g], flat)  # the patches are done with: their gradients take their place
            add_columns(patches, stride, dilation, w.shape[2:], dpadded[group])
        take_inside(dpadded, pad, dx[n])
    return dx, dw.reshape(w.shape)


def grouped_conv_forward(x, w, b, conv_param):
    """Slide filters over zero-padded images; the filters of a group see its channels only.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    w : float array of shape (F, C / groups, HH, WW)
    b : float array of shape (F,)
    conv_param : dict
        `stride` and `pad` (pixels), `groups`, and `dilation` (pixels between two pixels of a window).

    Returns
    -------
    out : float array of shape (N, F, H_out, W_out)
        With `H_out = 1 + (H + 2 pad - dilation (HH - 1) - 1) // stride`.
    cache : tuple
        For `grouped_conv_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit, or the window is larger than the padded image.

    References
    ----------
    I2DL, lecture 10 (depth-wise separable convolutions). Yu and Koltun (2016) for the dilation.

    Examples
    --------
    >>> import numpy as np
    >>> x, w = np.array([[[[2.0]], [[3.0]]]]), np.array([[[[10.0]]], [[[100.0]]]])
    >>> param = {"stride": 1, "pad": 0, "groups": 2, "dilation": 1}
    >>> grouped_conv_forward(x, w, np.zeros(2), param)[0].ravel()
    array([ 20., 300.])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    stride, pad, groups, dilation = parameters("conv_param", conv_param, stride=1, pad=0, groups=1, dilation=1)
    w = float_array("w", w, ("F", x.shape[1] // groups, "HH", "WW"))
    if x.shape[1] % groups or w.shape[0] % groups:
        raise ValueError(f"groups: expected a divisor of {x.shape[1]} channels and {w.shape[0]} filters, got {groups}")
    b = float_array("b", b, (w.shape[0],))
    same_dtype(x=x, w=w, b=b)
    window = tuple(dilation * (side - 1) + 1 for side in w.shape[2:])
    size = window_positions("w", (x.shape[2] + 2 * pad, x.shape[3] + 2 * pad), window, stride)
    if w.shape[1] == 1:
        out = _forward_depthwise(x, w, b, stride, pad, dilation, *size)
    else:
        out = _forward(x, w, b, stride, pad, groups, dilation, *size)
    return out, (x, w, stride, pad, groups, dilation, size)


def grouped_conv_backward(dout, cache):
    """Compute the gradients of a grouped convolution.

    Parameters
    ----------
    dout : float array of shape (N, F, H_out, W_out)
    cache : tuple
        From `grouped_conv_forward`.

    Returns
    -------
    dx, dw, db : float arrays of shapes (N, C, H, W), (F, C / groups, HH, WW), (F,)
    """
    x, w, stride, pad, groups, dilation, size = cache
    dout = float_array("dout", dout, (x.shape[0], w.shape[0], *size))
    if w.shape[1] == 1:
        dx, dw = _backward_depthwise(dout, x, w, stride, pad, dilation)
    else:
        dx, dw = _backward(dout, x, w, stride, pad, groups, dilation)
    return dx, dw, dout.sum(axis=(0, 2, 3))
