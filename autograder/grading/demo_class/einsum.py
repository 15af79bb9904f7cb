"""Right answers with einsum, where that says it best; caches as in `loops`."""

import numpy as np


def affine_forward(x, w, b):
    return np.einsum("nd,dm->nm", x, w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, _ = cache
    return np.einsum("nm,dm->nd", dout, w), np.einsum("nd,nm->dm", x, dout), np.einsum("nm->m", dout)


def _windows(x, w, conv_param):
    pad, stride = conv_param["pad"], conv_param["stride"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    views = np.lib.stride_tricks.sliding_window_view(padded, w.shape[2:], axis=(2, 3))
    return padded, views[:, :, ::stride, ::stride]


def conv_forward(x, w, b, conv_param):
    _, windows = _windows(x, w, conv_param)
    out = np.einsum("nchwij,fcij->nfhw", windows, w, optimize=True)
    return out + b[:, None, None], (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, _, conv_param = cache
    padded, windows = _windows(x, w, conv_param)
    pad, stride = conv_param["pad"], conv_param["stride"]
    dw = np.einsum("nchwij,nfhw->fcij", windows, dout, optimize=True)
    dpadded = np.zeros_like(padded)
    (rows, columns), (H, W) = dout.shape[2:], x.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        part = np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j])
        dpadded[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride] += part
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, np.einsum("nfhw->f", dout)


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    a = np.einsum("nd,dk->nk", x, Wx, optimize=True) + np.einsum("nh,hk->nk", prev_h, Wh, optimize=True) + b
    i, f, o, g = a.reshape(len(x), 4, -1).transpose(1, 0, 2)
    i, f, o = (0.5 * (1 + np.tanh(0.5 * gate)) for gate in (i, f, o))
    next_c = f * prev_c + i * np.tanh(g)
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)
