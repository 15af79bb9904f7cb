"""How people get the softmax with a temperature wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _softmax(scores, axis=1):
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


@misconception(
    "temperature_softmax",
    "You multiplied by the temperature. Hot means disorder: a high temperature must make the probabilities alike, "
    "a low one must leave only the best.",
    desk="function",
)
def temperature_multiplied(scores, temperature):
    return _softmax(scores * temperature)


@misconception(
    "temperature_softmax",
    "You divided the probabilities by the temperature: they no longer add up to 1, and their proportions are "
    "the old ones. The temperature belongs to the scores, before the exponential.",
    desk="value",
)
def temperature_after_the_softmax(scores, temperature):
    return _softmax(scores) / temperature


@misconception(
    "temperature_softmax",
    "You do not use the temperature: this is the plain softmax.",
    desk="ignores_argument",
)
def temperature_ignored(scores, temperature):
    return _softmax(scores)


@misconception(
    "temperature_softmax",
    "You normalised each column. The classes of one row share a probability of 1; the rows do not know of each other.",
    desk="other_axis",
)
def temperature_over_the_batch(scores, temperature):
    return _softmax(scores / temperature, axis=0)


@misconception(
    "temperature_softmax",
    "All rows together add up to 1 in your result. Every row is a distribution of its own.",
    desk="factor",
)
def temperature_one_sum_for_all(scores, temperature):
    powers = np.exp(scores / temperature - (scores / temperature).max(axis=1, keepdims=True))
    return powers / powers.sum()


@misconception(
    "temperature_softmax",
    "Your exponential overflows: a low temperature makes large exponents of small scores. Take the largest score of "
    "the row away first; the probabilities stay the same.",
    desk="not_finite",
)
def temperature_overflows(scores, temperature):
    powers = np.exp(scores / temperature)
    return powers / powers.sum(axis=1, keepdims=True)
