"""Exponential linear units."""

from solutions.bench_rows import Row


def _plain(rng):
    return {"x": rng.normal(size=(1024, 1024)), "alpha": 1.0}


def _scaled(rng):
    return {"x": rng.normal(size=(1024, 1024))}


ROWS = (
    Row("elu_forward", _plain, lambda torch, x, alpha: torch.nn.functional.elu(x, alpha)),
    Row("selu_forward", _scaled, lambda torch, x: torch.nn.functional.selu(x)),
)
