"""How people get standardisation wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _scaled(x, mean, std):
    return (x - mean) / std, mean, std


def _without_zeros(std):
    return np.where(std == 0, 1.0, std)


@misconception(
    "standardize",
    "You divided by the standard deviation of a sample, with N - 1. Here it is the biased one, with N.",
    desk="factor",
)
def standardize_unbiased(x):
    return _scaled(x, x.mean(axis=0), _without_zeros(x.std(axis=0, ddof=1)))


@misconception(
    "standardize",
    "A constant feature has standard deviation 0, and you divided by it: 0 / 0 is not a number.",
    desk="not_finite",
)
def standardize_divides_by_zero(x):
    return _scaled(x, x.mean(axis=0), x.std(axis=0))


@misconception(
    "standardize",
    "You divided by the variance. The standard deviation is its root and has the unit of the feature, "
    "so that the quotient has none.",
    desk="some_entries",
)
def standardize_by_variance(x):
    return _scaled(x, x.mean(axis=0), _without_zeros(x.var(axis=0)))


@misconception(
    "standardize",
    "You took one mean and one standard deviation for all features. Each feature has its own unit and needs its own.",
    desk="all_alike",
)
def standardize_all_features_alike(x):
    mean, std = np.full(x.shape[1], x.mean()), np.full(x.shape[1], x.std())
    return _scaled(x, mean, _without_zeros(std))


@misconception(
    "standardize",
    "You standardised each sample over its features. What must get mean 0 is a feature, over the samples of the batch.",
    desk="shape",
)
def standardize_each_sample(x):
    mean, std = x.mean(axis=1), _without_zeros(x.std(axis=1))
    return (x - mean[:, None]) / std[:, None], mean, std


@misconception(
    "standardize",
    "You added a small number to every standard deviation. That protects from 0, but it also changes the features "
    "that need no protection.",
    desk="some_entries",
)
def standardize_with_eps(x):
    return _scaled(x, x.mean(axis=0), x.std(axis=0) + 1e-5)


@misconception(
    "standardize",
    "You changed the caller's data in place. The raw values are lost then.",
    desk="input_changed",
)
def standardize_in_place(x):
    mean, std = x.mean(axis=0), _without_zeros(x.std(axis=0))
    x -= mean
    x /= std
    return x, mean, std
