"""The logistic function and the binary cross-entropy."""

from solutions.bench_rows import Row


def _x(rng):
    return {"x": rng.normal(size=(1024, 1024))}


def _logits(rng):
    return {"z": rng.normal(size=1_000_000), "t": rng.integers(0, 2, size=1_000_000).astype(float)}


def _bce(torch, z, t):
    return torch.nn.functional.binary_cross_entropy_with_logits(z, t)


ROWS = (
    Row("sigmoid", _x, lambda torch, x: torch.sigmoid(x)),
    Row("sigmoid_forward", _x, lambda torch, x: torch.sigmoid(x)),
    Row("bce_with_logits", _logits, _bce),
)
