"""Rectified linear unit."""

from solutions.bench_rows import Row

ROWS = (Row("relu_forward", lambda rng: {"x": rng.normal(size=(256, 1024))}, lambda torch, x: torch.relu(x)),)
