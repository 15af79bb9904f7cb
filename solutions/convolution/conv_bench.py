"""Convolution."""

from solutions.bench_rows import Row


def _real(rng):
    arrays = {"x": (32, 16, 32, 32), "w": (32, 16, 3, 3), "b": (32,)}
    return {name: rng.normal(size=size) for name, size in arrays.items()} | {"conv_param": {"stride": 1, "pad": 1}}


def _torch(torch, x, w, b, conv_param):
    return torch.nn.functional.conv2d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])


ROWS = (Row("conv_forward", _real, _torch),)
