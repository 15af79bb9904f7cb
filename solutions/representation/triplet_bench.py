"""Triplet loss."""

from solutions.bench_rows import Row


def _real(rng):
    arrays = {name: rng.normal(size=(4096, 128)) for name in ("anchor", "positive", "negative")}
    return arrays | {"margin": 0.2}


def _torch(torch, anchor, positive, negative, margin):
    near, far = ((anchor - other).square().sum(dim=1) for other in (positive, negative))
    return torch.relu(near - far + margin).mean()


ROWS = (Row("triplet_loss", _real, _torch),)
