"""Convolution: the same small filter at every place of an image."""

from typing import NamedTuple

import numpy as np
from numba import njit

from solutions import arguments


class ConvCache(NamedTuple):
    """What `conv_forward` keeps for `conv_backward`."""

    x: np.ndarray
    w: np.ndarray
    stride: int
    pad: int


@njit
def _inside(first, stride, length, count):
    """Return start, stop: the outputs q in between have 0 <= first + q * stride < length."""
    start = max(0, -(first // stride))
    return start, max(start, min(count, (length - 1 - first) // stride + 1))


@njit(cache=True)
def _unfold(image, columns, stride, pad):
    """Write to columns (C, HH, WW, H_out, W_out) what each filter entry sees; skip the padding."""
    channels, height, width, rows, cols = columns.shape
    for c, i, j in np.ndindex(channels, height, width):
        top, bottom = _inside(i - pad, stride, image.shape[1], rows)
        left, right = _inside(j - pad, stride, image.shape[2], cols)
        for p in range(top, bottom):
            target = columns[c, i, j, p, left:right]
            source = image[c, i - pad + p * stride, j - pad + left * stride :]
            if stride == 1:  # known to be contiguous: three times faster
                for q in range(right - left):
                    target[q] = source[q]
            else:
                for q in range(right - left):
                    target[q] = source[q * stride]


@njit(cache=True)
def _fold(columns, image, stride, pad):
    """Add to image (C, H, W) what `_unfold` took from each place; drop the padding."""
    channels, height, width, rows, cols = columns.shape
    for c, i, j in np.ndindex(channels, height, width):
        top, bottom = _inside(i - pad, stride, image.shape[1], rows)
        left, right = _inside(j - pad, stride, image.shape[2], cols)
        for p in range(top, bottom):
            source = columns[c, i, j, p, left:right]
            target = image[c, i - pad + p * stride, j - pad + left * stride :]
            if stride == 1:
                for q in range(right - left):
                    target[q] += source[q]
            else:
                for q in range(right - left):
                    target[q * stride] += source[q]


def conv_forward(x, w, b, conv_param):
    r"""Slide every filter over the padded images.

    .. math::
        \mathrm{out}_{nfpq} = b_f + \sum_{c,i,j} w_{fcij}\, \bar x_{n,c,\,ps+i,\,qs+j}

    with the stride :math:`s` and :math:`\bar x`, which is x with a border of ``pad`` zeros.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
        Images.
    w : float array of shape (F, C, HH, WW)
        Filters.
    b : float array of shape (F,)
        Bias of each filter.
    conv_param : dict
        ``stride`` (int, at least 1) and ``pad`` (int, at least 0), in pixels.

    Returns
    -------
    out : float array of shape (N, F, H_out, W_out)
        H_out = 1 + (H + 2 pad - HH) // stride, and W_out likewise.
    cache : ConvCache
        For `conv_backward`.

    Raises
    ------
    ValueError
        If a shape, dtype or parameter does not fit, or a filter is larger than the padded image.

    Notes
    -----
    This is cross-correlation: the filter is not flipped. Rows and columns at the
    end that no window reaches are left out. One image at a time is unfolded, so
    that one matrix product does all filters.

    References
    ----------
    goodfellow2016, section 9.1; i2dl, lecture 9; cs231n, assignment 2.

    Examples
    --------
    >>> x = np.array([[[[1.0, 2.0], [3.0, 4.0]]]])
    >>> w = np.array([[[[1.0, 10.0]]]])
    >>> out, cache = conv_forward(x, w, np.array([0.5]), {"stride": 1, "pad": 0})
    >>> out
    array([[[[21.5],
             [43.5]]]])
    """
    x, w, b = arguments.floats(x=(x, "N C H W"), w=(w, "F C HH WW"), b=(b, "F"))
    stride, pad = arguments.integers("conv_param", conv_param, {"stride": 1, "pad": 0})
    cache = ConvCache(x, w, stride, pad)
    columns, filters = _columns(cache), w.reshape(len(w), -1)  # (K, P) and (F, K), K = C HH WW, P = H_out W_out
    out = np.empty((len(x), len(w), *columns.shape[3:]), x.dtype)
    for image, result in zip(x, out.reshape(len(x), len(w), -1), strict=True):
        _unfold(image, columns, stride, pad)
        np.matmul(filters, columns.reshape(filters.shape[1], -1), out=result)
    out += b[:, None, None]
    return out, cache


def _columns(cache):
    x, w, stride, pad = cache
    rows = arguments.count_windows("w", "H", x.shape[2], w.shape[2], stride, pad)
    cols = arguments.count_windows("w", "W", x.shape[3], w.shape[3], stride, pad)
    return np.zeros((*w.shape[1:], rows, cols), x.dtype)


def conv_backward(dout, cache):
    r"""Compute the gradients of a loss with respect to the inputs of `conv_forward`.

    .. math::
        d\bar x_{n,c,\,ps+i,\,qs+j} \mathrel{+}= \sum_f w_{fcij}\, d\mathrm{out}_{nfpq}, \quad
        dw_{fcij} = \sum_{n,p,q} \bar x_{n,c,\,ps+i,\,qs+j}\, d\mathrm{out}_{nfpq}, \quad
        db_f = \sum_{n,p,q} d\mathrm{out}_{nfpq}

    Parameters
    ----------
    dout : float array of shape (N, F, H_out, W_out)
        Gradient of the loss with respect to ``out``.
    cache : ConvCache
        From `conv_forward`.

    Returns
    -------
    dx : float array of shape (N, C, H, W)
    dw : float array of shape (F, C, HH, WW)
    db : float array of shape (F,)

    Raises
    ------
    ValueError
        If `dout` has another shape or dtype than ``out``, or `cache` is not from `conv_forward`.

    Notes
    -----
    Windows overlap, so a pixel collects from each window that saw it; what falls on the padding is dropped.

    References
    ----------
    goodfellow2016, section 9.5; i2dl, lecture 9; cs231n, assignment 2.

    Examples
    --------
    >>> x = np.array([[[[1.0, 2.0, 3.0]]]])
    >>> w = np.array([[[[1.0, 10.0]]]])
    >>> out, cache = conv_forward(x, w, np.array([0.0]), {"stride": 1, "pad": 0})
    >>> dx, dw, db = conv_backward(np.array([[[[1.0, 2.0]]]]), cache)
    >>> dx, dw, db
    (array([[[[ 1., 12., 20.]]]]), array([[[[5., 8.]]]]), array([3.]))
    """
    x, w, stride, pad = arguments.cached(cache, ConvCache, "conv_forward")
    columns, filters = _columns(cache), w.reshape(len(w), -1)
    (dout,) = arguments.floats(x.dtype, dout=(dout, (len(x), len(w), *columns.shape[3:])))
    dx, dw = np.zeros_like(x), np.zeros_like(filters)
    for image, dimage, dresult in zip(x, dx, dout.reshape(len(x), len(w), -1), strict=True):
        _unfold(image, columns, stride, pad)
        dw += dresult @ columns.reshape(filters.shape[1], -1).T
        _fold((filters.T @ dresult).reshape(columns.shape), dimage, stride, pad)
    return dx, dw.reshape(w.shape), dout.sum(axis=(0, 2, 3))
