"""Grouped convolution: with plain loops, and as a usual convolution whose filters are mostly zeros."""

import numpy as np


def _sizes(x, w, param):
    stride, pad, groups, step = (param[key] for key in ("stride", "pad", "groups", "dilation"))
    rows, columns = (
        1 + (size + 2 * pad - step * (side - 1) - 1) // stride
        for size, side in zip(x.shape[2:], w.shape[2:], strict=True)
    )
    return stride, pad, groups, step, rows, columns


def _windows(x, w, param):
    """Every output, and what it sees of the padded image."""
    stride, _, groups, step, rows, columns = _sizes(x, w, param)
    for f, i, j in np.ndindex(len(w), rows, columns):
        start = f // (len(w) // groups) * w.shape[1]
        down = slice(i * stride, i * stride + step * (w.shape[2] - 1) + 1, step)
        across = slice(j * stride, j * stride + step * (w.shape[3] - 1) + 1, step)
        yield (f, i, j), (slice(None), slice(start, start + w.shape[1]), down, across)


def _padded(x, param):
    pad = param["pad"]
    return np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))


def _loops_forward(x, w, b, conv_param):
    padded = _padded(x, conv_param)
    out = np.zeros((len(x), len(w), *_sizes(x, w, conv_param)[-2:]))
    for output, here in _windows(x, w, conv_param):
        f = output[0]
        out[:, *output] = (padded[here] * w[f]).sum((1, 2, 3)) + b[f]
    return out, (x, w, conv_param)


def _loops_backward(dout, cache):
    x, w, conv_param = cache
    padded, pad, dw = _padded(x, conv_param), conv_param["pad"], np.zeros_like(w)
    dpadded = np.zeros_like(padded)
    for output, here in _windows(x, w, conv_param):
        up = dout[:, *output][:, None, None, None]
        dpadded[here] += up * w[output[0]]
        dw[output[0]] += (up * padded[here]).sum(0)
    return dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]], dw, dout.sum((0, 2, 3))


def _dense(w, groups):
    """Filters over all channels, with zeros outside their group."""
    wide = np.zeros((len(w), groups * w.shape[1], *w.shape[2:]))
    for f in range(len(w)):
        start = f * groups // len(w) * w.shape[1]
        wide[f, start : start + w.shape[1]] = w[f]
    return wide


def _shifts(x, w, param):
    stride, _, _, step, rows, columns = _sizes(x, w, param)
    for k, m in np.ndindex(w.shape[2:]):
        top, left = k * step, m * step
        yield k, m, np.s_[:, :, top : top + stride * rows : stride, left : left + stride * columns : stride]


def _dense_forward(x, w, b, conv_param):
    padded, wide = _padded(x, conv_param), _dense(w, conv_param["groups"])
    parts = [np.einsum("nchw,fc->nfhw", padded[at], wide[:, :, k, m]) for k, m, at in _shifts(x, w, conv_param)]
    return sum(parts) + b[:, None, None], (x, w, padded, wide, conv_param)


def _dense_backward(dout, cache):
    x, w, padded, wide, conv_param = cache
    dpadded, dwide, pad = np.zeros_like(padded), np.zeros_like(wide), conv_param["pad"]
    for k, m, at in _shifts(x, w, conv_param):
        dpadded[at] += np.einsum("nfhw,fc->nchw", dout, wide[:, :, k, m])
        dwide[:, :, k, m] = np.einsum("nfhw,nchw->fc", dout, padded[at])
    used = _dense(np.ones(w.shape), conv_param["groups"]) > 0
    return (
        dpadded[:, :, pad : pad + x.shape[2], pad : pad + x.shape[3]],
        dwide[used].reshape(w.shape),
        dout.sum((0, 2, 3)),
    )


STYLES = {
    "loops": {"grouped_conv_forward": _loops_forward, "grouped_conv_backward": _loops_backward},
    "wide filters": {"grouped_conv_forward": _dense_forward, "grouped_conv_backward": _dense_backward},
}
