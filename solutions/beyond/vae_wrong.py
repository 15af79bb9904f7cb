"""How people get the codes of a variational autoencoder wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "reparameterize_forward",
    "You multiplied with the variance. The standard deviation is its root: half of the logarithm goes into the power.",
    desk="some_entries",
)
def latent_times_variance(mu, logvar, eps):
    return mu + np.exp(logvar) * eps, (mu, logvar, eps)


@misconception(
    "reparameterize_forward",
    "You used the logarithm of the variance as if it were the standard deviation.",
    desk="value",
)
def latent_times_logarithm(mu, logvar, eps):
    return mu + logvar * eps, (mu, logvar, eps)


@misconception(
    "reparameterize_forward",
    "You drew new random numbers. Use those you are given: only so can the gradient, and its check, follow the draw.",
    desk="ignores_argument",
)
def latent_draws_itself(mu, logvar, eps):
    drawn = np.random.default_rng(0).normal(size=mu.shape)
    return mu + np.exp(0.5 * logvar) * drawn, (mu, logvar, eps)


@misconception(
    "reparameterize_backward",
    "The factor one half is missing: the standard deviation is the power of half the logarithm of the variance.",
    desk="factor",
)
def latent_half_missing(dz, cache):
    mu, logvar, eps = cache
    return dz.copy(), dz * eps * np.exp(0.5 * logvar)


@misconception(
    "reparameterize_backward",
    "You stopped at the standard deviation. Your gradient is with respect to it, and one more step of the chain rule "
    "leads to the logarithm of the variance.",
    desk="value",
)
def latent_gradient_of_the_deviation(dz, cache):
    mu, logvar, eps = cache
    return dz.copy(), dz * eps


@misconception(
    "reparameterize_backward",
    "You forgot the random numbers in the gradient of the spread: without them the derivative of the product lacks "
    "its other factor.",
    desk="factor",
)
def latent_draw_missing(dz, cache):
    mu, logvar, eps = cache
    return dz.copy(), 0.5 * dz * np.exp(0.5 * logvar)


@misconception(
    "kl_loss",
    "You averaged over the entries of a code too. The divergence of a code is the sum over its entries; only over the "
    "batch one takes the mean.",
    desk="factor",
)
def kl_mean_over_the_code(mu, logvar):
    size = mu.size
    loss = 0.5 * np.mean(mu**2 + np.exp(logvar) - 1 - logvar)
    return loss, mu / size, 0.5 * (np.exp(logvar) - 1) / size


@misconception(
    "kl_loss",
    "You summed over the batch. The loss is a mean over the samples, so that it does not grow with the batch.",
    desk="factor",
)
def kl_sum_over_the_batch(mu, logvar):
    loss = 0.5 * np.sum(mu**2 + np.exp(logvar) - 1 - logvar)
    return loss, mu.copy(), 0.5 * (np.exp(logvar) - 1)


@misconception(
    "kl_loss",
    "All signs are wrong: your divergence is negative. It is 0 when both distributions are equal and positive else.",
    desk="sign",
    in_variants=True,
)
def kl_negative(mu, logvar):
    count = len(mu)
    loss = 0.5 * np.sum(1 + logvar - mu**2 - np.exp(logvar)) / count
    return loss, -mu / count, 0.5 * (1 - np.exp(logvar)) / count


@misconception(
    "kl_loss",
    "The factor one half is missing, in the loss and in both gradients.",
    desk="factor",
    in_variants=True,
)
def kl_half_missing(mu, logvar):
    count = len(mu)
    loss = np.sum(mu**2 + np.exp(logvar) - 1 - logvar) / count
    return loss, 2 * mu / count, (np.exp(logvar) - 1) / count
