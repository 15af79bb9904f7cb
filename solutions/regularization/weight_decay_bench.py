"""Weight decay of a million weights."""

from solutions.bench_rows import Row


def _real(rng):
    return {"w": rng.normal(size=(1000, 1000)), "dw": rng.normal(size=(1000, 1000)), "lr": 0.1, "decay": 1e-4}


ROWS = (Row("weight_decay_step", _real, lambda torch, w, dw, lr, decay: torch.sub(w, dw, alpha=lr).mul_(1 - decay)),)
