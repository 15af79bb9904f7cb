"""A network of three layers, and the number of its parameters."""

import itertools

import numpy as np

from solutions.bench_rows import Row

SIZES = (784, 512, 256, 10)


def _real(rng):
    inputs = {"x": rng.normal(size=(128, SIZES[0]))}
    for layer, (d, m) in enumerate(itertools.pairwise(SIZES), 1):
        inputs |= {f"W{layer}": rng.normal(size=(d, m)) / np.sqrt(d), f"b{layer}": rng.normal(size=m)}
    return inputs


def _torch(torch, x, W1, b1, W2, b2, W3, b3):
    hidden = torch.relu(torch.addmm(b1, x, W1))
    return torch.addmm(b3, torch.relu(torch.addmm(b2, hidden, W2)), W3)


ROWS = (
    Row("count_params", lambda rng: {"sizes": rng.integers(1, 1000, size=100_000)}),
    Row("mlp_forward", _real, _torch),
)
