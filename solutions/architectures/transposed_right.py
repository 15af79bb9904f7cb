"""Transposed convolution: with plain loops, and as a convolution of the spread-out image."""

import numpy as np


def _pad(x, height, width):
    return np.pad(x, ((0, 0), (0, 0), (height, height), (width, width)))


def _windows(x, w, stride):
    for i, j in np.ndindex(x.shape[2:]):
        top, left = i * stride, j * stride
        yield i, j, np.s_[:, :, top : top + w.shape[2], left : left + w.shape[3]]


def _loops_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    rows, columns = ((x.shape[k] - 1) * stride + w.shape[k] for k in (2, 3))
    out = np.zeros((len(x), w.shape[1], rows, columns))
    for i, j, here in _windows(x, w, stride):
        for c in range(len(w)):
            out[here] += x[:, c, i, j][:, None, None, None] * w[c]
    out = out[:, :, pad : rows - pad, pad : columns - pad] + b[:, None, None]
    return out, (x, w, conv_param)


def _loops_backward(dout, cache):
    x, w, conv_param = cache
    padded = _pad(dout, conv_param["pad"], conv_param["pad"])
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for i, j, here in _windows(x, w, conv_param["stride"]):
        for c in range(len(w)):
            dx[:, c, i, j] = (padded[here] * w[c]).sum((1, 2, 3))
            dw[c] += (x[:, c, i, j][:, None, None, None] * padded[here]).sum(0)
    return dx, dw, dout.sum((0, 2, 3))


def _spread_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    spread = np.zeros((*x.shape[:2], *((size - 1) * stride + 1 for size in x.shape[2:])))
    spread[:, :, ::stride, ::stride] = x
    spread = _pad(spread, w.shape[2] - 1, w.shape[3] - 1)
    windows = np.lib.stride_tricks.sliding_window_view(spread, w.shape[2:], axis=(2, 3))
    out = np.einsum("nchwij,cfij->nfhw", windows, w[:, :, ::-1, ::-1])
    return out[:, :, pad : out.shape[2] - pad, pad : out.shape[3] - pad] + b[:, None, None], (x, w, conv_param)


def _spread_backward(dout, cache):
    x, w, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    windows = np.lib.stride_tricks.sliding_window_view(_pad(dout, pad, pad), w.shape[2:], axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    dx = np.tensordot(windows, w, ((1, 4, 5), (1, 2, 3))).transpose(0, 3, 1, 2)
    dw = np.tensordot(x, windows, ((0, 2, 3), (0, 2, 3)))
    return np.ascontiguousarray(dx), dw, dout.sum((0, 2, 3))


STYLES = {
    "loops": {"transposed_conv_forward": _loops_forward, "transposed_conv_backward": _loops_backward},
    "spread out": {"transposed_conv_forward": _spread_forward, "transposed_conv_backward": _spread_backward},
}
