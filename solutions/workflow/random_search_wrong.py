"""How people get random search wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "random_search",
    "You drew uniformly from the values themselves. From 0.0001 to 1, nine of ten are then above 0.1, and small orders "
    "of magnitude are hardly tried.",
    desk="invalid",
)
def search_uniform_values(low, high, n, rng):
    return rng.uniform(low, high, size=n)


@misconception(
    "random_search",
    "You mixed two logarithms: exponents of base 10 went into the exponential function of base e.",
    desk="invalid",
)
def search_two_bases(low, high, n, rng):
    return np.exp(rng.uniform(np.log10(low), np.log10(high), size=n))


@misconception(
    "random_search",
    "These values are a grid. Random ones try a new value of every hyper-parameter in each run, a grid the same few "
    "again and again.",
    desk="ignores_argument",
)
def search_grid(low, high, n, rng):
    return np.geomspace(low, high, n)


@misconception(
    "random_search",
    "You drew one value and repeated it: every trial needs a draw of its own.",
    desk="invalid",
)
def search_one_draw(low, high, n, rng):
    return np.full(n, np.exp(rng.uniform(np.log(low), np.log(high))))
