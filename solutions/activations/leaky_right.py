"""Leaky units in plain loops, by masks, and as a sum of two rectifiers."""

import numpy as np


def leaky_in_loops(x, alpha):
    out = [value if value > 0 else alpha * value for value in x.ravel()]
    return np.array(out).reshape(x.shape), (x, alpha)


def leaky_slope_in_loops(dout, cache):
    x, alpha = cache
    dx = np.array(dout)
    for index in np.ndindex(x.shape):
        if x[index] < 0:
            dx[index] *= alpha
    return dx


def prelu_in_loops(x, alpha):
    rows = [[v if v >= 0 else a * v for v, a in zip(row, alpha, strict=True)] for row in x]
    return np.array(rows), (x, alpha)


def prelu_slopes_in_loops(dout, cache):
    x, alpha = cache
    dx, dalpha = dout.copy(), [0.0] * len(alpha)
    for n, c in np.ndindex(x.shape):
        if x[n, c] < 0:
            dx[n, c] = dout[n, c] * alpha[c]
            dalpha[c] += dout[n, c] * x[n, c]
    return dx, np.array(dalpha)


def two_rectifiers(x, alpha):
    return np.maximum(x, 0) + alpha * np.minimum(x, 0), (x < 0, np.minimum(x, 0), alpha)


def slope_of_two_rectifiers(dout, cache):
    off, _, alpha = cache
    return dout * (~off) + dout * off * alpha


def slopes_of_two_rectifiers(dout, cache):
    return slope_of_two_rectifiers(dout, cache), np.einsum("nc,nc->c", dout, cache[1])


STYLES = {
    "loops": {
        "leaky_relu_forward": leaky_in_loops,
        "leaky_relu_backward": leaky_slope_in_loops,
        "prelu_forward": prelu_in_loops,
        "prelu_backward": prelu_slopes_in_loops,
    },
    "two rectifiers": {
        "leaky_relu_forward": two_rectifiers,
        "leaky_relu_backward": slope_of_two_rectifiers,
        "prelu_forward": two_rectifiers,
        "prelu_backward": slopes_of_two_rectifiers,
    },
}
