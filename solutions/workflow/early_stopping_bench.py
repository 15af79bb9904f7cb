"""Early stopping on a long curve."""

import numpy as np

from solutions.bench_rows import Row


def _real(rng):
    values = np.linspace(1, 0, 20_000) + rng.uniform(0, 0.01, size=20_000)
    return {"values": values, "patience": 1000}


ROWS = (Row("early_stopping", _real),)
