"""Right answers in other styles: loops, comparison of each window with its maximum, columns."""

import numpy as np


def loops_max_pool_forward(x, pool_param):
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - HH) // stride + 1, (W - WW) // stride + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * stride : i * stride + HH, j * stride : j * stride + WW].max()
    return out, (x, pool_param)


def loops_max_pool_backward(dout, cache):
    x, pool_param = cache
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + HH, j * stride : j * stride + WW]
        h, w = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + h, j * stride + w] += dout[n, c, i, j]
    return dx


def compared_max_pool_backward(dout, cache):
    x, pool_param = cache
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, rows, columns = dout.shape
    dx = np.zeros_like(x)
    for n in range(N):
        for c in range(C):
            for i in range(rows):
                for j in range(columns):
                    place = n, c, slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
                    top = np.isclose(x[place], x[place].max(), rtol=0, atol=0)
                    dx[place] += dout[n, c, i, j] * top / top.sum()  # tied maxima share
    return dx


def _columns_positions(shape, HH, WW, stride):
    H, W = shape[2:]
    top, left = np.arange(0, H - HH + 1, stride), np.arange(0, W - WW + 1, stride)
    rows = top[:, None, None, None] + np.arange(HH)[:, None]
    return rows, left[:, None, None] + np.arange(WW)  # broadcast to (rows, columns, HH, WW)


def columns_max_pool_forward(x, pool_param):
    rows, columns = _columns_positions(
        x.shape, pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    )
    return x[:, :, rows, columns].max((4, 5)), (x, pool_param)


def columns_max_pool_backward(dout, cache):
    x, pool_param = cache
    rows, columns = _columns_positions(
        x.shape, pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    )
    windows = x[:, :, rows, columns]
    top = windows == windows.max((4, 5), keepdims=True)
    dx = np.zeros_like(x)
    share = top / top.sum((4, 5), keepdims=True)  # tied maxima share
    np.add.at(dx, (slice(None), slice(None), rows, columns), share * dout[..., None, None])
    return dx


STYLES = {
    "loops": {
        "max_pool_forward": loops_max_pool_forward,
        "max_pool_backward": loops_max_pool_backward,
    },
    "comparison": {
        "max_pool_forward": loops_max_pool_forward,
        "max_pool_backward": compared_max_pool_backward,
    },
    "columns": {
        "max_pool_forward": columns_max_pool_forward,
        "max_pool_backward": columns_max_pool_backward,
    },
}
