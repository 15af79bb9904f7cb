"""Sizes and counts, by walking through them or by other formulas."""

import math

import numpy as np


def _walked_output_size(size, kernel, stride, pad):
    count, start = 0, -pad
    while start + kernel <= size + pad:
        count, start = count + 1, start + stride
    return count


def _walked_receptive_field(layers):
    first, last = 0, 0
    for layer in reversed(layers):
        first, last = first * layer["stride"], last * layer["stride"] + layer["kernel"] - 1
    return last - first + 1


def _added_count(channels, filters, height, width):
    return sum(1 + sum(height * width for _ in range(channels)) for _ in range(filters))


def _floored_output_size(size, kernel, stride, pad):
    return np.int64(np.floor((size - kernel + 2 * pad + stride) / stride))


def _summed_receptive_field(layers):
    strides = [layer["stride"] for layer in layers]
    return 1 + sum((layer["kernel"] - 1) * math.prod(strides[:k]) for k, layer in enumerate(layers))


def _sized_count(channels, filters, height, width):
    return np.zeros((filters, channels, height, width)).size + np.zeros(filters).size


STYLES = {
    "walking": {
        "output_size": _walked_output_size,
        "receptive_field": _walked_receptive_field,
        "count_conv_params": _added_count,
    },
    "formulas": {
        "output_size": _floored_output_size,
        "receptive_field": _summed_receptive_field,
        "count_conv_params": _sized_count,
    },
}
