"""Average pooling with plain loops, and as a product with a matrix of weights for each side."""

import numpy as np


def _sizes(pool_param):
    return pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]


def _loops_forward(x, pool_param):
    height, width, stride = _sizes(pool_param)
    rows, columns = (x.shape[2] - height) // stride + 1, (x.shape[3] - width) // stride + 1
    out = np.zeros((*x.shape[:2], rows, columns))
    for n, c, i, j in np.ndindex(out.shape):
        for k in range(height):
            for m in range(width):
                out[n, c, i, j] += x[n, c, i * stride + k, j * stride + m] / (height * width)
    return out, (x, pool_param)


def _loops_backward(dout, cache):
    x, pool_param = cache
    height, width, stride = _sizes(pool_param)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        dx[n, c, i * stride : i * stride + height, j * stride : j * stride + width] += dout[n, c, i, j] / height / width
    return dx


def _weights(size, window, stride):
    starts = stride * np.arange((size - window) // stride + 1)[:, None]
    pixels = np.arange(size)
    return ((pixels >= starts) & (pixels < starts + window)) / window  # (positions, size)


def _product_forward(x, pool_param):
    height, width, stride = _sizes(pool_param)
    left, right = _weights(x.shape[2], height, stride), _weights(x.shape[3], width, stride)
    return left @ x @ right.T, (left, right)


def _product_backward(dout, cache):
    left, right = cache
    return left.T @ dout @ right


STYLES = {
    "loops": {"avg_pool_forward": _loops_forward, "avg_pool_backward": _loops_backward},
    "products": {"avg_pool_forward": _product_forward, "avg_pool_backward": _product_backward},
}
