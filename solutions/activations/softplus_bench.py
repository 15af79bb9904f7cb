"""Softplus."""

from solutions.bench_rows import Row


def _real(rng):
    return {"x": rng.normal(size=(1024, 1024))}


ROWS = (Row("softplus_forward", _real, lambda torch, x: torch.nn.functional.softplus(x)),)
