"""Hyperbolic tangents by exponentials: autograd's own derivative of tanh overflows far out."""

import autograd.numpy as anp
import numpy as np


def tanh_forward(x):
    small = anp.exp(-2 * anp.abs(x))
    return (np.sign(getattr(x, "_value", x)) * (1 - small) / (1 + small),)


def scaled_tanh_forward(x):
    return (1.7159 * tanh_forward(x * 2 / 3)[0],)
