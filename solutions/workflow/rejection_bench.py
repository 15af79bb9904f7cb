"""A rejection curve of many samples."""

from solutions.bench_rows import Row


def _real(rng):
    return {"scores": rng.normal(size=(50_000, 10)), "y": rng.integers(0, 10, size=50_000)}


ROWS = (Row("rejection_curve", _real),)
