"""Grouped convolution: depth-wise, and in four groups."""

from solutions.bench_rows import Row


def _inputs(rng, inside, groups):
    arrays = {"x": (16, 32, 32, 32), "w": (32, inside, 3, 3), "b": (32,)}
    param = {"stride": 1, "pad": 1, "groups": groups, "dilation": 1}
    return {name: rng.normal(size=size) for name, size in arrays.items()} | {"conv_param": param}


def _depthwise(rng):
    return _inputs(rng, 1, 32)


def _four_groups(rng):
    return _inputs(rng, 8, 4)


def _torch(torch, x, w, b, conv_param):
    groups, dilation = conv_param["groups"], conv_param["dilation"]
    return torch.nn.functional.conv2d(x, w, b, conv_param["stride"], conv_param["pad"], dilation, groups)


ROWS = (Row("grouped_conv_forward", _depthwise, _torch), Row("grouped_conv_forward", _four_groups, _torch))
