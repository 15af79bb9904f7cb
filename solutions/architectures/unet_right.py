"""The joint of a U-Net, with plain loops and with strided assignments."""

import numpy as np


def _loops_forward(x, skip):
    out = np.zeros((len(x), skip.shape[1] + x.shape[1], *skip.shape[2:]))
    for i, j in np.ndindex(skip.shape[2:]):
        out[:, :, i, j] = np.hstack([skip[:, :, i, j], x[:, :, i // 2, j // 2]])
    return out, (x, skip)


def _loops_backward(dout, cache):
    x, skip = cache
    dx = np.zeros_like(x)
    for i, j in np.ndindex(skip.shape[2:]):
        dx[:, :, i // 2, j // 2] += dout[:, skip.shape[1] :, i, j]
    return dx, dout[:, : skip.shape[1]]


def _strided_forward(x, skip):
    wide = np.empty((*x.shape[:2], 2 * x.shape[2], 2 * x.shape[3]))
    for i, j in np.ndindex(2, 2):
        wide[:, :, i::2, j::2] = x
    return np.append(skip, wide[:, :, : skip.shape[2], : skip.shape[3]], axis=1), (x, skip)


def _strided_backward(dout, cache):
    x, skip = cache
    dskip, dwide = np.split(dout, [skip.shape[1]], axis=1)
    dx = np.zeros_like(x)
    for i, j in np.ndindex(2, 2):
        part = dwide[:, :, i::2, j::2]
        dx[:, :, : part.shape[2], : part.shape[3]] += part
    return dx, dskip


STYLES = {
    "loops": {"unet_join_forward": _loops_forward, "unet_join_backward": _loops_backward},
    "strided": {"unet_join_forward": _strided_forward, "unet_join_backward": _strided_backward},
}
