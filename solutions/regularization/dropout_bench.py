"""Dropout of a wide layer."""

from solutions.bench_rows import Row


def _real(rng):
    return {"x": rng.normal(size=(256, 1024)), "dropout_param": {"mode": "train", "p": 0.5, "seed": 1}}


def _torch(torch, x, dropout_param):
    return torch.nn.functional.dropout(x, 1 - dropout_param["p"], dropout_param["mode"] == "train")


ROWS = (Row("dropout_forward", _real, _torch),)
