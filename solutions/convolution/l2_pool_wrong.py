"""How people get L2 pooling wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _length(window, axis):
    return np.sqrt(np.sum(window * window, axis=axis))


def _windows(x, pool_param):
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    for i in range(1 + (x.shape[2] - height) // stride):
        for j in range(1 + (x.shape[3] - width) // stride):
            yield i, j, np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]


def _pool(x, pool_param, reduce=_length):
    windows = list(_windows(x, pool_param))
    out = np.zeros((*x.shape[:2], windows[-1][0] + 1, windows[-1][1] + 1))
    for i, j, here in windows:
        out[:, :, i, j] = reduce(x[here], axis=(2, 3))
    return out


def _spread(dout, x, pool_param, slope):
    dx = np.zeros_like(x)
    for i, j, here in _windows(x, pool_param):
        dx[here] += dout[:, :, i : i + 1, j : j + 1] * slope(x[here])
    return dx


def _norm(window):
    length = np.sqrt(np.sum(window * window, axis=(2, 3), keepdims=True))
    return np.where(length == 0, 1.0, length)


@misconception(
    "l2_pool_forward",
    "You stopped at the sum of squares. The output is its square root, so that twice the input gives twice the output.",
    desk="function",
)
def l2_pool_root_forgotten(x, pool_param):
    out = _pool(x, pool_param, lambda window, axis: np.sum(window * window, axis=axis))
    return out, (x, pool_param)


@misconception(
    "l2_pool_forward",
    "You averaged the squares. L2 pooling sums them: it is the length of the window as a vector, "
    "not the root of the mean square.",
    desk="factor",
)
def l2_pool_squares_averaged(x, pool_param):
    out = _pool(x, pool_param, lambda window, axis: np.sqrt(np.mean(window * window, axis=axis)))
    return out, (x, pool_param)


@misconception(
    "l2_pool_forward",
    "You added the absolute values. That is the L1 length; here the squares are summed, then the root is taken.",
    desk="value",
)
def l2_pool_absolute_values(x, pool_param):
    out = _pool(x, pool_param, lambda window, axis: np.sum(np.abs(window), axis=axis))
    return out, (x, pool_param)


@misconception(
    "l2_pool_backward",
    "A window of zeros has length 0, and you divide by it. The function has a corner there; choose the slope 0, "
    "or one blank patch of an image turns all weights into nan.",
    desk="not_finite",
)
def l2_pool_divided_by_zero(dout, cache):
    x, pool_param = cache
    return _spread(dout, x, pool_param, lambda window: window / np.sqrt(np.sum(window**2, (2, 3), keepdims=True)))


@misconception(
    "l2_pool_backward",
    "You differentiated the sum of squares and left the root out. The chain rule goes through the root as well, "
    "which divides by twice the output.",
    desk="factor",
)
def l2_pool_root_not_differentiated(dout, cache):
    x, pool_param = cache
    return _spread(dout, x, pool_param, lambda window: 2 * window)


@misconception(
    "l2_pool_backward",
    "Your gradient is half of the right one. The square brings a factor of 2 down, "
    "and it cancels the one half that comes from the root.",
    desk="factor",
)
def l2_pool_gradient_halved(dout, cache):
    x, pool_param = cache
    return _spread(dout, x, pool_param, lambda window: window / _norm(window) / 2)


@misconception(
    "l2_pool_backward",
    "You gave every pixel of a window the same share. A large pixel moves the length more than a small one: "
    "the shares are proportional to the pixels, signs included.",
    desk="factor",
)
def l2_pool_gradient_spread_evenly(dout, cache):
    x, pool_param = cache
    return _spread(dout, x, pool_param, lambda window: np.any(window, (2, 3), keepdims=True) / _norm(window))


@misconception(
    "l2_pool_backward",
    "You overwrite what earlier windows have sent to a pixel. Where windows overlap, "
    "a pixel has a share in each of their lengths, and its gradient is the sum.",
    desk="not_additive",
)
def l2_pool_gradient_assigned(dout, cache):
    x, pool_param = cache
    dx = np.zeros_like(x)
    for i, j, here in _windows(x, pool_param):
        dx[here] = dout[:, :, i : i + 1, j : j + 1] * x[here] / _norm(x[here])
    return dx
