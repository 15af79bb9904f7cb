"""Softplus."""

from benchmarks.layers import Row


def _real(rng):
    return {"x": rng.normal(size=(1024, 1024))}


ROWS = (Row("softplus_forward", _real, lambda torch, x: torch.nn.functional.softplus(x)),)
