"""Maxout."""

from solutions.bench_rows import Row


def _real(rng):
    x, w, b = (rng.normal(size=size) for size in ((256, 512), (4, 512, 256), (4, 256)))
    return {"x": x, "w": w, "b": b}


def _torch(torch, x, w, b):
    return (torch.matmul(x, w) + b[:, None]).amax(0)


ROWS = (Row("maxout_forward", _real, _torch),)
