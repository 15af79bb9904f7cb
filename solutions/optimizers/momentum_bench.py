"""Gradient descent, plain and with momentum, on a million weights."""

from solutions.bench_rows import Row


def _real(settings, *states):
    def inputs(rng):
        w, dw = (rng.normal(size=(1000, 1000)) for _ in range(2))
        return {"w": w, "dw": dw, "config": settings | {name: rng.uniform(size=w.shape) for name in states}}

    return inputs


FRICTION = {"learning_rate": 0.01, "momentum": 0.9}
ROWS = (
    Row("sgd", _real({"learning_rate": 0.01})),
    Row("sgd_momentum", _real(FRICTION, "velocity")),
    Row("sgd_nesterov", _real(FRICTION, "velocity")),
)
