"""How people get least squares wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _with_ones(x):
    return np.insert(x, 0, 1.0, axis=1)


@misconception(
    "linreg_closed",
    "You left out the bias weight, so the line has to go through the origin.",
    desk="shape",
)
def linreg_without_bias(x, y):
    return np.linalg.lstsq(x, y, rcond=None)[0]


@misconception(
    "linreg_closed",
    "Your bias weight is the last one. Here it is the first.",
    desk="permuted",
)
def linreg_bias_last(x, y):
    return np.linalg.lstsq(np.append(x, np.ones((len(x), 1)), axis=1), y, rcond=None)[0]


@misconception(
    "linreg_closed",
    "You inverted the matrix of the normal equations. If an input is a combination of others it has no inverse, "
    "and yet there are weights with the smallest error.",
    desk="error",
)
def linreg_inverts_a_singular_matrix(x, y):
    inputs = _with_ones(x)
    return np.linalg.solve(inputs.T @ inputs, inputs.T @ y)


@misconception(
    "linreg_closed",
    "You added a small number to the diagonal so that the matrix has an inverse. That is ridge regression: "
    "it pulls all weights towards 0, also where there was no need.",
    desk="value",
)
def linreg_ridge(x, y):
    inputs = _with_ones(x)
    return np.linalg.solve(inputs.T @ inputs + 0.1 * np.eye(inputs.shape[1]), inputs.T @ y)
