"""Residual block, with filters moved position by position."""

import autograd.numpy as anp
import numpy as np


def _conv(x, w, b):
    padded = anp.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), "constant")
    rows, columns = x.shape[2:]
    total = 0.0
    for i, j in np.ndindex(3, 3):
        total = total + anp.einsum("nchw,fc->nfhw", padded[:, :, i : i + rows, j : j + columns], w[:, :, i, j])
    return total + b[:, None, None]


def residual_block_forward(x, w1, b1, w2, b2):
    hidden = anp.maximum(0.0, _conv(x, w1, b1))
    return (anp.maximum(0.0, x + _conv(hidden, w2, b2)),)
