"""How people get ALVINN's outputs wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _distances(position, count):
    return np.arange(count) - position[:, None]


@misconception(
    "alvinn_targets",
    "You normalised the targets, so that they add up to 1. The neurons are logistic, each with a target of its own, "
    "and the one at the position has the target 1.",
    desk="lines",
)
def alvinn_targets_normalised(position, count):
    hill = np.exp(-(_distances(position, count) ** 2) / 10)
    return hill / hill.sum(axis=1, keepdims=True)


@misconception(
    "alvinn_targets",
    "You divided by twice 10, as for a Gaussian with variance 10. The hill of the lecture is narrower: "
    "the squared distance is divided by 10.",
    desk="function",
)
def alvinn_targets_too_wide(position, count):
    return np.exp(-(_distances(position, count) ** 2) / 20)


@misconception(
    "alvinn_targets",
    "You did not square the distance. The hill of the lecture is round at the top; yours has a peak.",
    desk="some_entries",
)
def alvinn_targets_not_squared(position, count):
    return np.exp(-np.abs(_distances(position, count)) / 10)


@misconception(
    "alvinn_targets",
    "You numbered the neurons from 1, so the hill stands one neuron too far to the left.",
    desk="permuted",
)
def alvinn_targets_counted_from_one(position, count):
    return np.exp(-((_distances(position, count) + 1) ** 2) / 10)


@misconception(
    "alvinn_decode",
    "You took the number of the largest output. The centre of mass uses all outputs, so it can lie between two neurons "
    "and changes smoothly.",
    desk="some_entries",
)
def alvinn_decode_largest(outputs):
    return outputs.argmax(axis=1).astype(float)


@misconception(
    "alvinn_decode",
    "You did not divide by the sum of the outputs. They do not add up to 1, "
    "and a network that is twice as sure must not steer twice as far.",
    desk="value",
)
def alvinn_decode_undivided(outputs):
    return outputs @ np.arange(outputs.shape[1])


@misconception(
    "alvinn_decode",
    "You numbered the neurons from 1, so every position is one too large.",
    desk="offset",
)
def alvinn_decode_counted_from_one(outputs):
    return outputs @ np.arange(1, outputs.shape[1] + 1) / outputs.sum(axis=1)
