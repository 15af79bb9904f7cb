"""Losses of regression."""

from solutions.bench_rows import Row


def _real(rng):
    return {"y_pred": rng.normal(size=(1024, 1024)), "y": rng.normal(size=(1024, 1024))}


ROWS = (
    Row("l1_loss", _real, lambda torch, y_pred, y: torch.nn.functional.l1_loss(y_pred, y)),
    Row("mse_loss", _real, lambda torch, y_pred, y: torch.nn.functional.mse_loss(y_pred, y)),
)
