"""Central differences of a function of a thousand numbers."""

from solutions.bench_rows import Row

ROWS = (
    Row(
        "numeric_gradient",
        lambda rng: {"f": "sines of partial sums", "theta": rng.normal(size=1000), "step": 1e-4},
    ),
)
