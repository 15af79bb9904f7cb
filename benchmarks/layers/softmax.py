"""Softmax cross-entropy."""

from benchmarks.layers import Row


def _real(rng):
    return {"scores": rng.normal(size=(256, 1000)), "y": rng.integers(0, 1000, size=256)}


def _torch(torch, scores, y):
    return torch.nn.functional.cross_entropy(scores, torch.as_tensor(y))


ROWS = (Row("softmax_loss", _real, _torch),)
