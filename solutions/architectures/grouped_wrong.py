"""How people get grouped and dilated convolution wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _pad(x, pad):
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _positions(x, w, stride, pad, groups, dilation):
    """Output position, and the rows and columns of its window in the padded image."""
    height, width = (dilation * (side - 1) + 1 for side in w.shape[2:])
    for i in range(1 + (x.shape[2] + 2 * pad - height) // stride):
        for j in range(1 + (x.shape[3] + 2 * pad - width) // stride):
            top, left = i * stride, j * stride
            yield i, j, (slice(top, top + height, dilation), slice(left, left + width, dilation))


def _channels(f, x, w, groups):
    """The channels that filter f sees."""
    size = x.shape[1] // groups
    start = f // (len(w) // groups) * size
    return slice(start, start + size)


def _forward(x, w, b, param, channels=_channels):
    numbers = param["stride"], param["pad"], param["groups"], param["dilation"]
    padded, places = _pad(x, param["pad"]), list(_positions(x, w, *numbers))
    out = np.zeros((len(x), len(w), places[-1][0] + 1, places[-1][1] + 1))
    for f in range(len(w)):
        for i, j, (rows, columns) in places:
            window = padded[:, channels(f, x, w, param["groups"])][:, :, rows, columns]
            out[:, f, i, j] = np.einsum("nchw,chw->n", window, w[f]) + b[f]
    return out


def _gradients(dout, x, w, param, channels=_channels, add=True):
    numbers = param["stride"], param["pad"], param["groups"], param["dilation"]
    padded, pad = _pad(x, param["pad"]), param["pad"]
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for f in range(len(w)):
        seen = channels(f, x, w, param["groups"])
        for i, j, (rows, columns) in _positions(x, w, *numbers):
            if i < dout.shape[2] and j < dout.shape[3]:
                here = (slice(None), seen, rows, columns)
                share = dout[:, f, i, j][:, None, None, None] * w[f]
                dpadded[here] = add * dpadded[here] + share
                dw[f] += np.einsum("n,nchw->chw", dout[:, f, i, j], padded[here])
    return dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, dout.sum(axis=(0, 2, 3))


def _first(f, x, w, groups):
    return slice(0, x.shape[1] // groups)


def _in_turn(f, x, w, groups):
    size = x.shape[1] // groups
    start = f % groups * size
    return slice(start, start + size)


def _every_other(f, x, w, groups):
    return slice(f // (len(w) // groups), None, groups)


@misconception(
    "grouped_conv_forward",
    "All your filters look at the channels of the first group. A filter of the second group starts "
    "where the channels of the first one end.",
    desk="some_entries",
)
def grouped_conv_first_group_only(x, w, b, conv_param):
    out = _forward(x, w, b, conv_param, _first)
    return out, (x, w, b, conv_param)


@misconception(
    "grouped_conv_forward",
    "You dealt the filters out to the groups in turn, like cards. Neighbouring filters belong together: "
    "the first block of filters to the first group of channels, the next block to the next.",
    desk="some_entries",
)
def grouped_conv_filters_in_turn(x, w, b, conv_param):
    out = _forward(x, w, b, conv_param, _in_turn)
    return out, (x, w, b, conv_param)


@misconception(
    "grouped_conv_forward",
    "You took every other channel for a group. A group is a block of neighbouring channels.",
    desk="some_entries",
)
def grouped_conv_channels_in_turn(x, w, b, conv_param):
    out = _forward(x, w, b, conv_param, _every_other)
    return out, (x, w, b, conv_param)


@misconception(
    "grouped_conv_forward",
    "Your window has no gaps. With dilation d its pixels lie d pixels of the image apart, "
    "so it covers more of the image with the same weights, and fewer positions fit.",
    desk="ignores_argument",
)
def grouped_conv_dilation_ignored(x, w, b, conv_param):
    out = _forward(x, w, b, conv_param | {"dilation": 1})
    return out, (x, w, b, conv_param)


@misconception(
    "grouped_conv_forward",
    "You move the window by the dilation as well. Dilation spreads the pixels inside a window; "
    "how far the window moves is the stride's business.",
    desk="shape",
)
def grouped_conv_dilation_as_stride(x, w, b, conv_param):
    out = _forward(x, w, b, conv_param | {"stride": conv_param["stride"] * conv_param["dilation"]})
    return out, (x, w, b, conv_param)


@misconception(
    "grouped_conv_backward",
    "You took the channels of the first group for every filter. In the forward pass a filter saw its own group only, "
    "and its gradient goes back there.",
    desk="some_entries",
)
def grouped_conv_backward_first_group_only(dout, cache):
    x, w, b, conv_param = cache
    return _gradients(dout, x, w, conv_param, _first)


@misconception(
    "grouped_conv_backward",
    "You sent the gradients back to windows without gaps. The pixels of a window lie as far apart "
    "as in the forward pass.",
    desk="ignores_argument",
)
def grouped_conv_backward_dilation_ignored(dout, cache):
    x, w, b, conv_param = cache
    return _gradients(dout, x, w, conv_param | {"dilation": 1})


@misconception(
    "grouped_conv_backward",
    "You assign to the pixels of a window where you should add. Windows overlap, and several filters read the same "
    "group of channels; the last one wiped out what the others sent.",
    desk="not_additive",
)
def grouped_conv_image_gradient_assigned(dout, cache):
    x, w, b, conv_param = cache
    return _gradients(dout, x, w, conv_param, add=False)


@misconception(
    "grouped_conv_backward",
    "You averaged db over the samples. What the uses of a bias send back adds up; "
    "the mean over the batch is in dout already.",
    desk="factor",
)
def grouped_conv_bias_gradient_averaged(dout, cache):
    x, w, b, conv_param = cache
    dx, dw, db = _gradients(dout, x, w, conv_param)
    return dx, dw, db / len(x)


@misconception(
    "grouped_conv_backward",
    "You dealt the filters out to the groups in turn. The first block of filters belongs to the first group "
    "of channels; use the same order as in the forward pass.",
    desk="some_entries",
)
def grouped_conv_backward_filters_in_turn(dout, cache):
    x, w, b, conv_param = cache
    return _gradients(dout, x, w, conv_param, _in_turn)
