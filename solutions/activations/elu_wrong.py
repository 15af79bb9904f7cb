"""How people get exponential linear units wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _constants():
    return 1.0507009873554805, 1.6732632423543772


def _left(x):
    return np.exp(np.minimum(x, 0))


@misconception(
    "elu_forward",
    "The -1 is missing on the left: your values jump at 0 and end at 0 instead of -alpha.",
    desk="some_entries",
)
def elu_without_minus_one(x, alpha):
    return np.where(x > 0, x, alpha * _left(x)), (x, alpha)


@misconception(
    "elu_forward",
    "You left out alpha. Without it the values end at -1 on the left, whatever alpha is.",
    desk="ignores_argument",
)
def elu_alpha_forgotten(x, alpha):
    return np.where(x > 0, x, _left(x) - 1), (x, alpha)


@misconception(
    "elu_forward",
    "You subtracted 1 after multiplying by alpha. Alpha multiplies the whole difference, so that the value at 0 is 0.",
    desk="some_entries",
)
def elu_alpha_inside(x, alpha):
    return np.where(x > 0, x, alpha * _left(x) - 1), (x, alpha)


@misconception(
    "elu_forward",
    "You multiplied by a mask of zeros and ones. For large inputs the exponential is infinite, and infinity times 0 is "
    "not a number. Choose between the two sides, or keep the exponent from growing.",
    desk="not_finite",
)
def elu_masked_infinity(x, alpha):
    return x * (x > 0) + alpha * (np.exp(x) - 1) * (x <= 0), (x, alpha)


@misconception(
    "elu_backward",
    "You used the value on the left as its slope. The derivative of exp(x) - 1 is exp(x): the -1 is gone.",
    desk="some_entries",
)
def elu_value_as_slope(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1.0, alpha * (_left(x) - 1))


@misconception(
    "elu_backward",
    "Alpha is missing in your slope on the left. A constant factor stays when you differentiate.",
    desk="some_entries",
)
def elu_slope_without_alpha(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1.0, _left(x))


@misconception(
    "elu_backward",
    "Your slope on the left is the constant alpha, as in a leaky ReLU. Here it shrinks with exp(x) "
    "the further out you go.",
    desk="some_entries",
)
def elu_slope_constant(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, 1.0, alpha)


@misconception(
    "elu_backward",
    "Nothing passes where x was negative. That is the plain ReLU; this unit still has a slope there.",
    desk="mask",
)
def elu_gradient_of_relu(dout, cache):
    x, alpha = cache
    return dout * (x > 0)


@misconception(
    "elu_backward",
    "The slope on the right of 0 is 1. You multiplied by x there, which is the value.",
    desk="some_entries",
)
def elu_value_on_the_right(dout, cache):
    x, alpha = cache
    return dout * np.where(x > 0, x, alpha * _left(x))


@misconception(
    "elu_backward",
    "You returned the slope alone, 1 on the right and alpha exp(x) on the left. It still has to meet dout: "
    "the chain rule multiplies them.",
    desk="ignores_upstream",
)
def elu_slope_only(dout, cache):
    x, alpha = cache
    return np.where(x > 0, 1.0, alpha * _left(x))


@misconception(
    "elu_backward",
    "You multiplied by a mask of zeros and ones. For large inputs the exponential is infinite, and infinity times 0 is "
    "not a number. The right side needs no exponential at all.",
    desk="not_finite",
)
def elu_slope_masked_infinity(dout, cache):
    x, alpha = cache
    return dout * ((x > 0) + alpha * np.exp(x) * (x <= 0))


@misconception(
    "selu_forward",
    "You multiplied by lambda on the right only. It scales both sides.",
    desk="some_entries",
)
def selu_left_not_scaled(x):
    scale, alpha = _constants()
    return np.where(x > 0, scale * x, alpha * (_left(x) - 1)), (x,)


@misconception(
    "selu_forward",
    "Lambda is missing. Without it this is an ELU, and the variance of its outputs shrinks from layer to layer.",
    desk="factor",
)
def selu_not_scaled(x):
    scale, alpha = _constants()
    return np.where(x > 0, x, alpha * (_left(x) - 1)), (x,)


@misconception(
    "selu_forward",
    "You rounded the constants to 1.050 and 1.673. The variance then is no longer kept at 1; take all digits.",
    desk="value",
)
def selu_rounded(x):
    return 1.05 * np.where(x > 0, x, 1.673 * (_left(x) - 1)), (x,)


@misconception(
    "selu_forward",
    "You exchanged lambda and alpha: 1.67 scales nothing but the left side, 1.05 scales both.",
    desk="some_entries",
)
def selu_constants_exchanged(x):
    scale, alpha = _constants()
    return alpha * np.where(x > 0, x, scale * (_left(x) - 1)), (x,)


@misconception(
    "selu_backward",
    "Lambda is missing in your slope. A constant factor in front of a function stays when you differentiate.",
    desk="factor",
)
def selu_slope_not_scaled(dout, cache):
    scale, alpha = _constants()
    (x,) = cache
    return dout * np.where(x > 0, 1.0, alpha * _left(x))


@misconception(
    "selu_backward",
    "Your slope on the left lacks alpha. Both constants stand there, lambda times alpha times exp(x).",
    desk="some_entries",
)
def selu_slope_without_alpha(dout, cache):
    scale, alpha = _constants()
    (x,) = cache
    return dout * scale * np.where(x > 0, 1.0, _left(x))


@misconception(
    "selu_backward",
    "You used the value on the left as its slope. Differentiating exp(x) - 1 leaves exp(x): the -1 is gone.",
    desk="some_entries",
)
def selu_value_as_slope(dout, cache):
    scale, alpha = _constants()
    (x,) = cache
    return dout * scale * np.where(x > 0, 1.0, alpha * (_left(x) - 1))


@misconception(
    "selu_backward",
    "Your slope on the right is 1. The line there is scaled by lambda, so its slope is lambda.",
    desk="some_entries",
)
def selu_right_slope_one(dout, cache):
    scale, alpha = _constants()
    (x,) = cache
    return dout * np.where(x > 0, 1.0, scale * alpha * _left(x))
