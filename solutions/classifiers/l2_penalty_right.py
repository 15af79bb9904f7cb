"""The L2 penalty in a plain loop, and by a product."""

import numpy as np


def in_a_loop(w, reg):
    value, dw = 0.0, np.zeros_like(w)
    for index, weight in np.ndenumerate(w):
        value += weight * weight / 2 * reg
        dw[index] = weight * reg
    return value, dw


def by_length(w, reg):
    return np.linalg.norm(np.sqrt(reg / 2) * w.ravel()) ** 2, np.multiply(w, reg)


STYLES = {"loops": {"l2_penalty": in_a_loop}, "length": {"l2_penalty": by_length}}
