"""Softplus in plain loops, by the identity with the absolute value, and as PyTorch does it."""

import math

import numpy as np


def in_loops(x):
    out = [max(value, 0.0) + math.log1p(math.exp(-abs(value))) for value in x.ravel()]
    return np.array(out).reshape(x.shape), (x,)


def slope_in_loops(dout, cache):
    dx = dout.copy()
    for index, value in np.ndenumerate(cache[0]):
        small = math.exp(-abs(value))
        dx[index] *= 1 / (1 + small) if value > 0 else small / (1 + small)
    return dx


def linear_far_out(x):
    near = x < 30
    return np.where(near, np.log1p(np.exp(np.where(near, x, 0))), x), x


def slope_by_clipping(dout, cache):
    return dout / (1 + np.exp(-np.clip(cache, -500, 500)))


STYLES = {
    "loops": {"softplus_forward": in_loops, "softplus_backward": slope_in_loops},
    "linear far out": {"softplus_forward": linear_far_out, "softplus_backward": slope_by_clipping},
}
