"""Multiclass hinge loss."""

from solutions.bench_rows import Row


def _real(rng):
    return {"scores": rng.normal(size=(2048, 1000)), "y": rng.integers(0, 1000, size=2048)}


def _torch(torch, scores, y):
    margins = torch.nn.functional.multi_margin_loss(scores, torch.as_tensor(y), reduction="mean")
    return margins * scores.shape[1]  # PyTorch divides by the number of classes


ROWS = (Row("svm_loss", _real, _torch),)
