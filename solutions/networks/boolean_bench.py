"""A network for a truth table of ten inputs."""

from solutions.bench_rows import Row

ROWS = (Row("boolean_net", lambda rng: {"table": rng.integers(0, 2, size=1024)}),)
