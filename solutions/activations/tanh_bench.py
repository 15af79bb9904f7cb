"""Hyperbolic tangents."""

from solutions.bench_rows import Row


def _real(rng):
    return {"x": rng.normal(size=(1024, 1024))}


ROWS = (
    Row("tanh_forward", _real, lambda torch, x: torch.tanh(x)),
    Row("scaled_tanh_forward", _real, lambda torch, x: 1.7159 * torch.tanh(x * (2 / 3))),
)
