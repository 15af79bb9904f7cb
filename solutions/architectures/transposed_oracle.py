"""Transposed convolution as the product with 0/1 tables that say where each pixel and weight paint."""

import autograd.numpy as anp
import numpy as np


def _table(size, window, stride, pad):
    """1 where pixel i and row k of the window meet row r of the output."""
    length = (size - 1) * stride + window
    i, k, r = np.ogrid[:size, :window, :length]
    return (i * stride + k == r)[..., pad : length - pad].astype(float)


def transposed_conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    down, across = (_table(x.shape[k], w.shape[k], stride, pad) for k in (2, 3))
    half = anp.einsum("ncij,ikr->ncjkr", x, down)
    half = anp.einsum("ncjkr,cfkm->njrfm", half, w)
    return (anp.einsum("njrfm,jms->nfrs", half, across) + b[:, None, None],)
