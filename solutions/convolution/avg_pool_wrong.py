"""How people get average pooling wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _sizes(pool_param):
    return pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]


def _pool(x, height, width, stride, reduce=np.mean):
    H_out, W_out = 1 + (x.shape[2] - height) // stride, 1 + (x.shape[3] - width) // stride
    out = np.zeros((*x.shape[:2], H_out, W_out))
    for i in range(H_out):
        for j in range(W_out):
            window = x[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            out[:, :, i, j] = reduce(window, axis=(2, 3))
    return out


def _spread(dout, shape, height, width, stride):
    dx = np.zeros(shape)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            here = np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            dx[here] += dout[:, :, i, j][:, :, None, None]
    return dx


@misconception(
    "avg_pool_forward",
    "You summed each window and did not divide. The mean is the sum divided by the number of pixels in the window.",
    desk="factor",
)
def avg_pool_summed(x, pool_param):
    out = _pool(x, *_sizes(pool_param), reduce=np.sum)
    return out, (x, pool_param)


@misconception(
    "avg_pool_forward",
    "You kept the largest entry of each window. Average pooling takes the mean, in which every pixel counts the same.",
    desk="value",
)
def avg_pool_maximum(x, pool_param):
    out = _pool(x, *_sizes(pool_param), reduce=np.max)
    return out, (x, pool_param)


@misconception(
    "avg_pool_forward",
    "You averaged over channels and samples as well. Each channel of each sample is pooled by itself.",
    desk="value",
)
def avg_pool_mean_over_everything(x, pool_param):
    out = _pool(x, *_sizes(pool_param))
    out[:] = out.mean(axis=(0, 1))
    return out, (x, pool_param)


@misconception(
    "avg_pool_forward",
    "You moved the window by its own height. How far it moves is the stride's business: "
    "windows may overlap or leave gaps.",
    desk="ignores_argument",
)
def avg_pool_stride_ignored(x, pool_param):
    height, width, _ = _sizes(pool_param)
    out = _pool(x, height, width, height)
    return out, (x, pool_param)


@misconception(
    "avg_pool_backward",
    "You gave every pixel of a window the whole gradient. A pixel enters the mean with a weight of one over "
    "the number of pixels, and its gradient carries that same weight.",
    desk="factor",
)
def avg_pool_gradient_undivided(dout, cache):
    x, pool_param = cache
    return _spread(dout, x.shape, *_sizes(pool_param))


@misconception(
    "avg_pool_backward",
    "You divided by the square of the stride. The mean is over the pixels of the window; "
    "only where windows lie side by side are the two numbers equal.",
    desk="factor",
)
def avg_pool_gradient_divided_by_stride(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    return _spread(dout, x.shape, height, width, stride) / (stride * stride)


@misconception(
    "avg_pool_backward",
    "You assign a window's share where you should add it. A pixel in several windows collects a share from each, "
    "and the last one wiped out the others.",
    desk="not_additive",
)
def avg_pool_gradient_assigned(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    dx = np.zeros_like(x)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            here = np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]
            dx[here] = dout[:, :, i, j][:, :, None, None] / (height * width)
    return dx


@misconception(
    "avg_pool_backward",
    "You sent the gradient to the largest pixel of each window. That is max pooling; in a mean, "
    "every pixel of the window had the same influence.",
    desk="mask",
)
def avg_pool_gradient_to_maximum(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        row, column = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + row, j * stride + column] += dout[n, c, i, j] / (height * width)
    return dx


@misconception(
    "avg_pool_backward",
    "You spread ones and left dout out. Each window's share is its upstream gradient divided by its number of pixels.",
    desk="ignores_upstream",
)
def avg_pool_upstream_forgotten(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    return _spread(np.ones_like(dout), x.shape, height, width, stride) / (height * width)
