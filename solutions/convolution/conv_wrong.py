"""How people get the convolution wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _slide(padded, w, b, stride):
    (HH, WW), (H, W) = w.shape[2:], padded.shape[2:]
    out = np.zeros((len(padded), len(w), 1 + (H - HH) // stride, 1 + (W - WW) // stride))
    for i in range(out.shape[2]):
        for j in range(out.shape[3]):
            window = padded[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            out[:, :, i, j] = np.einsum("nchw,fchw->nf", window, w) + b
    return out


def _gradients(dout, x, w, stride, pad):
    padded = _pad(x, pad)
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    HH, WW = w.shape[2:]
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            here = np.s_[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            dpadded[here] += np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
            dw += np.einsum("nf,nchw->fchw", dout[:, :, i, j], padded[here])
    dx = dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]]
    return dx, dw, dout.sum(axis=(0, 2, 3))


@misconception(
    "conv_forward",
    "You move the window by one pixel whatever the stride is. With stride s, the window of output i starts at pixel "
    "s i, and the output is about s times smaller on each side.",
    desk="ignores_argument",
)
def conv_stride_ignored(x, w, b, conv_param):
    out = _slide(_pad(x, conv_param["pad"]), w, b, 1)
    return out, (x, w, b, conv_param)


@misconception(
    "conv_forward",
    "You never pad the image. Without its frame of zeros the output is too small, and pixels at the border "
    "are seen by fewer windows than asked for.",
    desk="ignores_argument",
)
def conv_pad_ignored(x, w, b, conv_param):
    out = _slide(x, w, b, conv_param["stride"])
    return out, (x, w, b, conv_param)


@misconception(
    "conv_forward",
    "You turned the filter by 180 degrees. That is the convolution of mathematics; "
    "what deep learning calls convolution is the cross-correlation, and the filter stays as it is.",
    desk="permuted",
)
def conv_filter_flipped(x, w, b, conv_param):
    out = _slide(_pad(x, conv_param["pad"]), w[:, :, ::-1, ::-1], b, conv_param["stride"])
    return out, (x, w, b, conv_param)


@misconception(
    "conv_forward",
    "You padded all four axes. Only rows and columns get a frame of zeros; with a wider axis of channels "
    "the image no longer fits the filter, and with more samples the batch has grown.",
    desk="shape",
)
def conv_every_axis_padded(x, w, b, conv_param):
    out = _slide(np.pad(x, conv_param["pad"]), w, b, conv_param["stride"])
    return out, (x, w, b, conv_param)


@misconception(
    "conv_forward",
    "You computed the number of columns from the height, so the layer works for square images and filters only. "
    "Width and height have the same formula, each with its own sizes.",
    desk="shape",
)
def conv_square_images_only(x, w, b, conv_param):
    out = _slide(_pad(x, conv_param["pad"]), w, b, conv_param["stride"])
    square = np.zeros((*out.shape[:3], out.shape[2]))
    columns = min(out.shape[2:])
    square[:, :, :, :columns] = out[:, :, :, :columns]
    return square, (x, w, b, conv_param)


@misconception(
    "conv_forward",
    "You left the bias out. Every filter has one number that is added at each of its output pixels.",
    desk="ignores_argument",
)
def conv_bias_forgotten(x, w, b, conv_param):
    out = _slide(_pad(x, conv_param["pad"]), w, 0 * b, conv_param["stride"])
    return out, (x, w, b, conv_param)


@misconception(
    "conv_forward",
    "Your output is one pixel too small on each side: the number of steps between the first and the last window "
    "is one less than the number of windows.",
    desk="shape",
)
def conv_last_window_missing(x, w, b, conv_param):
    out = _slide(_pad(x, conv_param["pad"]), w, b, conv_param["stride"])
    return out[:, :, :-1, :-1].copy(), (x, w, b, conv_param)


@misconception(
    "conv_forward",
    "You used the first channel only. A filter has a slice for each channel of the image, "
    "and an output pixel is the sum over all of them.",
    desk="value",
)
def conv_first_channel_only(x, w, b, conv_param):
    out = _slide(_pad(x[:, :1], conv_param["pad"]), w[:, :1], b, conv_param["stride"])
    return out, (x, w, b, conv_param)


@misconception(
    "conv_backward",
    "You cut the frame off with a slice that counts from both ends. Without padding that is 0:-0, which is empty, "
    "and no gradient is left; say where the image ends instead.",
    desk="shape",
)
def conv_backward_without_padding_empty(dout, cache):
    x, w, b, conv_param = cache
    pad = conv_param["pad"]
    dx, dw, db = _gradients(dout, x, w, conv_param["stride"], pad)
    return _pad(dx, pad)[:, :, pad:-pad, pad:-pad], dw, db


@misconception(
    "conv_backward",
    "You assign to the pixels of a window where you should add. Neighbouring windows overlap, so a pixel receives "
    "a gradient from each of them, and the last one wiped out the others.",
    desk="not_additive",
)
def conv_image_gradient_assigned(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    _, dw, db = _gradients(dout, x, w, stride, pad)
    dpadded = np.zeros_like(_pad(x, pad))
    HH, WW = w.shape[2:]
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            here = np.s_[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            dpadded[here] = np.einsum("nf,fchw->nchw", dout[:, :, i, j], w)
    return dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, db


@misconception(
    "conv_backward",
    "You assign dw anew in each window. The same filter is used everywhere, so its gradient is the sum over all "
    "windows and all samples; you kept the last window's.",
    desk="not_additive",
)
def conv_weight_gradient_assigned(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    dx, dw, db = _gradients(dout, x, w, stride, pad)
    HH, WW = w.shape[2:]
    padded = _pad(x, pad)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            window = padded[:, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
            dw = np.einsum("nf,nchw->fchw", dout[:, :, i, j], window)
    return dx, dw, db


@misconception(
    "conv_backward",
    "You averaged db. The bias is added at every pixel of every sample, and what these send back adds up; "
    "the mean over the batch is in dout already.",
    desk="factor",
)
def conv_bias_gradient_averaged(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, _ = _gradients(dout, x, w, conv_param["stride"], conv_param["pad"])
    return dx, dw, dout.mean(axis=(0, 2, 3))


@misconception(
    "conv_backward",
    "You summed db over the samples only. One bias serves all output pixels of its filter, "
    "so rows and columns must be summed as well, down to the shape of b.",
    desk="missing_sum",
)
def conv_bias_gradient_for_each_pixel(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, _ = _gradients(dout, x, w, conv_param["stride"], conv_param["pad"])
    return dx, dw, dout.sum(axis=0)


@misconception(
    "conv_backward",
    "You divided dw by the number of samples. The loss holds the mean, and dout carries it here already; "
    "dividing once more makes the gradient N times too small.",
    desk="factor",
)
def conv_weight_gradient_averaged(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, db = _gradients(dout, x, w, conv_param["stride"], conv_param["pad"])
    return dx, dw / len(x), db


@misconception(
    "conv_backward",
    "You sent the gradient back to windows one pixel apart, whatever the stride is. Output i came from the window "
    "that starts at pixel s i, and its gradient must return there.",
    desk="ignores_argument",
)
def conv_backward_stride_ignored(dout, cache):
    x, w, b, conv_param = cache
    return _gradients(dout, x, w, 1, conv_param["pad"])


@misconception(
    "conv_backward",
    "You gave back the gradient of the padded image. The frame of zeros is not part of x: "
    "dx needs the shape of x, without the frame.",
    desk="shape",
)
def conv_frame_kept(dout, cache):
    x, w, b, conv_param = cache
    pad = conv_param["pad"]
    _, dw, db = _gradients(dout, x, w, conv_param["stride"], pad)
    dpadded, _, _ = _gradients(dout, _pad(x, pad), w, conv_param["stride"], 0)
    return dpadded, dw, db


@misconception(
    "conv_backward",
    "You turned the filter before spreading dout with it. A pixel was multiplied by a weight in the forward pass, "
    "and its gradient is multiplied by that same weight; the turn belongs only to writing dx as one more convolution.",
    desk="value",
)
def conv_image_gradient_with_flipped_filter(dout, cache):
    x, w, b, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    dx, _, _ = _gradients(dout, x, w[:, :, ::-1, ::-1], stride, pad)
    _, dw, db = _gradients(dout, x, w, stride, pad)
    return dx, dw, db


@misconception(
    "conv_backward",
    "You took the number of columns from the number of rows, so the pass works for square images only. "
    "Rows and columns each have their own size.",
    desk="some_entries",
)
def conv_backward_square_images_only(dout, cache):
    x, w, b, conv_param = cache
    square = dout.copy()
    square[:, :, :, dout.shape[2] :] = 0
    dx, dw, _ = _gradients(square, x, w, conv_param["stride"], conv_param["pad"])
    return dx, dw, dout.sum(axis=(0, 2, 3))
