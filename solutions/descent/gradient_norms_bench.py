"""Gradients by depth."""

from solutions.bench_rows import Row


def _real(rng):
    arrays = {"x": rng.normal(size=(128, 256)), "weights": rng.normal(size=(20, 256, 256)) / 16}
    return arrays | {"dout": rng.normal(size=(128, 256))}


def _torch(torch, x, weights, dout):
    h = x
    for w in weights:
        h = torch.tanh(h @ w)
    (dweights,) = torch.autograd.grad(h, weights, dout)
    return dweights.flatten(1).norm(dim=1)


ROWS = (Row("gradient_norms_by_depth", _real, _torch),)
