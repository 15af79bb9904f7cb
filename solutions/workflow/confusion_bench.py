"""A confusion matrix of a hundred classes."""

from solutions.bench_rows import Row


def _real(rng):
    labels = {name: rng.integers(0, 100, size=1_000_000) for name in ("y", "y_pred")}
    return labels | {"classes": 100}


ROWS = (Row("confusion_matrix", _real),)
