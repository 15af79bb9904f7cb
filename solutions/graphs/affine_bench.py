"""Affine layer."""

from solutions.bench_rows import Row


def _real(rng):
    x, w, b = (rng.normal(size=size) for size in ((128, 784), (784, 256), (256,)))
    return {"x": x, "w": w, "b": b}


ROWS = (Row("affine_forward", _real, lambda torch, x, w, b: torch.addmm(b, x, w)),)
