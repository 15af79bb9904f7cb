"""Hyperbolic tangents in plain loops, and by way of exponentials that cannot overflow."""

import math

import numpy as np


def _each(function, x):
    return np.array([function(value) for value in x.ravel().tolist()]).reshape(x.shape)


def tanh_in_loops(x):
    return _each(math.tanh, x), x


def tanh_slope_in_loops(dout, cache):
    return dout * _each(lambda value: 1 - math.tanh(value) ** 2, cache)


def scaled_in_loops(x):
    return _each(lambda value: 1.7159 * math.tanh(2 * value / 3), x), x


def scaled_slope_in_loops(dout, cache):
    return dout * _each(lambda value: 1.7159 * (2 / 3) * (1 - math.tanh(2 * value / 3) ** 2), cache)


def by_exponential(x):
    small = np.exp(-2 * np.abs(x))
    return np.sign(x) * (1 - small) / (1 + small), {"small": small}


def slope_by_exponential(dout, cache):
    return dout * 4 * cache["small"] / (1 + cache["small"]) ** 2


def scaled_by_exponential(x):
    out, cache = by_exponential(2 * x / 3)
    return 1.7159 * out, cache


def scaled_slope_by_exponential(dout, cache):
    return 1.7159 * 2 / 3 * slope_by_exponential(dout, cache)


STYLES = {
    "loops": {
        "tanh_forward": tanh_in_loops,
        "tanh_backward": tanh_slope_in_loops,
        "scaled_tanh_forward": scaled_in_loops,
        "scaled_tanh_backward": scaled_slope_in_loops,
    },
    "exponential": {
        "tanh_forward": by_exponential,
        "tanh_backward": slope_by_exponential,
        "scaled_tanh_forward": scaled_by_exponential,
        "scaled_tanh_backward": scaled_slope_by_exponential,
    },
}
