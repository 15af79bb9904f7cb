"""Initial weights and statistics of activations with loops, and with sums of powers."""

import math

import numpy as np


def rows(n_in, n_out, scheme, rng):
    count = {"lecun": n_in, "glorot": (n_in + n_out) / 2, "he": n_in / 2}[scheme]
    return np.array([[rng.normal() / math.sqrt(count) for _ in range(n_out)] for _ in range(n_in)])


def scaled(n_in, n_out, scheme, rng):
    std = math.sqrt((1 if scheme == "lecun" else 2) / (n_in + n_out * (scheme == "glorot")))
    return (std * rng.standard_normal((n_out, n_in))).T


def loops(x, weights, activation):
    means, stds = [], []
    for w in weights:
        a = [[sum(row[i] * w[i, j] for i in range(len(row))) for j in range(len(row))] for row in x]
        x = [[math.tanh(v) if activation == "tanh" else max(0.0, v) for v in row] for row in a]
        flat = [v for row in x for v in row]
        means.append(sum(flat) / len(flat))
        stds.append(math.sqrt(sum((v - means[-1]) ** 2 for v in flat) / len(flat)))
    return np.array(means), np.array(stds)


def powers(x, weights, activation):
    function = {"tanh": np.tanh, "relu": lambda a: a * (a > 0)}[activation]
    first, second = np.zeros(len(weights)), np.zeros(len(weights))
    for layer, w in enumerate(weights):
        x = function(np.einsum("nd,de->ne", x, w))
        first[layer], second[layer] = x.mean(), (x**2).mean()
    return first, np.sqrt(second - first**2)


STYLES = {
    "loops": {"init_weights": rows, "forward_statistics": loops},
    "scaled": {"init_weights": scaled, "forward_statistics": powers},
}
