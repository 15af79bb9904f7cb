"""Autoencoder."""

from solutions.bench_rows import Row


def _real(rng):
    shapes = {"x": (256, 784), "w1": (784, 128), "b1": (128,), "w2": (128, 784), "b2": (784,)}
    return {name: rng.normal(size=shape) / 28 for name, shape in shapes.items()}


def _torch(torch, x, w1, b1, w2, b2):
    code = torch.tanh(torch.addmm(b1, x, w1))
    return torch.addmm(b2, code, w2), code


ROWS = (Row("autoencoder_forward", _real, _torch),)
