"""Positions in a sequence."""

from solutions.bench_rows import Row

ROWS = (Row("positional_encoding", lambda rng: {"steps": 512, "size": 256}),)
