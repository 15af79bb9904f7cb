"""Likelihood of tosses."""

import numpy as np

from solutions.bench_rows import Row


def _real(rng):
    return {"p": np.array(0.4), "tosses": rng.integers(0, 2, size=1_000_000)}


def _torch(torch, p, tosses):
    tosses = torch.as_tensor(tosses, dtype=p.dtype)
    return torch.nn.functional.binary_cross_entropy(p.expand(len(tosses)), tosses, reduction="sum")


ROWS = (Row("coin_nll", _real, _torch),)
