"""Right answers in other styles: loops, einsum, columns."""

import numpy as np


def loops_conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    HH, WW = w.shape[2:]
    rows, columns = (padded.shape[2] - HH) // stride + 1, (padded.shape[3] - WW) // stride + 1
    out = np.zeros((len(x), len(w), rows, columns))
    for n, f, i, j in np.ndindex(out.shape):
        window = padded[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
        out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def loops_conv_backward(dout, cache):
    x, w, _, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    HH, WW = w.shape[2:]
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for n, f, i, j in np.ndindex(dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dpadded[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * padded[n, :, rows, columns]
    H, W = x.shape[2:]
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum((0, 2, 3))


def _einsum_windows(x, w, conv_param):
    pad, stride = conv_param["pad"], conv_param["stride"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    views = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    return padded, views[:, :, ::stride, ::stride]


def einsum_conv_forward(x, w, b, conv_param):
    _, windows = _einsum_windows(x, w, conv_param)
    out = np.einsum("nchwij,fcij->nfhw", windows, w, optimize=True)
    return out + b[:, None, None], (x, w, b, conv_param)


def einsum_conv_backward(dout, cache):
    x, w, _, conv_param = cache
    padded, windows = _einsum_windows(x, w, conv_param)
    pad, stride = conv_param["pad"], conv_param["stride"]
    dw = np.einsum("nchwij,nfhw->fcij", windows, dout, optimize=True)
    dpadded = np.zeros_like(padded)
    (rows, columns), (H, W) = dout.shape[2:], x.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        part = np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
        dpadded[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride] += part
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, np.einsum("nfhw->f", dout)


def _columns_positions(shape, HH, WW, stride):
    H, W = shape[2:]
    top, left = np.arange(0, H - HH + 1, stride), np.arange(0, W - WW + 1, stride)
    rows = top[:, None, None, None] + np.arange(HH)[:, None]
    return rows, left[:, None, None] + np.arange(WW)  # broadcast to (rows, columns, HH, WW)


def columns_conv_forward(x, w, b, conv_param):
    pad = conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = _columns_positions(padded.shape, *w.shape[2:], conv_param["stride"])
    matrix = padded[:, :, rows, columns].transpose(0, 2, 3, 1, 4, 5)  # (N, rows, columns, C, HH, WW)
    out = matrix.reshape(*matrix.shape[:3], -1) @ w.reshape(len(w), -1).T + b
    return out.transpose(0, 3, 1, 2), (x, w, b, conv_param)


def columns_conv_backward(dout, cache):
    x, w, _, conv_param = cache
    pad = conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    rows, columns = _columns_positions(padded.shape, *w.shape[2:], conv_param["stride"])
    matrix = padded[:, :, rows, columns].transpose(0, 2, 3, 1, 4, 5)
    flat = dout.transpose(0, 2, 3, 1).reshape(-1, len(w))
    dw = (flat.T @ matrix.reshape(len(flat), -1)).reshape(w.shape)
    dmatrix = (flat @ w.reshape(len(w), -1)).reshape(matrix.shape).transpose(0, 3, 1, 2, 4, 5)
    dpadded = np.zeros_like(padded)
    np.add.at(dpadded, (slice(None), slice(None), rows, columns), dmatrix)
    H, W = x.shape[2:]
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, flat.sum(0)


STYLES = {
    "loops": {
        "conv_forward": loops_conv_forward,
        "conv_backward": loops_conv_backward,
    },
    "einsum": {
        "conv_forward": einsum_conv_forward,
        "conv_backward": einsum_conv_backward,
    },
    "columns": {
        "conv_forward": columns_conv_forward,
        "conv_backward": columns_conv_backward,
    },
}
