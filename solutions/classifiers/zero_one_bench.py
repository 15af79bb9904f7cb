"""Share of wrong predictions."""

from solutions.bench_rows import Row


def _real(rng):
    return {"y": rng.integers(0, 10, size=1_000_000), "y_pred": rng.integers(0, 10, size=1_000_000)}


ROWS = (Row("zero_one_loss", _real),)
