"""Descent with plain loops, and with other tools of NumPy."""

from itertools import pairwise

import numpy as np


def shuffle_in_place(count, size, rng):
    order = np.array(range(count))
    rng.shuffle(order)
    return order, np.array([start for start in range(count) if start % size == 0])


def draw_all(count, size, rng):
    return rng.choice(count, count, replace=False), size * np.arange(-(-count // size))


def std_of_running_sums(grads, size, trials, rng):
    total, squares = np.zeros(grads.shape[1]), np.zeros(grads.shape[1])
    for _ in range(trials):
        mean = sum(grads[i] for i in rng.permutation(len(grads))[:size]) / size
        total, squares = total + mean, squares + mean**2
    return np.sqrt(squares / trials - (total / trials) ** 2)


def std_by_sorting(grads, size, trials, rng):
    batches = rng.random((trials, len(grads))).argsort(1)[:, :size]
    return grads[batches].mean(1).std(0, ddof=1)


def permute_by_loops(w1, b1, w2, perm):
    new_w1, new_b1, new_w2 = w1.copy(), b1.copy(), w2.copy()
    for j, old in enumerate(perm):
        new_w1[:, j], new_b1[j], new_w2[j] = w1[:, old], b1[old], w2[old]
    return new_w1, new_b1, new_w2


def permute_by_matrix(w1, b1, w2, perm):
    p = np.eye(len(perm))[:, perm]
    return w1 @ p, b1 @ p, p.T @ w2


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
        "iterate_minibatches": shuffle_in_place,
        "minibatch_gradient_std": std_of_running_sums,
        "permute_hidden": permute_by_loops,
        "gradient_norms_by_depth": norms_by_recursion,
    },
    "arrays": {
        "iterate_minibatches": draw_all,
        "minibatch_gradient_std": std_by_sorting,
        "permute_hidden": permute_by_matrix,
        "gradient_norms_by_depth": norms_by_einsum,
    },
}
