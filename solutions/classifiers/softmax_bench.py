"""Softmax, by itself and with the cross-entropy."""

from solutions.bench_rows import Row


def _real(rng):
    return {"scores": rng.normal(size=(256, 1000)), "y": rng.integers(0, 1000, size=256)}


def _torch(torch, scores, y):
    return torch.nn.functional.cross_entropy(scores, torch.as_tensor(y))


ROWS = (
    Row("softmax_loss", _real, _torch),
    Row("softmax", lambda rng: {"scores": rng.normal(size=(1024, 1000))}, lambda torch, scores: scores.softmax(dim=1)),
)
