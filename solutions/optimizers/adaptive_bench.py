"""Adaptive optimisers on a million weights. PyTorch's change the weights in place, so they are not compared."""

from solutions.bench_rows import Row


def _real(settings, *states):
    def inputs(rng):
        w, dw = (rng.normal(size=(1000, 1000)) for _ in range(2))
        config = {"learning_rate": 0.01, "epsilon": 1e-8} | settings
        return {"w": w, "dw": dw, "config": config | {name: rng.uniform(size=w.shape) for name in states}}

    return inputs


BETAS = {"beta1": 0.9, "beta2": 0.999, "t": 3}
ROWS = (
    Row("adagrad", _real({}, "cache")),
    Row("rmsprop", _real({"decay_rate": 0.9}, "cache")),
    Row("adam", _real(BETAS, "m", "v")),
    Row("adamw", _real(BETAS | {"weight_decay": 0.01}, "m", "v")),
)
