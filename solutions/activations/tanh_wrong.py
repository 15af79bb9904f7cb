"""How people get the hyperbolic tangent wrong, plain and scaled."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "tanh_forward",
    "You left out the 2 in the exponents. With exp(-x) in numerator and denominator you get the hyperbolic tangent "
    "of x/2, which is half as steep.",
    desk="factor",
)
def tanh_of_half(x):
    return np.tanh(x / 2), (x,)


@misconception(
    "tanh_forward",
    "You computed the logistic sigmoid. Its values go from 0 to 1; the hyperbolic tangent goes from -1 to 1 "
    "and is 0 at 0.",
    desk="function",
)
def tanh_is_sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2)), (x,)


@misconception(
    "tanh_forward",
    "Your exponentials overflow: for large x both numerator and denominator become infinite, and their quotient is not "
    "a number. Use a form in which no exponent is large and positive.",
    desk="not_finite",
)
def tanh_overflows(x):
    return (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x)), (x,)


@misconception(
    "tanh_backward",
    "You squared the input where the output belongs. The slope of the hyperbolic tangent is 1 minus the square of its "
    "value.",
    desk="slope",
)
def tanh_slope_of_input(dout, cache):
    (x,) = cache
    return dout * (1 - x**2)


@misconception(
    "tanh_backward",
    "You took the sigmoid's slope, output times (1 - output). For the hyperbolic tangent it is 1 minus the square of "
    "the output.",
    desk="slope",
)
def tanh_slope_of_sigmoid(dout, cache):
    (x,) = cache
    out = np.tanh(x)
    return dout * out * (1 - out)


@misconception(
    "tanh_backward",
    "The square is missing: the slope is 1 minus the output squared. Yours is 2 far out on the left, "
    "where the function is flat.",
    desk="value",
)
def tanh_square_missing(dout, cache):
    (x,) = cache
    return dout * (1 - np.tanh(x))


@misconception(
    "tanh_backward",
    "You applied the hyperbolic tangent to the output again. The output is its value already: square it as it is.",
    desk="slope",
)
def tanh_applied_twice(dout, cache):
    (x,) = cache
    return dout * (1 - np.tanh(np.tanh(x)) ** 2)


@misconception(
    "tanh_backward",
    "Your slope has a plus where a minus belongs. It must fall towards 0 where the function flattens out; "
    "yours grows to 2.",
    desk="sign",
)
def tanh_slope_with_plus(dout, cache):
    (x,) = cache
    return dout * (1 + np.tanh(x) ** 2)


@misconception(
    "tanh_backward",
    "You returned the slope alone, 1 minus the squared output. The chain rule multiplies it with dout.",
    desk="ignores_upstream",
)
def tanh_slope_only(dout, cache):
    (x,) = cache
    return 1 - np.tanh(x) ** 2


@misconception(
    "scaled_tanh_forward",
    "The factor 1.7159 in front is missing, so your values end at 1 and -1.",
    desk="factor",
)
def scaled_tanh_without_height(x):
    return np.tanh(2 / 3 * x), (x,)


@misconception(
    "scaled_tanh_forward",
    "The factor 2/3 inside is missing. Without it the function is too steep, and its value at 1 is no longer 1.",
    desk="value",
)
def scaled_tanh_without_steepness(x):
    return 1.7159 * np.tanh(x), (x,)


@misconception(
    "scaled_tanh_forward",
    "You multiplied x by 3/2 inside; it is 2/3. The scaled function is flatter than the plain one inside, not steeper.",
    desk="value",
)
def scaled_tanh_steepness_inverted(x):
    return 1.7159 * np.tanh(3 / 2 * x), (x,)


@misconception(
    "scaled_tanh_backward",
    "The inner derivative 2/3 is missing: the chain rule also differentiates what stands inside.",
    desk="factor",
)
def scaled_tanh_inner_slope_missing(dout, cache):
    (x,) = cache
    return dout * 1.7159 * (1 - np.tanh(2 / 3 * x) ** 2)


@misconception(
    "scaled_tanh_backward",
    "The factor 1.7159 in front is missing in your slope. A constant factor stays when you differentiate.",
    desk="factor",
)
def scaled_tanh_height_missing(dout, cache):
    (x,) = cache
    return dout * 2 / 3 * (1 - np.tanh(2 / 3 * x) ** 2)


@misconception(
    "scaled_tanh_backward",
    "You took 1 minus the square of the scaled output. The formula wants the hyperbolic tangent itself: "
    "divide the output by 1.7159 first.",
    desk="value",
)
def scaled_tanh_square_of_output(dout, cache):
    (x,) = cache
    return dout * 1.7159 * 2 / 3 * (1 - (1.7159 * np.tanh(2 / 3 * x)) ** 2)


@misconception(
    "scaled_tanh_backward",
    "Your slope is that of the plain hyperbolic tangent at x. Both factors, 1.7159 in front and 2/3 inside, change it.",
    desk="slope",
)
def scaled_tanh_slope_of_plain(dout, cache):
    (x,) = cache
    return dout * (1 - np.tanh(x) ** 2)
