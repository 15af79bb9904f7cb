"""How people get the softplus wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "softplus_forward",
    "Your exponential overflows: for x = 1000 you return infinity where 1000 is right. "
    "Take the larger part out of the logarithm first.",
    desk="not_finite",
)
def softplus_overflows(x):
    return np.log(1 + np.exp(x)), (x,)


@misconception(
    "softplus_forward",
    "You used a logarithm of base 2. Here, as in the whole course, it is the natural one.",
    desk="factor",
)
def softplus_base_two(x):
    return np.logaddexp(0, x) / np.log(2), (x,)


@misconception(
    "softplus_forward",
    "You left out the 1 inside the logarithm: the logarithm of exp(x) is x itself.",
    desk="unchanged",
)
def softplus_one_forgotten(x):
    return x.copy(), (x,)


@misconception(
    "softplus_forward",
    "You took exp(-x) for exp(x), so your function falls where it should rise. It is the mirror image.",
    desk="some_entries",
)
def softplus_mirrored(x):
    return np.logaddexp(0, -x), (x,)


@misconception(
    "softplus_backward",
    "Your slope overflows: for large x it is infinity divided by infinity. Divide numerator and denominator by exp(x), "
    "or build it from something that cannot overflow.",
    desk="not_finite",
)
def softplus_slope_overflows(dout, cache):
    (x,) = cache
    return dout * np.exp(x) / (1 + np.exp(x))


@misconception(
    "softplus_backward",
    "You forgot the inner derivative: the logarithm leaves 1 divided by 1 + exp(x), "
    "and that still has to be multiplied by exp(x).",
    desk="slope",
)
def softplus_inner_slope_missing(dout, cache):
    (x,) = cache
    return dout * 0.5 * (1 - np.tanh(x / 2))


@misconception(
    "softplus_backward",
    "You used the sigmoid's slope. The slope of the softplus is the sigmoid itself, "
    "so you have differentiated once too often.",
    desk="slope",
)
def softplus_differentiated_twice(dout, cache):
    (x,) = cache
    sigmoid = 0.5 * (1 + np.tanh(x / 2))
    return dout * sigmoid * (1 - sigmoid)


@misconception(
    "softplus_backward",
    "You applied the sigmoid to the output. The slope is the sigmoid of the input.",
    desk="slope",
)
def softplus_sigmoid_of_output(dout, cache):
    (x,) = cache
    return dout * 0.5 * (1 + np.tanh(np.logaddexp(0, x) / 2))


@misconception(
    "softplus_backward",
    "You took the slope of the ReLU, a step. The softplus rounds that corner: its slope grows smoothly from 0 to 1.",
    desk="slope",
)
def softplus_slope_of_relu(dout, cache):
    (x,) = cache
    return dout * (x > 0)


@misconception(
    "softplus_backward",
    "You returned the sigmoid alone, which is the slope. The chain rule multiplies it with the upstream gradient.",
    desk="ignores_upstream",
)
def softplus_slope_only(dout, cache):
    (x,) = cache
    return 0.5 * (1 + np.tanh(x / 2))
