"""Minibatches."""

from solutions.bench_rows import Row


def _epoch(rng):
    return {"count": 200_000, "size": 128, "rng": 0}


def _noise(rng):
    return {"grads": rng.normal(size=(2000, 100)), "size": 64, "trials": 100, "rng": 0}


ROWS = (
    Row("iterate_minibatches", _epoch, lambda torch, count, size, rng: torch.randperm(count)),
    Row("minibatch_gradient_std", _noise, same_work=False),
)
