"""The perceptron's learning rule."""

from solutions.bench_rows import Row


def _update(rng):
    return {"w": rng.normal(size=100_001), "x": rng.normal(size=100_000), "y": 1, "lr": 0.1}


def _fit(rng):
    return {"x": rng.normal(size=(2000, 50)), "y": rng.integers(0, 2, size=2000), "lr": 0.1, "epochs": 2}


ROWS = (Row("perceptron_update", _update), Row("perceptron_fit", _fit))
