"""How people get the logistic function wrong."""

import numpy as np

from solutions.misconceptions.catalogue import misconception


def _sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


@misconception(
    "sigmoid_forward",
    "The sign in the exponent is wrong: large numbers must come out near 1.",
    desk="permuted",
)
def sigmoid_falls(x):
    return _sigmoid(-x), (x,)


@misconception(
    "sigmoid_forward",
    "Your exponential overflows, and infinity divided by infinity is no number. Put the minus sign into the exponent, "
    "or use the hyperbolic tangent.",
    desk="not_finite",
)
def sigmoid_overflows(x):
    return np.exp(x) / (1 + np.exp(x)), (x,)


@misconception(
    "sigmoid_backward",
    "You used the input where the output belongs: the slope is the output times one minus the output.",
    desk="value",
)
def sigmoid_slope_of_input(dout, cache):
    (x,) = cache
    return dout * x * (1 - x)


@misconception(
    "sigmoid_backward",
    "One minus the square is the slope of the hyperbolic tangent. Here it is the output times one minus the output.",
    desk="value",
)
def sigmoid_slope_of_tanh(dout, cache):
    (x,) = cache
    return dout * (1 - _sigmoid(x) ** 2)


@misconception(
    "sigmoid_backward",
    "You returned the slope alone. The chain rule multiplies it with the upstream gradient.",
    desk="ignores_upstream",
)
def sigmoid_slope_only(dout, cache):
    (x,) = cache
    return _sigmoid(x) * (1 - _sigmoid(x))


@misconception(
    "sigmoid_backward",
    "The factor one minus the output is missing: where the unit is saturated, hardly anything may pass.",
    desk="value",
)
def sigmoid_second_factor_missing(dout, cache):
    (x,) = cache
    return dout * _sigmoid(x)
