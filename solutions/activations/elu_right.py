"""Exponential linear units in plain loops, and from their outputs."""

import math

import numpy as np

SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772


def elu_in_loops(x, alpha):
    out = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        out[index] = x[index] if x[index] > 0 else alpha * (math.exp(x[index]) - 1)
    return out, (x, alpha)


def elu_slope_in_loops(dout, cache):
    x, alpha = cache
    dx = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        dx[index] = dout[index] * (1 if x[index] >= 0 else alpha * math.exp(x[index]))
    return dx


def selu_in_loops(x):
    out, cache = elu_in_loops(x, ALPHA)
    return SCALE * out, cache


def selu_slope_in_loops(dout, cache):
    return SCALE * elu_slope_in_loops(dout, cache)


def elu_by_parts(x, alpha):
    left = alpha * (np.exp(x, where=x < 0, out=np.ones_like(x)) - 1)
    return np.maximum(x, 0) + left, {"right": x > 0, "left": left, "alpha": alpha}


def elu_slope_from_output(dout, cache):
    return dout * np.where(cache["right"], 1, cache["left"] + cache["alpha"])


def selu_by_parts(x):
    out, cache = elu_by_parts(x, ALPHA)
    return out * SCALE, cache


def selu_slope_from_output(dout, cache):
    return elu_slope_from_output(SCALE * dout, cache)


STYLES = {
    "loops": {
        "elu_forward": elu_in_loops,
        "elu_backward": elu_slope_in_loops,
        "selu_forward": selu_in_loops,
        "selu_backward": selu_slope_in_loops,
    },
    "from the output": {
        "elu_forward": elu_by_parts,
        "elu_backward": elu_slope_from_output,
        "selu_forward": selu_by_parts,
        "selu_backward": selu_slope_from_output,
    },
}
