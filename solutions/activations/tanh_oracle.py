"""Hyperbolic tangents by exponentials: autograd's own derivative of tanh overflows far out."""

import autograd.numpy as anp
import numpy as np


def tanh_forward(x):
    sign = np.where(getattr(x, "_value", x) < 0, -1.0, 1.0)  # not 0, where x is 0: there it has a slope too
    small = anp.exp(-2 * sign * x)
    return (sign * (1 - small) / (1 + small),)


def scaled_tanh_forward(x):
    return (1.7159 * tanh_forward(x * 2 / 3)[0],)
