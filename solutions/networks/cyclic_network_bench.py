"""A network of sixty neurons, many steps."""

from solutions.bench_rows import Row


def _real(rng):
    return {"w": rng.normal(size=(60, 60)) / 8, "x": rng.uniform(size=60), "steps": 5000}


ROWS = (Row("run_digraph", _real),)
