"""How people get the logistic function and the binary cross-entropy wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def _right(z, t):
    return np.mean(np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z)))), (_sigmoid(z) - t) / len(z)


@misconception(
    "sigmoid",
    "You divide one exponential by another, and for large x both are infinite. Written with exp(-x), only one "
    "exponential is needed; choose the form by the sign of x.",
    desk="not_finite",
)
def sigmoid_overflows(x):
    return np.exp(x) / (1 + np.exp(x))


@misconception(
    "sigmoid",
    "The minus sign in the exponent is missing, so your curve falls. Large log-odds mean a probability close to 1.",
    desk="sign",
)
def sigmoid_mirrored(x):
    return 1 - _sigmoid(x)


@misconception(
    "sigmoid",
    "You computed the hyperbolic tangent, which runs from -1 to 1. A probability runs from 0 to 1 and is a half "
    "where the log-odds are 0.",
    desk="function",
)
def sigmoid_is_tanh(x):
    return np.tanh(x)


@misconception(
    "sigmoid_forward",
    "Your layer divides one exponential by another; from about 710 on both are infinite, and their quotient is not a "
    "number.",
    desk="not_finite",
)
def sigmoid_layer_overflows(x):
    return np.exp(x) / (1 + np.exp(x)), (x,)


@misconception(
    "sigmoid_forward",
    "Your layer falls where it should rise: check the sign in the exponent.",
    desk="sign",
)
def sigmoid_layer_mirrored(x):
    return 1 - _sigmoid(x), (x,)


@misconception(
    "sigmoid_backward",
    "You put the input into the formula of the slope. The slope is y (1 - y) with the output y; with the input it can "
    "even be negative.",
    desk="slope",
)
def sigmoid_slope_of_input(dout, cache):
    (x,) = cache
    return dout * x * (1 - x)


@misconception(
    "sigmoid_backward",
    "You squashed twice: what you put into the formula is the logistic function of the output. If the cache holds the "
    "output already, use it as it is.",
    desk="slope",
)
def sigmoid_squashed_twice(dout, cache):
    (x,) = cache
    y = _sigmoid(_sigmoid(x))
    return dout * y * (1 - y)


@misconception(
    "sigmoid_backward",
    "You returned the slope by itself. The chain rule multiplies it with the gradient that arrives from above.",
    desk="ignores_upstream",
)
def sigmoid_slope_only(dout, cache):
    (x,) = cache
    return _sigmoid(x) * (1 - _sigmoid(x))


@misconception(
    "sigmoid_backward",
    "You used the slope of the hyperbolic tangent, 1 minus the squared output. For the logistic function it is the "
    "output times 1 minus the output, never more than a quarter.",
    desk="slope",
)
def sigmoid_slope_of_tanh(dout, cache):
    (x,) = cache
    return dout * (1 - _sigmoid(x) ** 2)


@misconception(
    "sigmoid_backward",
    "Half of the slope is missing: you multiplied with the output only. Where the output is close to 1, the curve is "
    "flat, and the second factor says so.",
    desk="slope",
)
def sigmoid_slope_without_second_factor(dout, cache):
    (x,) = cache
    return dout * _sigmoid(x)


@misconception(
    "bce_with_logits",
    "The minus sign is missing: this is the mean log-likelihood, which grows as the model gets better. "
    "Descent on it would make the model worse.",
    desk="sign",
)
def bce_without_minus(z, t):
    loss, dz = _right(z, t)
    return -loss, dz


@misconception(
    "bce_with_logits",
    "The minus belongs to both terms, and yours stands before the first one only. Read literally, the loss of a "
    "sample of class 0 then has no lower bound.",
    desk="value",
    in_variants=True,
)
def bce_without_brackets(z, t):
    log_p, log_q = -np.logaddexp(0, -z), -np.logaddexp(0, z)
    return np.mean(-t * log_p + (1 - t) * log_q), _right(z, t)[1]


@misconception(
    "bce_with_logits",
    "Only the samples of class 1 cost something in your loss. A model that says 1 to everything would be perfect; "
    "the second term, for class 0, is missing.",
    desk="value",
    in_variants=True,
)
def bce_first_term_only(z, t):
    return np.mean(t * np.logaddexp(0, -z)), _right(z, t)[1]


@misconception(
    "bce_with_logits",
    "You take the logarithm of a probability that has been rounded to 0. Put the logistic function into the logarithm "
    "on paper first, and simplify: then no logarithm of 0 is left.",
    desk="not_finite",
    in_variants=True,
)
def bce_logarithm_of_zero(z, t):
    p = _sigmoid(z)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)), (p - t) / len(z)


@misconception(
    "bce_with_logits",
    "You keep the probabilities away from 0 and 1 before the logarithm. That caps the loss near 16, "
    "where a logit of 1000 on the wrong side costs 1000.",
    desk="value",
)
def bce_clipped(z, t):
    p = np.clip(_sigmoid(z), 1e-7, 1 - 1e-7)
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p)), _right(z, t)[1]


@misconception(
    "bce_with_logits",
    "You summed the costs over the batch. The loss is their mean, so that it does not depend on the size of the batch.",
    desk="factor",
)
def bce_loss_summed(z, t):
    loss, dz = _right(z, t)
    return loss * len(z), dz


@misconception(
    "bce_with_logits",
    "Loss and gradient do not belong together: the loss is divided by the number of samples, its gradient is not.",
    desk="factor",
)
def bce_gradient_not_averaged(z, t):
    loss, dz = _right(z, t)
    return loss, dz * len(z)


@misconception(
    "bce_with_logits",
    "Your gradient is target minus probability, which points downhill. The optimiser subtracts the gradient: "
    "two minus signs, and the loss grows.",
    desk="sign",
    in_variants=True,
)
def bce_gradient_downhill(z, t):
    loss, dz = _right(z, t)
    return loss, -dz


@misconception(
    "bce_with_logits",
    "Your gradient has the slope of the logistic function as an extra factor, as with the squared error. "
    "In the cross-entropy it cancels, so that a sample that is surely wrong still learns.",
    desk="value",
    in_variants=True,
)
def bce_gradient_of_squared_error(z, t):
    loss, dz = _right(z, t)
    return loss, dz * _sigmoid(z) * (1 - _sigmoid(z))
