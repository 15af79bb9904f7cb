"""How people get the step between images and columns wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _windows(x, height, width, stride, pad):
    """Shape (N, C, HH, WW, rows, columns)."""
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(2, 3))
    return windows[:, :, ::stride, ::stride].transpose(0, 1, 4, 5, 2, 3)


def _placed(columns, shape, height, width, stride, pad, add=True):
    """The padded image, with the columns added to it or assigned."""
    N, C, H, W = shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    rows, across = (H + 2 * pad - height) // stride + 1, (W + 2 * pad - width) // stride + 1
    windows = columns.reshape(N, C, height, width, rows, across)
    for i in range(rows):
        for j in range(across):
            here = np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            padded[here] = add * padded[here] + windows[..., i, j]
    return padded


def _inside(padded, shape, pad):
    return padded[:, :, pad : pad + shape[2], pad : pad + shape[3]].copy()


@misconception(
    "im2col",
    "You put the channels last: a column holds all channels of a pixel, then the next pixel. "
    "Filters are stored channel by channel, and the columns must be in the same order for the product to be right.",
    desk="some_entries",
)
def im2col_channels_last(x, height, width, stride, pad):
    windows = _windows(x, height, width, stride, pad)
    return windows.transpose(0, 2, 3, 1, 4, 5).reshape(len(x), x.shape[1] * height * width, -1)


@misconception(
    "im2col",
    "You wrote a window into each row. A window is a column here: the second axis runs through the pixels of a window, "
    "the last one through the positions.",
    desk="transposed",
)
def im2col_windows_in_rows(x, height, width, stride, pad):
    columns = _windows(x, height, width, stride, pad).reshape(len(x), x.shape[1] * height * width, -1)
    return columns.transpose(0, 2, 1).copy()


@misconception(
    "im2col",
    "You took a window at every pixel. With stride s, only every s-th position along rows and columns counts.",
    desk="ignores_argument",
)
def im2col_stride_ignored(x, height, width, stride, pad):
    return _windows(x, height, width, 1, pad).reshape(len(x), x.shape[1] * height * width, -1)


@misconception(
    "im2col",
    "You left out the frame of zeros, so there are fewer windows than asked for.",
    desk="ignores_argument",
)
def im2col_pad_ignored(x, height, width, stride, pad):
    return _windows(x, height, width, stride, 0).reshape(len(x), x.shape[1] * height * width, -1)


@misconception(
    "im2col",
    "You reshaped the windows without moving their axes first. Reshaping keeps the order of the numbers in memory, "
    "so pixels of one window end up in different columns.",
    desk="some_entries",
)
def im2col_reshaped_only(x, height, width, stride, pad):
    windows = _windows(x, height, width, stride, pad).transpose(0, 1, 4, 5, 2, 3)
    return windows.reshape(len(x), x.shape[1] * height * width, -1)


@misconception(
    "col2im",
    "You assign a window to its pixels where you should add it. Windows overlap, and each later one wiped out "
    "what the earlier ones had left there.",
    desk="some_entries",
)
def col2im_assigned(columns, shape, height, width, stride, pad):
    return _inside(_placed(columns, shape, height, width, stride, pad, add=False), shape, pad)


@misconception(
    "col2im",
    "You divided by the number of windows that a pixel lies in. That undoes im2col; "
    "what a backward pass needs is its transpose, in which contributions add up.",
    desk="some_entries",
)
def col2im_averaged(columns, shape, height, width, stride, pad):
    total = _placed(columns, shape, height, width, stride, pad)
    times = _placed(np.ones_like(columns), shape, height, width, stride, pad)
    return _inside(total / np.maximum(times, 1), shape, pad)


@misconception(
    "col2im",
    "You returned the image with its frame. What fell on the padding belongs to no pixel and is dropped.",
    desk="shape",
)
def col2im_frame_kept(columns, shape, height, width, stride, pad):
    return _placed(columns, shape, height, width, stride, pad)


@misconception(
    "col2im",
    "You read a column as if the channels of a pixel stood together. They stand channel by channel, "
    "each with its pixels row by row.",
    desk="value",
)
def col2im_channels_last(columns, shape, height, width, stride, pad):
    N, C = shape[:2]
    moved = columns.reshape(N, height * width, C, -1).transpose(0, 2, 1, 3).reshape(columns.shape)
    return _inside(_placed(moved, shape, height, width, stride, pad), shape, pad)
