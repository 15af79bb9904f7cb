"""Right answers in other styles: loops, arrays."""

from itertools import pairwise

import numpy as np


def norms_by_recursion(x, weights, dout):
    def below(h, layer):
        """The gradient that arrives at the layer's input, and the norms from this layer on."""
        if layer == len(weights):
            return dout, []
        out = np.tanh(h @ weights[layer])
        dh, norms = below(out, layer + 1)
        da = dh / np.cosh(h @ weights[layer]) ** 2
        return da @ weights[layer].T, [float(np.sqrt(np.sum((h.T @ da) ** 2))), *norms]

    return np.array(below(x, 0)[1])


def norms_by_einsum(x, weights, dout):
    states = [x]
    for w in weights:
        states.append(np.tanh(np.einsum("nd,de->ne", states[-1], w)))
    dh, norms = dout, np.zeros(len(weights))
    for layer, (low, high) in reversed(list(enumerate(pairwise(states)))):
        da = dh * (1 - high**2)
        dw = np.einsum("nd,ne->de", low, da)
        norms[layer] = np.einsum("de,de->", dw, dw) ** 0.5
        dh = np.einsum("ne,de->nd", da, weights[layer])
    return norms


STYLES = {
    "loops": {
        "gradient_norms_by_depth": norms_by_recursion,
    },
    "arrays": {
        "gradient_norms_by_depth": norms_by_einsum,
    },
}
