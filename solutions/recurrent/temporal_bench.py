"""Output layer of a sequence model."""

from solutions.bench_rows import Row


def _affine(rng):
    x, w, b = (rng.normal(size=size) for size in ((32, 64, 128), (128, 256), (256,)))
    return {"x": x, "w": w, "b": b}


def _scores(rng):
    shape = (32, 64, 500)
    return {"x": rng.normal(size=shape), "y": rng.integers(0, 500, size=shape[:2]), "mask": rng.random(shape[:2]) < 0.8}


def _torch_loss(torch, x, y, mask):
    flat, right = x.reshape(-1, x.shape[2]), torch.as_tensor(y).reshape(-1)
    losses = torch.nn.functional.cross_entropy(flat, right, reduction="none")
    return (losses * torch.as_tensor(mask).reshape(-1)).sum() / x.shape[0]


ROWS = (
    Row("temporal_affine_forward", _affine, lambda torch, x, w, b: torch.nn.functional.linear(x, w.T, b)),
    Row("temporal_softmax_loss", _scores, _torch_loss),
)
