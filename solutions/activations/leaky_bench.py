"""Leaky rectified linear units."""

from solutions.bench_rows import Row


def _fixed(rng):
    return {"x": rng.normal(size=(1024, 1024)), "alpha": 0.01}


def _learnt(rng):
    return {"x": rng.normal(size=(1024, 1024)), "alpha": rng.uniform(0.1, 0.4, size=1024)}


ROWS = (
    Row("leaky_relu_forward", _fixed, lambda torch, x, alpha: torch.nn.functional.leaky_relu(x, alpha)),
    Row("prelu_forward", _learnt, lambda torch, x, alpha: torch.nn.functional.prelu(x, alpha)),
)
