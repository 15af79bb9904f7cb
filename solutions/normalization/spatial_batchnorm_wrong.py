"""How people get batch normalisation of images wrong; `batchnorm` has the features."""

import numpy as np

from solutions.misconceptions import misconception


def _column(values):
    """One number for each channel, in a shape that fits images."""
    return values[:, None, None]


def _forward(x, gamma, beta, bn_param, axes=(0, 2, 3)):
    cache = x, gamma, beta, dict(bn_param)
    zeros = np.zeros(x.shape[1])
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    running_mean, running_var = bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)
    mean, var = _column(running_mean), _column(running_var)
    if bn_param["mode"] == "train":
        mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
        running_mean = momentum * running_mean + (1 - momentum) * mean.mean(axis=(0, 2, 3))
        running_var = momentum * running_var + (1 - momentum) * var.mean(axis=(0, 2, 3))
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    normal = (x - mean) / np.sqrt(var + eps)
    return _column(gamma) * normal + _column(beta), cache


def _gradients(dout, x, gamma, eps, axes=(0, 2, 3)):
    std = np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    normal = (x - x.mean(axis=axes, keepdims=True)) / std
    dnormal = dout - dout.mean(axis=axes, keepdims=True) - normal * (dout * normal).mean(axis=axes, keepdims=True)
    return _column(gamma) / std * dnormal, (dout * normal).sum(axis=(0, 2, 3)), dout.sum(axis=(0, 2, 3))


@misconception(
    "spatial_batchnorm_forward",
    "You reshaped the images to rows of C numbers without moving the axis of the channels to the end first. "
    "Each row then mixes neighbouring pixels, and gamma belongs to no channel.",
    desk="value",
    in_variants=True,
)
def spatial_reshape_without_transpose(x, gamma, beta, bn_param):
    scrambled = x.reshape(-1, x.shape[1]).T[None, :, None, :]
    out, cache = _forward(scrambled, gamma, beta, bn_param)
    return out[0, :, 0].T.reshape(x.shape), (x, *cache[1:])


@misconception(
    "spatial_batchnorm_forward",
    "On the way back from rows to images you reshaped, but did not move the axis of the channels. "
    "The numbers are right and stand in the wrong places.",
    desk="transposed",
    in_variants=True,
)
def spatial_result_not_transposed(x, gamma, beta, bn_param):
    out, cache = _forward(x, gamma, beta, bn_param)
    return out.transpose(0, 2, 3, 1).reshape(x.shape), cache


@misconception(
    "spatial_batchnorm_forward",
    "You normalised each image by itself, which is instance normalisation. "
    "A batch-normalised channel has one mean and one variance for all samples, rows and columns together.",
    desk="some_entries",
    in_variants=True,
)
def spatial_each_image_by_itself(x, gamma, beta, bn_param):
    return _forward(x, gamma, beta, bn_param, axes=(2, 3))


@misconception(
    "spatial_batchnorm_forward",
    "You normalised each pixel by itself over the samples. A channel shares one mean and one variance over all "
    "pixels, as a filter shares its weights.",
    desk="some_entries",
    in_variants=True,
)
def spatial_each_pixel_by_itself(x, gamma, beta, bn_param):
    return _forward(x, gamma, beta, bn_param, axes=(0,))


@misconception(
    "spatial_batchnorm_forward",
    "The momentum weighs the old running value, not the new one; you have them the other way round.",
    desk="running",
)
def spatial_momentum_reversed(x, gamma, beta, bn_param):
    momentum = bn_param.get("momentum", 0.9)
    bn_param["momentum"] = 1 - momentum
    out, cache = _forward(x, gamma, beta, bn_param)
    bn_param["momentum"] = momentum
    return out, cache


@misconception(
    "spatial_batchnorm_forward",
    "You use the batch's own statistics in test mode too. Then an image is classified differently "
    "depending on the images that happen to be tested with it.",
    desk="ignores_argument",
    in_variants=True,
)
def spatial_mode_ignored(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    bn_param["mode"] = "train"
    out, cache = _forward(x, gamma, beta, bn_param)
    bn_param["mode"] = mode
    return out, cache


@misconception(
    "spatial_batchnorm_backward",
    "You reshaped dout to rows of C numbers without moving the axis of the channels to the end first. "
    "Gradients of different channels end up in the same column.",
    desk="value",
)
def spatial_gradient_reshaped_without_transpose(dout, cache):
    x, gamma, beta, bn_param = cache
    rows = dout.reshape(-1, x.shape[1])
    scrambled = np.moveaxis(rows.reshape(x.shape[0], *x.shape[2:], x.shape[1]), -1, 1)
    return _gradients(scrambled, x, gamma, bn_param.get("eps", 1e-5))


@misconception(
    "spatial_batchnorm_backward",
    "You took the means in dx over the samples only. The statistics of a channel come from all its pixels, N H W of "
    "them, and each of these depends on every other.",
    desk="value",
)
def spatial_means_over_samples_only(dout, cache):
    x, gamma, beta, bn_param = cache
    eps = bn_param.get("eps", 1e-5)
    _, dgamma, dbeta = _gradients(dout, x, gamma, eps)
    std = np.sqrt(x.var(axis=(0, 2, 3), keepdims=True) + eps)
    normal = (x - x.mean(axis=(0, 2, 3), keepdims=True)) / std
    dx = _column(gamma) / std * (dout - dout.mean(axis=0) - normal * (dout * normal).mean(axis=0))
    return dx, dgamma, dbeta


@misconception(
    "spatial_batchnorm_backward",
    "You summed dgamma over the samples only, and it still has an entry for each pixel. "
    "A channel has one gamma, so rows and columns must be summed too.",
    desk="missing_sum",
)
def spatial_scale_gradient_for_each_pixel(dout, cache):
    x, gamma, beta, bn_param = cache
    eps = bn_param.get("eps", 1e-5)
    dx, _, dbeta = _gradients(dout, x, gamma, eps)
    std = np.sqrt(x.var(axis=(0, 2, 3), keepdims=True) + eps)
    normal = (x - x.mean(axis=(0, 2, 3), keepdims=True)) / std
    return dx, (dout * normal).sum(axis=0), dbeta


@misconception(
    "spatial_batchnorm_backward",
    "You averaged dbeta. beta is added to every pixel of its channel, and what the pixels send back adds up.",
    desk="factor",
)
def spatial_shift_gradient_averaged(dout, cache):
    x, gamma, beta, bn_param = cache
    dx, dgamma, _ = _gradients(dout, x, gamma, bn_param.get("eps", 1e-5))
    return dx, dgamma, dout.mean(axis=(0, 2, 3))


@misconception(
    "spatial_batchnorm_backward",
    "You forgot gamma in dx: the way down must be scaled channel by channel like the way up.",
    desk="factor",
)
def spatial_gamma_forgotten(dout, cache):
    x, gamma, beta, bn_param = cache
    _, dgamma, dbeta = _gradients(dout, x, gamma, bn_param.get("eps", 1e-5))
    dx, _, _ = _gradients(dout, x, np.ones_like(gamma), bn_param.get("eps", 1e-5))
    return dx, dgamma, dbeta


@misconception(
    "spatial_batchnorm_backward",
    "You only scaled dout by gamma and the standard deviation. Mean and variance of the channel depend on x as well, "
    "and their share of dx is missing.",
    desk="statistics",
)
def spatial_statistics_as_constants(dout, cache):
    x, gamma, beta, bn_param = cache
    eps = bn_param.get("eps", 1e-5)
    _, dgamma, dbeta = _gradients(dout, x, gamma, eps)
    std = np.sqrt(x.var(axis=(0, 2, 3), keepdims=True) + eps)
    return dout * _column(gamma) / std, dgamma, dbeta
