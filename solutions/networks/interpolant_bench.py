"""A sum of many ReLUs."""

import numpy as np

from solutions.bench_rows import Row


def _real(rng):
    return {"knots": np.cumsum(rng.uniform(0.5, 1.5, size=1_000_000)), "values": rng.normal(size=1_000_000)}


ROWS = (Row("relu_interpolant", _real),)
