"""ALVINN's outputs, with plain loops and by other formulas."""

import math

import numpy as np


def _looped_targets(position, count):
    return np.array([[math.exp(-((i - float(p)) ** 2) / 10) for i in range(count)] for p in position])


def _looped_decode(outputs):
    return np.array([sum(i * y for i, y in enumerate(row)) / sum(row) for row in outputs])


def _powers(position, count):
    return 10.0 ** (np.subtract.outer(position, np.arange(count)) ** 2 / (-10 * math.log(10)))


def _averaged(outputs):
    return np.average(np.broadcast_to(np.arange(outputs.shape[1]), outputs.shape), axis=1, weights=outputs)


STYLES = {
    "loops": {"alvinn_targets": _looped_targets, "alvinn_decode": _looped_decode},
    "formulas": {"alvinn_targets": _powers, "alvinn_decode": _averaged},
}
