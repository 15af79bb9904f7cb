"""How people get group normalisation and instance normalisation wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _split(x, groups):
    """Every group of every image as a row."""
    return x.reshape(x.shape[0] * groups, -1)


def _interleaved(x, groups):
    """Channels in the order in which every G-th belongs to the same group."""
    return np.arange(x.shape[1]).reshape(-1, groups).T.ravel()


def _normal(x, groups, eps, ddof=0):
    rows = _split(x, groups)
    std = np.sqrt(rows.var(axis=1, ddof=ddof, keepdims=True) + eps)
    normal = (rows - rows.mean(axis=1, keepdims=True)) / std
    wide = np.repeat(std.reshape(x.shape[0], groups), x.shape[1] // groups, axis=1)
    return normal.reshape(x.shape), wide[:, :, None, None]


def _means(values, groups):
    """The mean of every group at each of its places."""
    rows = _split(values, groups)
    return np.broadcast_to(rows.mean(axis=1, keepdims=True), rows.shape).reshape(values.shape)


def _dx(dout, x, gamma, groups, eps, through_mean=1.0, through_variance=1.0, over=None):
    normal, std = _normal(x, groups, eps)
    dnormal, over = dout * gamma, over or groups
    along = normal * _means(dnormal * normal, over)
    return (dnormal - through_mean * _means(dnormal, over) - through_variance * along) / std


def _sums(dout, x, groups, eps):
    """Gradients of gamma and beta, of shape (1, C, 1, 1)."""
    normal, _ = _normal(x, groups, eps)
    return (dout * normal).sum(axis=(0, 2, 3), keepdims=True), dout.sum(axis=(0, 2, 3), keepdims=True)


def _group(dout, cache, **changes):
    x, gamma, _, groups, gn_param = cache
    return _dx(dout, x, gamma, groups, gn_param["eps"], **changes), *_sums(dout, x, groups, gn_param["eps"])


def _instance(dout, cache, **changes):
    x, gamma, _, in_param = cache
    channels = x.shape[1]
    dx = _dx(dout, x, gamma[:, None, None], channels, in_param["eps"], **changes)
    dgamma, dbeta = _sums(dout, x, channels, in_param["eps"])
    return dx, dgamma.ravel(), dbeta.ravel()


def _scaled(normal, gamma, beta):
    return gamma[:, None, None] * normal + beta[:, None, None]


@misconception(
    "spatial_groupnorm_forward",
    "You put every G-th channel into the same group. A group is C/G neighbouring channels: the axis of the channels "
    "splits into groups first, channels of a group second.",
    desk="value",
)
def groupnorm_interleaved(x, gamma, beta, G, gn_param):
    order = _interleaved(x, G)
    normal, _ = _normal(x[:, order], G, gn_param["eps"])
    return gamma * normal[:, np.argsort(order)] + beta, (x, gamma, beta, G, gn_param)


@misconception(
    "spatial_groupnorm_forward",
    "You made groups of G channels. G is the number of groups, so each has C/G channels.",
    desk="value",
)
def groupnorm_of_groups_of_that_size(x, gamma, beta, G, gn_param):
    normal, _ = _normal(x, x.shape[1] // G, gn_param["eps"])
    return gamma * normal + beta, (x, gamma, beta, G, gn_param)


@misconception(
    "spatial_groupnorm_forward",
    "You normalised over all channels of an image, whatever G is. That is layer normalisation; here every group has a "
    "mean and a variance of its own.",
    desk="ignores_argument",
)
def groupnorm_groups_ignored(x, gamma, beta, G, gn_param):
    normal, _ = _normal(x, 1, gn_param["eps"])
    return gamma * normal + beta, (x, gamma, beta, G, gn_param)


@misconception(
    "spatial_groupnorm_forward",
    "You took mean and variance over the batch as well. Every image is normalised by itself, so that its result does "
    "not depend on the others.",
    desk="value",
)
def groupnorm_over_the_batch(x, gamma, beta, G, gn_param):
    parts = x.reshape(x.shape[0], G, -1)
    std = np.sqrt(parts.var(axis=(0, 2), keepdims=True) + gn_param["eps"])
    normal = (parts - parts.mean(axis=(0, 2), keepdims=True)) / std
    return gamma * normal.reshape(x.shape) + beta, (x, gamma, beta, G, gn_param)


@misconception(
    "spatial_groupnorm_forward",
    "You divided the variance by the number of entries less one. Normalisation layers use the biased variance, "
    "divided by all of them.",
    desk="some_entries",
)
def groupnorm_unbiased_variance(x, gamma, beta, G, gn_param):
    normal, _ = _normal(x, G, gn_param["eps"], ddof=1)
    return gamma * normal + beta, (x, gamma, beta, G, gn_param)


@misconception(
    "spatial_groupnorm_backward",
    "You treated mean and variance as constants. Every entry of a group influences them, and through them "
    "all the others: two more terms reach dx.",
    desk="statistics",
)
def groupnorm_statistics_as_constants(dout, cache):
    return _group(dout, cache, through_mean=0.0, through_variance=0.0)


@misconception(
    "spatial_groupnorm_backward",
    "The way through the variance is missing in dx. Moving one entry changes the spread of its group, "
    "and with it the scale of all outputs of the group.",
    desk="statistics",
)
def groupnorm_variance_path_missing(dout, cache):
    return _group(dout, cache, through_variance=0.0)


@misconception(
    "spatial_groupnorm_backward",
    "In dx you averaged over each channel by itself. Mean and variance belong to the group, "
    "so the averages run over all its channels.",
    desk="statistics",
)
def groupnorm_channel_averages(dout, cache):
    return _group(dout, cache, over=cache[0].shape[1])


@misconception(
    "spatial_groupnorm_backward",
    "You multiplied by gamma after the averages. It differs between the channels of a group, and the averages "
    "run over all of them: dout must be scaled first.",
    desk="statistics",
)
def groupnorm_gamma_after_the_averages(dout, cache):
    x, gamma, beta, groups, gn_param = cache
    dx, dgamma, dbeta = _group(dout, (x, np.ones_like(gamma), beta, groups, gn_param))
    return gamma * dx, dgamma, dbeta


@misconception(
    "spatial_groupnorm_backward",
    "Your dgamma and dbeta have shape (C,), but here gamma and beta have shape (1, C, 1, 1): "
    "a gradient has the shape of what it belongs to.",
    desk="shape",
)
def groupnorm_parameter_gradients_flat(dout, cache):
    dx, dgamma, dbeta = _group(dout, cache)
    return dx, dgamma.ravel(), dbeta.ravel()


@misconception(
    "spatial_groupnorm_backward",
    "You left eps out of the standard deviation. The backward pass must differentiate the very function that the "
    "forward pass computed, with its eps.",
    desk="ignores_argument",
)
def groupnorm_backward_eps_forgotten(dout, cache):
    return _group(dout, (*cache[:4], {"eps": 0.0}))


@misconception(
    "instancenorm_forward",
    "You took the mean over the samples as well: that is batch normalisation of images. Here every image has its own "
    "mean and variance in each channel.",
    desk="value",
)
def instancenorm_over_the_batch(x, gamma, beta, in_param):
    std = np.sqrt(x.var(axis=(0, 2, 3), keepdims=True) + in_param["eps"])
    normal = (x - x.mean(axis=(0, 2, 3), keepdims=True)) / std
    return _scaled(normal, gamma, beta), (x, gamma, beta, in_param)


@misconception(
    "instancenorm_forward",
    "You took one mean for all channels of an image: that is layer normalisation. "
    "Here every channel is normalised by itself.",
    desk="value",
)
def instancenorm_over_channels(x, gamma, beta, in_param):
    normal, _ = _normal(x, 1, in_param["eps"])
    return _scaled(normal, gamma, beta), (x, gamma, beta, in_param)


@misconception(
    "instancenorm_forward",
    "You left eps out. A channel of one colour has variance 0, and the layer divides by 0.",
    desk="ignores_argument",
)
def instancenorm_eps_forgotten(x, gamma, beta, in_param):
    normal, _ = _normal(x, x.shape[1], 0.0)
    return _scaled(normal, gamma, beta), (x, gamma, beta, in_param)


@misconception(
    "instancenorm_backward",
    "You treated mean and variance as constants. Every pixel of a channel influences them, and through them all its "
    "other pixels: two more terms reach dx.",
    desk="statistics",
)
def instancenorm_statistics_as_constants(dout, cache):
    return _instance(dout, cache, through_mean=0.0, through_variance=0.0)


@misconception(
    "instancenorm_backward",
    "The way through the mean is missing in dx. Moving one pixel shifts the mean of its channel, "
    "and with it all outputs of the channel.",
    desk="statistics",
)
def instancenorm_mean_path_missing(dout, cache):
    return _instance(dout, cache, through_mean=0.0)


@misconception(
    "instancenorm_backward",
    "In dx you averaged over all channels of the image. Mean and variance belong to one channel, "
    "so the averages run over its rows and columns.",
    desk="statistics",
)
def instancenorm_averages_over_channels(dout, cache):
    return _instance(dout, cache, over=1)


@misconception(
    "instancenorm_backward",
    "Your dgamma and dbeta still have a row for every sample. All samples share gamma and beta, "
    "so their contributions must be summed.",
    desk="missing_sum",
)
def instancenorm_parameter_gradients_by_sample(dout, cache):
    x, _, _, in_param = cache
    normal, _ = _normal(x, x.shape[1], in_param["eps"])
    return _instance(dout, cache)[0], (dout * normal).sum(axis=(2, 3)), dout.sum(axis=(2, 3))
