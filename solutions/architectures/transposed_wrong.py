"""How people get the transposed convolution wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _paint(x, w, stride, add=True):
    """All windows, before the border is cut off and the bias added."""
    HH, WW = w.shape[2:]
    out = np.zeros((len(x), w.shape[1], (x.shape[2] - 1) * stride + HH, (x.shape[3] - 1) * stride + WW))
    for i in range(x.shape[2]):
        for j in range(x.shape[3]):
            here = np.s_[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            out[here] = add * out[here] + np.einsum("nc,cfhw->nfhw", x[:, :, i, j], w)
    return out


def _cut(out, pad):
    return out[:, :, pad : out.shape[2] - pad, pad : out.shape[3] - pad]


def _gradients(dout, x, w, stride, pad, before=None):
    before = pad if before is None else before
    frame = (before, 2 * pad - before)
    dout = np.pad(dout, ((0, 0), (0, 0), frame, frame))
    HH, WW = w.shape[2:]
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i in range(x.shape[2]):
        for j in range(x.shape[3]):
            window = dout[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            dx[:, :, i, j] = np.einsum("nfhw,cfhw->nc", window, w)
            dw += np.einsum("nc,nfhw->cfhw", x[:, :, i, j], window)
    return dx, dw


@misconception(
    "transposed_conv_forward",
    "You assign a window where you should add it. Windows of neighbouring pixels overlap, and the output is the sum "
    "of all that is painted on a place.",
    desk="some_entries",
)
def transposed_conv_assigned(x, w, b, conv_param):
    out = _cut(_paint(x, w, conv_param["stride"], add=False), conv_param["pad"]) + b[:, None, None]
    return out, (x, w, b, conv_param)


@misconception(
    "transposed_conv_forward",
    "You did not cut off the border. Padding works the other way round here: it makes the output smaller, "
    "by its size on every side.",
    desk="ignores_argument",
)
def transposed_conv_border_kept(x, w, b, conv_param):
    out = _paint(x, w, conv_param["stride"]) + b[:, None, None]
    return out, (x, w, b, conv_param)


@misconception(
    "transposed_conv_forward",
    "You padded the input, as a convolution does. Here padding cuts rows and columns off the output: "
    "it undoes the padding of the convolution that made the image small.",
    desk="shape",
)
def transposed_conv_input_padded(x, w, b, conv_param):
    pad = conv_param["pad"]
    x_padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = _paint(x_padded, w, conv_param["stride"]) + b[:, None, None]
    return out, (x, w, b, conv_param)


@misconception(
    "transposed_conv_forward",
    "You moved the window by one pixel whatever the stride is. It says how far apart neighbouring pixels paint, "
    "and that is what enlarges the image.",
    desk="ignores_argument",
)
def transposed_conv_stride_ignored(x, w, b, conv_param):
    out = _cut(_paint(x, w, 1), conv_param["pad"]) + b[:, None, None]
    return out, (x, w, b, conv_param)


@misconception(
    "transposed_conv_forward",
    "You turned the filter by 180 degrees. A pixel paints the filter as it is; the turn belongs only to writing this "
    "layer as a convolution of a spread-out image.",
    desk="permuted",
)
def transposed_conv_filter_flipped(x, w, b, conv_param):
    painted = _paint(x, w[:, :, ::-1, ::-1], conv_param["stride"])
    out = _cut(painted, conv_param["pad"]) + b[:, None, None]
    return out, (x, w, b, conv_param)


@misconception(
    "transposed_conv_backward",
    "You turned the filter before collecting the gradients. Each weight of the window multiplies the gradient "
    "of the place that it painted.",
    desk="value",
)
def transposed_conv_image_gradient_with_flipped_filter(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    dx, _ = _gradients(dout, x, w[:, :, ::-1, ::-1], stride, pad)
    _, dw = _gradients(dout, x, w, stride, pad)
    return dx, dw, dout.sum(axis=(0, 2, 3))


@misconception(
    "transposed_conv_backward",
    "You read the window of the first pixel at the corner of the gradient. Part of that window was cut off "
    "as padding: put a frame of zeros around the gradient first, so that every window lies where it was painted.",
    desk="ignores_argument",
)
def transposed_conv_windows_not_shifted(dout, cache):
    x, w, b, conv_param = cache
    dx, dw = _gradients(dout, x, w, conv_param["stride"], conv_param["pad"], before=0)
    return dx, dw, dout.sum(axis=(0, 2, 3))


@misconception(
    "transposed_conv_backward",
    "You assign dw anew for each pixel. All pixels paint with the same filter, so its gradient is the sum over pixels "
    "and samples; you kept the last pixel's.",
    desk="not_additive",
)
def transposed_conv_weight_gradient_assigned(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    last = np.zeros_like(x)
    last[:, :, -1, -1] = x[:, :, -1, -1]
    dx, _ = _gradients(dout, x, w, stride, pad)
    _, dw = _gradients(dout, last, w, stride, pad)
    return dx, dw, dout.sum(axis=(0, 2, 3))


@misconception(
    "transposed_conv_backward",
    "You averaged db. The bias is added once to every pixel of the output, and what these send back adds up "
    "over samples, rows and columns.",
    desk="factor",
)
def transposed_conv_bias_gradient_averaged(dout, cache):
    x, w, b, conv_param = cache
    return *_gradients(dout, x, w, conv_param["stride"], conv_param["pad"]), dout.mean(axis=(0, 2, 3))
