"""How people get batch normalisation of features wrong; `spatial` has the images."""

import numpy as np

from solutions.misconceptions import misconception


def _settings(bn_param, size):
    """Mode, eps, momentum and the running mean and variance, with their defaults."""
    zeros = np.zeros(size)
    running = bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)
    return bn_param["mode"], bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9), *running


def _forward(x, gamma, beta, bn_param, ddof=0, outside=False, use_eps=True):
    cache = x, gamma, beta, dict(bn_param)
    mode, eps, momentum, running_mean, running_var = _settings(bn_param, x.shape[1])
    mean, var = running_mean, running_var
    if mode == "train":
        mean, var = x.mean(axis=0), x.var(axis=0, ddof=ddof)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    std = np.sqrt(var) + eps if outside else np.sqrt(var + eps * use_eps)
    return gamma * (x - mean) / std + beta, cache


def _normal(cache):
    """Normalised samples and the standard deviation of the batch."""
    x, gamma, beta, bn_param = cache
    std = np.sqrt(x.var(axis=0) + bn_param.get("eps", 1e-5))
    return (x - x.mean(axis=0)) / std, std


def _dx(dout, cache):
    normal, std = _normal(cache)
    return cache[1] / std * (dout - dout.mean(axis=0) - normal * (dout * normal).mean(axis=0))


@misconception(
    "batchnorm_forward",
    "You exchanged the momentum with its complement: here it weighs the old running value, "
    "so with 0.9 a new batch counts one tenth.",
    desk="running",
)
def batchnorm_momentum_reversed(x, gamma, beta, bn_param):
    momentum = bn_param.get("momentum", 0.9)
    bn_param["momentum"] = 1 - momentum
    out, cache = _forward(x, gamma, beta, bn_param)
    bn_param["momentum"] = momentum
    return out, cache


@misconception(
    "batchnorm_forward",
    "You never store the new running mean and variance in bn_param. "
    "In test mode the layer would still use the values that it started with.",
    desk="running",
    in_variants=True,
)
def batchnorm_running_not_stored(x, gamma, beta, bn_param):
    return _forward(x, gamma, beta, dict(bn_param))


@misconception(
    "batchnorm_forward",
    "You replaced the running statistics by those of the last batch. They are an average over many batches, "
    "because a single one is too noisy to be used in test mode.",
    desk="running",
    in_variants=True,
)
def batchnorm_running_replaced(x, gamma, beta, bn_param):
    out, cache = _forward(x, gamma, beta, bn_param)
    if bn_param["mode"] == "train":
        bn_param["running_mean"], bn_param["running_var"] = x.mean(axis=0), x.var(axis=0)
    return out, cache


@misconception(
    "batchnorm_forward",
    "You updated the running variance with standard deviations. What is averaged, and later gets eps and a root, "
    "is the variance.",
    desk="running",
    in_variants=True,
)
def batchnorm_running_std(x, gamma, beta, bn_param):
    _, _, momentum, _, running_var = _settings(bn_param, x.shape[1])
    out, cache = _forward(x, gamma, beta, bn_param)
    if bn_param["mode"] == "train":
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * x.std(axis=0)
    return out, cache


@misconception(
    "batchnorm_forward",
    "You update the running statistics in test mode too. There they only get used: "
    "a prediction must not depend on what was predicted before.",
    desk="running",
    in_variants=True,
)
def batchnorm_running_updated_in_test_mode(x, gamma, beta, bn_param):
    _, _, momentum, running_mean, running_var = _settings(bn_param, x.shape[1])
    out, cache = _forward(x, gamma, beta, bn_param)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * x.var(axis=0)
    return out, cache


@misconception(
    "batchnorm_forward",
    "You use the statistics of the batch in test mode as well. There the running ones count: "
    "a sample's prediction must not depend on its neighbours in the batch.",
    desk="ignores_argument",
    in_variants=True,
)
def batchnorm_mode_ignored(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    bn_param["mode"] = "train"
    out, cache = _forward(x, gamma, beta, bn_param)
    bn_param["mode"] = mode
    return out, cache


@misconception(
    "batchnorm_forward",
    "You divided the variance by N - 1. Batch normalisation uses the biased variance, divided by N; "
    "with a single sample yours does not even exist.",
    desk="factor",
    in_variants=True,
)
def batchnorm_unbiased_variance(x, gamma, beta, bn_param):
    return _forward(x, gamma, beta, bn_param, ddof=1)


@misconception(
    "batchnorm_forward",
    "You added eps to the standard deviation, outside the square root. It belongs to the variance, under the root.",
    desk="some_entries",
    in_variants=True,
)
def batchnorm_eps_outside_the_root(x, gamma, beta, bn_param):
    return _forward(x, gamma, beta, bn_param, outside=True)


@misconception(
    "batchnorm_forward",
    "You left eps out. A feature that is constant over the batch has variance 0, and the layer divides by 0.",
    desk="ignores_argument",
    in_variants=True,
)
def batchnorm_eps_forgotten(x, gamma, beta, bn_param):
    return _forward(x, gamma, beta, bn_param, use_eps=False)


@misconception(
    "batchnorm_forward",
    "You left beta out. Without it the mean of every feature is forced to 0, "
    "and the network cannot choose another one.",
    desk="ignores_argument",
    in_variants=True,
)
def batchnorm_beta_forgotten(x, gamma, beta, bn_param):
    out, cache = _forward(x, gamma, 0 * beta, bn_param)
    return out, (x, gamma, beta, cache[3])


@misconception(
    "batchnorm_forward",
    "You normalised the caller's x in place. x is still needed by whoever passed it in; work on a new array.",
    desk="input_changed",
    in_variants=True,
)
def batchnorm_input_overwritten(x, gamma, beta, bn_param):
    out, cache = _forward(x, gamma, beta, bn_param)
    x -= x.mean(axis=0)
    return out, cache


@misconception(
    "batchnorm_backward",
    "You treated mean and variance as constants. They are computed from x too, so every sample influences "
    "the output of all the others, and two more terms reach dx.",
    desk="statistics",
)
def batchnorm_statistics_as_constants(dout, cache):
    normal, std = _normal(cache)
    return dout * cache[1] / std, (dout * normal).sum(axis=0), dout.sum(axis=0)


@misconception(
    "batchnorm_backward",
    "The way through the variance is missing in dx. Moving one sample changes the spread of the batch, "
    "and with it the scale of every output.",
    desk="some_entries",
)
def batchnorm_variance_path_missing(dout, cache):
    normal, std = _normal(cache)
    dx = cache[1] / std * (dout - dout.mean(axis=0))
    return dx, (dout * normal).sum(axis=0), dout.sum(axis=0)


@misconception(
    "batchnorm_backward",
    "The way through the mean is missing in dx. Moving one sample shifts the mean, and with it every output.",
    desk="statistics",
)
def batchnorm_mean_path_missing(dout, cache):
    normal, std = _normal(cache)
    dx = cache[1] / std * (dout - normal * (dout * normal).mean(axis=0))
    return dx, (dout * normal).sum(axis=0), dout.sum(axis=0)


@misconception(
    "batchnorm_backward",
    "You put sums where means belong in dx: mean and variance divide by N, so their share in the gradient does too.",
    desk="statistics",
)
def batchnorm_sums_for_means(dout, cache):
    normal, std = _normal(cache)
    dgamma, dbeta = (dout * normal).sum(axis=0), dout.sum(axis=0)
    return cache[1] / std * (dout - dbeta - normal * dgamma), dgamma, dbeta


@misconception(
    "batchnorm_backward",
    "You forgot gamma in dx. The normalised value was multiplied by it on the way up, and so is the gradient on the "
    "way down.",
    desk="factor",
)
def batchnorm_gamma_forgotten(dout, cache):
    x, gamma, beta, bn_param = cache
    normal, _ = _normal(cache)
    return _dx(dout, (x, np.ones_like(gamma), beta, bn_param)), (dout * normal).sum(axis=0), dout.sum(axis=0)


@misconception(
    "batchnorm_backward",
    "You multiplied dout with x in dgamma. gamma scales the normalised values, so these are its slope.",
    desk="other_factor",
)
def batchnorm_scale_gradient_with_raw_input(dout, cache):
    return _dx(dout, cache), (dout * cache[0]).sum(axis=0), dout.sum(axis=0)


@misconception(
    "batchnorm_backward",
    "You averaged dgamma or dbeta over the batch. They act on every sample, and what the samples send back adds up; "
    "the mean is already in dout.",
    desk="factor",
)
def batchnorm_parameter_gradients_averaged(dout, cache):
    normal, _ = _normal(cache)
    return _dx(dout, cache), (dout * normal).mean(axis=0), dout.mean(axis=0)


@misconception(
    "batchnorm_backward",
    "Your dgamma still has an entry for each sample. One gamma scales a feature of all samples, "
    "so the axis of the samples must be summed.",
    desk="missing_sum",
)
def batchnorm_scale_gradient_unsummed(dout, cache):
    normal, _ = _normal(cache)
    return _dx(dout, cache), dout * normal, dout.sum(axis=0)


@misconception(
    "batchnorm_backward",
    "Your dgamma and dbeta have shape (1, D), but gamma and beta have shape (D,): "
    "a gradient has the shape of what it belongs to.",
    desk="shape",
)
def batchnorm_parameter_gradients_of_two_axes(dout, cache):
    normal, _ = _normal(cache)
    return _dx(dout, cache), (dout * normal).sum(axis=0, keepdims=True), dout.sum(axis=0, keepdims=True)


@misconception(
    "batchnorm_backward",
    "You left eps out of the standard deviation. The backward pass must differentiate the very function that the "
    "forward pass computed, with its eps.",
    desk="ignores_argument",
)
def batchnorm_backward_eps_forgotten(dout, cache):
    x, gamma, beta, bn_param = cache
    cache = x, gamma, beta, {**bn_param, "eps": 0.0}
    normal, _ = _normal(cache)
    return _dx(dout, cache), (dout * normal).sum(axis=0), dout.sum(axis=0)


@misconception(
    "batchnorm_backward",
    "You multiplied dout by gamma in place. The caller's upstream gradient is changed by that, "
    "and a second call starts from wrong numbers.",
    desk="input_changed",
)
def batchnorm_upstream_overwritten(dout, cache):
    normal, _ = _normal(cache)
    dx, dgamma, dbeta = _dx(dout, cache), (dout * normal).sum(axis=0), dout.sum(axis=0)
    dout *= cache[1]
    return dx, dgamma, dbeta
