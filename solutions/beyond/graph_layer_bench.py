"""Message passing."""

from solutions.bench_rows import Row


def _real(rng):
    links = (rng.random((500, 500)) < 0.02) / 10.0
    arrays = {"h": rng.normal(size=(500, 128)), "a": links}
    return arrays | {name: rng.normal(size=(128, 64)) for name in ("w0", "w1")}


ROWS = (Row("graph_layer_forward", _real, lambda torch, h, a, w0, w1: h @ w0 + a @ h @ w1),)
