"""Right convolution and pooling that copy every window into a row of a matrix (im2col); caches as in `loops`."""

import numpy as np


def _positions(shape, HH, WW, stride):
    H, W = shape[2:]
    top, left = np.arange(0, H - HH + 1, stride), np.arange(0, W - WW + 1, stride)
    rows = top[:, None, None, None] + np.arange(HH)[:, None]
    return rows, left[:, None, None] + np.arange(WW)  # broadcast to (rows, columns, HH, WW)


def conv_forward(x, w, b, conv_param):
    pad = conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = _positions(padded.shape, *w.shape[2:], conv_param["stride"])
    matrix = padded[:, :, rows, columns].transpose(0, 2, 3, 1, 4, 5)  # (N, rows, columns, C, HH, WW)
    out = matrix.reshape(*matrix.shape[:3], -1) @ w.reshape(len(w), -1).T + b
    return out.transpose(0, 3, 1, 2), (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, _, conv_param = cache
    pad = conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = _positions(padded.shape, *w.shape[2:], conv_param["stride"])
    matrix = padded[:, :, rows, columns].transpose(0, 2, 3, 1, 4, 5)
    flat = dout.transpose(0, 2, 3, 1).reshape(-1, len(w))
    dw = (flat.T @ matrix.reshape(len(flat), -1)).reshape(w.shape)
    dmatrix = (flat @ w.reshape(len(w), -1)).reshape(matrix.shape).transpose(0, 3, 1, 2, 4, 5)
    dpadded = np.zeros_like(padded)
    np.add.at(dpadded, (slice(None), slice(None), rows, columns), dmatrix)
    H, W = x.shape[2:]
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, flat.sum(0)


def max_pool_forward(x, pool_param):
    rows, columns = _positions(x.shape, pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"])
    return x[:, :, rows, columns].max((4, 5)), (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    rows, columns = _positions(x.shape, pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"])
    windows = x[:, :, rows, columns]
    top = windows == windows.max((4, 5), keepdims=True)
    dx = np.zeros_like(x)
    share = top / top.sum((4, 5), keepdims=True)  # tied maxima share
    np.add.at(dx, (slice(None), slice(None), rows, columns), share * dout[..., None, None])
    return dx
