"""The logistic function."""

from benchmarks.layers import Row

ROWS = (Row("sigmoid_forward", lambda rng: {"x": rng.normal(size=(256, 1024))}, lambda torch, x: torch.sigmoid(x)),)
