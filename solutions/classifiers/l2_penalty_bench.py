"""L2 penalty."""

from solutions.bench_rows import Row


def _real(rng):
    return {"w": rng.normal(size=(1000, 1000)), "reg": 0.01}


ROWS = (Row("l2_penalty", _real, lambda torch, w, reg: reg / 2 * w.square().sum()),)
