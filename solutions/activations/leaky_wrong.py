"""How people get leaky units wrong, with a fixed slope and with a learnt one."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "leaky_relu_forward",
    "You set negative entries to 0. That is the plain ReLU; the leaky one multiplies them by alpha.",
    desk="ignores_argument",
)
def leaky_plain_relu(x, alpha):
    return np.maximum(0, x), (x, alpha)


@misconception(
    "leaky_relu_forward",
    "Your leak has the wrong sign: negative inputs come out positive. Alpha times a negative number stays negative.",
    desk="some_entries",
)
def leaky_upwards(x, alpha):
    return np.where(x > 0, x, -alpha * x), (x, alpha)


@misconception(
    "leaky_relu_forward",
    "You gave negative entries the constant value alpha. Alpha is a slope: it multiplies them.",
    desk="some_entries",
)
def leaky_constant(x, alpha):
    return np.where(x > 0, x, alpha), (x, alpha)


@misconception(
    "leaky_relu_forward",
    "You changed the negative entries of x itself. x belongs to the caller, who may still need it.",
    desk="input_changed",
)
def leaky_input_overwritten(x, alpha):
    before = x.copy()
    x[x < 0] *= alpha
    return x, (before, alpha)


@misconception(
    "leaky_relu_backward",
    "Nothing passes where x was negative. That is the plain ReLU; here the slope is alpha on that side.",
    desk="mask",
)
def leaky_gradient_of_relu(dout, cache):
    x, alpha = cache
    return dout * (x > 0)


@misconception(
    "leaky_relu_backward",
    "Your sides are exchanged: the slope is 1 where x is positive and alpha where it is negative.",
    desk="slope",
)
def leaky_sides_exchanged(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, alpha, 1.0)


@misconception(
    "leaky_relu_backward",
    "Where x was negative you multiplied by alpha times x. That is the value there; the slope is alpha alone.",
    desk="some_entries",
)
def leaky_slope_times_input(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1.0, alpha * x)


@misconception(
    "leaky_relu_backward",
    "You looked at the sign of dout. Which slope counts is decided by the input of the forward pass.",
    desk="some_entries",
)
def leaky_masked_by_upstream(dout, cache):
    x, alpha = cache
    return np.where(dout > 0, dout, alpha * dout)


@misconception(
    "leaky_relu_backward",
    "You returned the slope alone, 1 or alpha. The chain rule multiplies it with the upstream gradient.",
    desk="ignores_upstream",
)
def leaky_slope_only(dout, cache):
    x, alpha = cache
    return np.where(x > 0, 1.0, alpha)


@misconception(
    "leaky_relu_backward",
    "You divided by alpha where x was negative. The gradient is multiplied by the slope on its way back, "
    "just as the signal was on its way forward.",
    desk="some_entries",
)
def leaky_slope_inverted(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1.0, 1 / alpha)


@misconception(
    "prelu_forward",
    "You took the larger one of x and alpha times x. That is right only as long as alpha is at most 1; "
    "a learnt alpha may grow beyond it.",
    desk="some_entries",
)
def prelu_as_maximum(x, alpha):
    return np.maximum(x, alpha * x), (x, alpha)


@misconception(
    "prelu_forward",
    "All units share one slope, the mean of alpha. Each unit, that is each column, has its own.",
    desk="some_entries",
)
def prelu_one_slope(x, alpha):
    return np.where(x > 0, x, alpha.mean() * x), (x, alpha)


@misconception(
    "prelu_backward",
    "Your gradient of alpha is the mean over the batch. Each sample uses alpha once, so the contributions add up; "
    "dividing by N belongs to the loss.",
    desk="factor",
)
def prelu_slope_gradient_averaged(dout, cache):
    x, alpha = cache
    return np.where(x > 0, dout, alpha * dout), np.mean(dout * np.minimum(0, x), axis=0)


@misconception(
    "prelu_backward",
    "You forgot the negative side in the gradient of alpha: where x was positive alpha had no part in the output, "
    "and must get nothing from there.",
    desk="some_entries",
)
def prelu_slope_gradient_unmasked(dout, cache):
    x, alpha = cache
    return np.where(x > 0, dout, alpha * dout), np.sum(dout * x, axis=0)


@misconception(
    "prelu_backward",
    "The factor x is missing in the gradient of alpha. The output is alpha times x there, "
    "so a change of alpha counts x times.",
    desk="value",
)
def prelu_slope_gradient_without_input(dout, cache):
    x, alpha = cache
    return np.where(x > 0, dout, alpha * dout), np.sum(dout * (x < 0), axis=0)


@misconception(
    "prelu_backward",
    "You multiplied the gradient of alpha by alpha. The derivative of alpha times x with respect to alpha is x alone.",
    desk="factor",
)
def prelu_slope_gradient_times_slope(dout, cache):
    x, alpha = cache
    return np.where(x > 0, dout, alpha * dout), np.sum(dout * alpha * np.minimum(0, x), axis=0)


@misconception(
    "prelu_backward",
    "You summed the gradient of alpha over all units. Each unit has a slope of its own: sum over the samples only.",
    desk="all_alike",
)
def prelu_slope_gradient_shared(dout, cache):
    x, alpha = cache
    total = np.sum(dout * np.minimum(0, x))
    return np.where(x > 0, dout, alpha * dout), np.full_like(alpha, total)


@misconception(
    "prelu_backward",
    "Nothing reaches x where it was negative. The unit leaks there: its slope is alpha, not 0.",
    desk="mask",
)
def prelu_gradient_of_relu(dout, cache):
    x, alpha = cache
    return dout * (x > 0), np.sum(dout * np.minimum(0, x), axis=0)
