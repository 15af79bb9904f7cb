"""Positions in a sequence."""

from benchmarks.layers import Row

ROWS = (Row("positional_encoding", lambda rng: {"steps": 512, "size": 256}),)
