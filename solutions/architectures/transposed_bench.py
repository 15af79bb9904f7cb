"""Transposed convolution."""

from solutions.bench_rows import Row


def _real(rng):
    arrays = {"x": (16, 32, 16, 16), "w": (32, 16, 4, 4), "b": (16,)}
    return {name: rng.normal(size=size) for name, size in arrays.items()} | {"conv_param": {"stride": 2, "pad": 1}}


def _torch(torch, x, w, b, conv_param):
    return torch.nn.functional.conv_transpose2d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])


ROWS = (Row("transposed_conv_forward", _real, _torch),)
