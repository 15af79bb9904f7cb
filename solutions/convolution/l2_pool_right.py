"""L2 pooling with plain loops, and pixel of the window by pixel."""

import numpy as np


def _sizes(x, pool_param):
    height, width, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    rows, columns = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    return height, width, stride, rows, columns


def _loops_forward(x, pool_param):
    height, width, stride, rows, columns = _sizes(x, pool_param)
    out = np.zeros((*x.shape[:2], rows, columns))
    for n, c, i, j in np.ndindex(out.shape):
        window = x[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        out[n, c, i, j] = np.linalg.norm(window)
    return out, (x, pool_param)


def _loops_backward(dout, cache):
    x, pool_param = cache
    height, width, stride, _, _ = _sizes(x, pool_param)
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        here = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        length = np.linalg.norm(x[here])
        if length > 0:
            dx[here] += dout[n, c, i, j] / length * x[here]
    return dx


def _pixels(x, pool_param):
    height, width, stride, rows, columns = _sizes(x, pool_param)
    for k, m in np.ndindex(height, width):
        yield np.s_[:, :, k : k + stride * rows : stride, m : m + stride * columns : stride]


def _shifted_forward(x, pool_param):
    *_, rows, columns = _sizes(x, pool_param)
    total = np.zeros((*x.shape[:2], rows, columns))
    for here in _pixels(x, pool_param):
        total += x[here] ** 2
    out = np.sqrt(total)
    return out, (x, out, pool_param)


def _shifted_backward(dout, cache):
    x, out, pool_param = cache
    scale = dout / np.maximum(out, 1e-300)
    dx = np.zeros_like(x)
    for here in _pixels(x, pool_param):
        dx[here] += scale * x[here]
    return dx


STYLES = {
    "loops": {"l2_pool_forward": _loops_forward, "l2_pool_backward": _loops_backward},
    "shifted": {"l2_pool_forward": _shifted_forward, "l2_pool_backward": _shifted_backward},
}
