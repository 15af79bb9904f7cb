"""Right answers in other styles: loops, einsum."""

import numpy as np


def loops_affine_forward(x, w, b):
    out = np.zeros((len(x), len(b)))
    for n in range(len(x)):
        out[n] = x[n] @ w + b
    return out, (x, w, b)


def loops_affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for n in range(len(x)):
        dx[n] = w @ dout[n]
        dw += np.outer(x[n], dout[n])
        db += dout[n]
    return dx, dw, db


def einsum_affine_forward(x, w, b):
    return np.einsum("nd,dm->nm", x, w) + b, (x, w, b)


def einsum_affine_backward(dout, cache):
    x, w, _ = cache
    return np.einsum("nm,dm->nd", dout, w), np.einsum("nd,nm->dm", x, dout), np.einsum("nm->m", dout)


STYLES = {
    "loops": {
        "affine_forward": loops_affine_forward,
        "affine_backward": loops_affine_backward,
    },
    "einsum": {
        "affine_forward": einsum_affine_forward,
        "affine_backward": einsum_affine_backward,
    },
}
