"""Measured derivatives of a softmax, and the comparison of two arrays."""

from solutions.bench_rows import Row

ROWS = (
    Row("numeric_jacobian", lambda rng: {"f": "softmax", "x": rng.normal(size=300), "step": 1e-4}),
    Row("relative_error", lambda rng: {name: rng.normal(size=(256, 1024)) for name in "ab"}),
)
