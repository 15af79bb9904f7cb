"""Gradient clipping."""

from solutions.bench_rows import Row

SIZE = 1024


def _real(rng):
    shapes = {"dWx": (SIZE, SIZE), "dWh": (SIZE, SIZE), "db": (SIZE,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()} | {"max_norm": 5.0}


def _torch(torch, dWx, dWh, db, max_norm):
    norm = torch.sqrt(sum((gradient * gradient).sum() for gradient in (dWx, dWh, db)))
    factor = torch.clamp(max_norm / norm, max=1.0)
    return dWx * factor, dWh * factor, db * factor, norm


ROWS = (Row("clip_gradients", _real, _torch),)
