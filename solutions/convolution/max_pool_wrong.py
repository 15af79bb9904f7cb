"""How people get max pooling wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _pool(x, height, width, stride, reduce=np.max):
    H_out, W_out = 1 + (x.shape[2] - height) // stride, 1 + (x.shape[3] - width) // stride
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = reduce(window, axis=(2, 3))
    return out


def _sizes(pool_param):
    return pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]


@misconception(
    "max_pool_forward",
    "You averaged each window. Max pooling keeps the largest entry and drops the others.",
    desk="value",
)
def pool_mean(x, pool_param):
    out = _pool(x, *_sizes(pool_param), reduce=np.mean)
    return out, (x, pool_param)


@misconception(
    "max_pool_forward",
    "You moved the window by its own height. Windows may overlap or leave gaps: how far they move is the stride's "
    "business, and it need not equal the window's size.",
    desk="ignores_argument",
)
def pool_stride_ignored(x, pool_param):
    height, width, _ = _sizes(pool_param)
    out = _pool(x, height, width, height)
    return out, (x, pool_param)


@misconception(
    "max_pool_forward",
    "You used the window's height for its width too. That works for square windows only.",
    desk="ignores_argument",
)
def pool_square_windows_only(x, pool_param):
    height, _, stride = _sizes(pool_param)
    out = _pool(x, height, height, stride)
    return out, (x, pool_param)


@misconception(
    "max_pool_forward",
    "You took the maximum over all channels and samples at once. Each channel of each sample "
    "is pooled by itself; only rows and columns of the window are compared.",
    desk="some_entries",
)
def pool_maximum_over_everything(x, pool_param):
    out = _pool(x, *_sizes(pool_param))
    out[:] = out.max(axis=(0, 1))
    return out, (x, pool_param)


@misconception(
    "max_pool_forward",
    "You started the search for the maximum from 0, so a window of negative entries gives 0. "
    "Start from an entry of the window.",
    desk="mask",
)
def pool_maximum_with_zero(x, pool_param):
    out = np.maximum(0, _pool(x, *_sizes(pool_param)))
    return out, (x, pool_param)


@misconception(
    "max_pool_backward",
    "You assign the gradient to the maximum's place where you should add it. Where windows overlap, one entry can be "
    "the maximum of several, and the last window wiped out what the others sent.",
    desk="not_additive",
)
def pool_gradient_assigned(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + row, j * stride + column] = dout[n, c, i, j]
    return dx


@misconception(
    "max_pool_backward",
    "Where several entries share the maximum, you gave each of them the whole gradient. The window has one output, "
    "so the shares of the tied entries must add up to its gradient.",
    desk="mask",
)
def pool_whole_gradient_to_every_tie(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    dx = np.zeros_like(x)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            here = np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            top = x[here] == x[here].max(axis=(2, 3), keepdims=True)
            dx[here] += top * dout[:, :, i, j][:, :, None, None]
    return dx


@misconception(
    "max_pool_backward",
    "You spread the gradient evenly over the window, which is right for average pooling. "
    "Here only the maximum reached the output, so only it has a gradient.",
    desk="value",
)
def pool_gradient_spread_evenly(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    dx = np.zeros_like(x)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            here = np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            dx[here] += dout[:, :, i, j][:, :, None, None] / (height * width)
    return dx


@misconception(
    "max_pool_backward",
    "You marked the maxima with 1 and left dout out. The place of the maximum says where the upstream gradient goes, "
    "and dout says how much.",
    desk="ignores_upstream",
)
def pool_upstream_forgotten(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + row, j * stride + column] += 1.0
    return dx


@misconception(
    "max_pool_backward",
    "You turned the number of the maximum within its window into row and column with the window's height. "
    "Entries are counted row by row, so a row is as long as the window is wide; only square windows hide the slip.",
    desk="value",
)
def pool_maximum_placed_by_height(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        row, column = divmod(window.argmax(), height)
        row, column = min(i * stride + row, x.shape[2] - 1), min(j * stride + column, x.shape[3] - 1)
        dx[n, c, row, column] += dout[n, c, i, j]
    return dx


@misconception(
    "max_pool_backward",
    "You sent the gradients back to windows that lie side by side. Where a window started depends on the stride, "
    "not on the window's size.",
    desk="error",
)
def pool_backward_stride_ignored(dout, cache):
    x, pool_param = cache
    height, width, _ = _sizes(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * height : (i + 1) * height, j * width : (j + 1) * width]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * height + row, j * width + column] += dout[n, c, i, j]
    return dx
