"""Grouped and dilated convolution, position of the filter by position."""

import autograd.numpy as anp
import numpy as np


def grouped_conv_forward(x, w, b, conv_param):
    stride, pad, groups, step = (conv_param[key] for key in ("stride", "pad", "groups", "dilation"))
    x = anp.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), "constant")
    rows, columns = (1 + (x.shape[k] - step * (w.shape[k] - 1) - 1) // stride for k in (2, 3))
    x = anp.reshape(x, (x.shape[0], groups, -1, *x.shape[2:]))
    w = anp.reshape(w, (groups, -1, *w.shape[1:]))
    total = 0.0
    for i, j in np.ndindex(*w.shape[3:]):
        top, left = i * step, j * step
        window = x[..., top : top + stride * (rows - 1) + 1 : stride, left : left + stride * (columns - 1) + 1 : stride]
        total = total + anp.einsum("ngchw,gfc->ngfhw", window, w[..., i, j])
    return (anp.reshape(total, (x.shape[0], -1, rows, columns)) + b[:, None, None],)
