"""Accuracy on images of a thousand classes."""

from solutions.bench_rows import Row


def _real(rng):
    return {"scores": rng.normal(size=(5000, 1000)), "y": rng.integers(0, 1000, size=5000)}


ROWS = (Row("accuracy", _real), Row("topk_accuracy", lambda rng: _real(rng) | {"k": 5}))
