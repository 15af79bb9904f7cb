"""How people get layer normalisation wrong; `groupnorm` has the images."""

import numpy as np

from solutions.misconceptions import misconception


def _moments(x, eps, ddof=0):
    """Centred samples and the standard deviation of each, as a column."""
    return x - x.mean(axis=1, keepdims=True), np.sqrt(x.var(axis=1, ddof=ddof, keepdims=True) + eps)


def _out(x, gamma, beta, ln_param):
    centred, std = _moments(x, ln_param["eps"])
    return gamma * centred / std + beta


def _normal(cache):
    x, _, _, ln_param = cache
    centred, std = _moments(x, ln_param["eps"])
    return centred / std, std


def _gradients(dout, cache, through_mean=1.0, through_variance=1.0):
    normal, std = _normal(cache)
    dnormal = dout * cache[1]
    along = normal * (dnormal * normal).mean(axis=1, keepdims=True)
    dx = dnormal - through_mean * dnormal.mean(axis=1, keepdims=True) - through_variance * along
    return dx / std, (dout * normal).sum(axis=0), dout.sum(axis=0)


@misconception(
    "layernorm_forward",
    "You normalised each feature over the batch. That is batch normalisation; layer normalisation takes mean and "
    "variance of one sample over its features, so that samples do not depend on each other.",
    desk="value",
)
def layernorm_over_the_batch(x, gamma, beta, ln_param):
    out = gamma * (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + ln_param["eps"]) + beta
    return out, (x, gamma, beta, ln_param)


@misconception(
    "layernorm_forward",
    "You took one mean and one variance for the whole batch. Every sample has its own.",
    desk="value",
)
def layernorm_over_everything(x, gamma, beta, ln_param):
    out = gamma * (x - x.mean()) / np.sqrt(x.var() + ln_param["eps"]) + beta
    return out, (x, gamma, beta, ln_param)


@misconception(
    "layernorm_forward",
    "You divided the variance by D - 1. Layer normalisation uses the biased variance, divided by D.",
    desk="some_entries",
)
def layernorm_unbiased_variance(x, gamma, beta, ln_param):
    centred, std = _moments(x, ln_param["eps"], ddof=1)
    return gamma * centred / std + beta, (x, gamma, beta, ln_param)


@misconception(
    "layernorm_forward",
    "You added eps to the standard deviation, outside the square root. It belongs to the variance, under the root.",
    desk="some_entries",
)
def layernorm_eps_outside_the_root(x, gamma, beta, ln_param):
    centred, std = _moments(x, 0.0)
    return gamma * centred / (std + ln_param["eps"]) + beta, (x, gamma, beta, ln_param)


@misconception(
    "layernorm_forward",
    "You divided by the variance. What brings the spread to 1 is the standard deviation, its root.",
    desk="some_entries",
)
def layernorm_divided_by_variance(x, gamma, beta, ln_param):
    centred, std = _moments(x, ln_param["eps"])
    return gamma * centred / std**2 + beta, (x, gamma, beta, ln_param)


@misconception(
    "layernorm_forward",
    "You subtract the mean from the caller's x in place. x is still needed by whoever passed it in; "
    "work on a new array.",
    desk="input_changed",
)
def layernorm_input_overwritten(x, gamma, beta, ln_param):
    out = _out(x, gamma, beta, ln_param)
    x -= x.mean(axis=1, keepdims=True)
    return out, (x, gamma, beta, ln_param)


@misconception(
    "layernorm_backward",
    "You treated mean and variance as constants. They are computed from the features of the sample, "
    "so every feature influences all its neighbours, and two more terms reach dx.",
    desk="lines",
)
def layernorm_statistics_as_constants(dout, cache):
    return _gradients(dout, cache, 0.0, 0.0)


@misconception(
    "layernorm_backward",
    "The way through the variance is missing in dx. Moving one feature changes the spread of its sample, "
    "and with it the scale of all its outputs.",
    desk="value",
)
def layernorm_variance_path_missing(dout, cache):
    return _gradients(dout, cache, through_variance=0.0)


@misconception(
    "layernorm_backward",
    "The way through the mean is missing in dx. Moving one feature shifts the mean of its sample, "
    "and with it all its outputs.",
    desk="lines",
)
def layernorm_mean_path_missing(dout, cache):
    return _gradients(dout, cache, through_mean=0.0)


@misconception(
    "layernorm_backward",
    "In dx you averaged over the batch, as batch normalisation does. Here mean and variance belong to one sample, "
    "so the averages run over its features.",
    desk="value",
)
def layernorm_batch_axis_in_dx(dout, cache):
    normal, std = _normal(cache)
    dnormal = dout * cache[1]
    dx = (dnormal - dnormal.mean(axis=0) - normal * (dnormal * normal).mean(axis=0)) / std
    return dx, (dout * normal).sum(axis=0), dout.sum(axis=0)


@misconception(
    "layernorm_backward",
    "You multiplied by gamma after the averages. It differs from feature to feature, and the averages run over the "
    "features: dout must be scaled first.",
    desk="value",
)
def layernorm_gamma_after_the_averages(dout, cache):
    x, gamma, beta, ln_param = cache
    dx, dgamma, dbeta = _gradients(dout, (x, np.ones_like(gamma), beta, ln_param))
    return gamma * dx, dgamma, dbeta


@misconception(
    "layernorm_backward",
    "You put sums where means belong in dx: mean and variance divide by D, so their share in the gradient does too.",
    desk="lines",
)
def layernorm_sums_for_means(dout, cache):
    width = dout.shape[1]
    return _gradients(dout, cache, width, width)


@misconception(
    "layernorm_backward",
    "You summed dgamma and dbeta over the features. Each feature has its own gamma, which all samples share: "
    "what disappears is the axis of the samples.",
    desk="shape",
)
def layernorm_parameters_summed_over_features(dout, cache):
    normal, _ = _normal(cache)
    return _gradients(dout, cache)[0], (dout * normal).sum(axis=1), dout.sum(axis=1)


@misconception(
    "layernorm_backward",
    "You multiplied dout with x in dgamma. gamma scales the normalised values, so these are its slope.",
    desk="other_factor",
)
def layernorm_scale_gradient_with_raw_input(dout, cache):
    dx, _, dbeta = _gradients(dout, cache)
    return dx, (dout * cache[0]).sum(axis=0), dbeta


@misconception(
    "layernorm_backward",
    "You left eps out of the standard deviation. The backward pass must differentiate the very function that the "
    "forward pass computed, with its eps.",
    desk="ignores_argument",
)
def layernorm_backward_eps_forgotten(dout, cache):
    x, gamma, beta, _ = cache
    return _gradients(dout, (x, gamma, beta, {"eps": 0.0}))
