"""How people get central differences wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _quotients(f, theta, up, down, distance):
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        unit = np.zeros(theta.shape)
        unit[index] = 1
        gradient[index] = (f(theta + up * unit) - f(theta - down * unit)) / distance
    return gradient


@misconception(
    "numeric_gradient",
    "You stepped to one side only. The error of that shrinks with the step, that of the central difference with its "
    "square, for one call more.",
    desk="value",
)
def differences_one_sided(f, theta, step):
    return _quotients(f, theta, step, 0.0, step)


@misconception(
    "numeric_gradient",
    "You divided by one step. The two places are two steps apart.",
    desk="factor",
)
def differences_divided_by_one_step(f, theta, step):
    return _quotients(f, theta, step, step, step)


@misconception(
    "numeric_gradient",
    "You moved all entries at once. That gives the slope in one direction; a gradient needs every entry moved alone.",
    desk="all_alike",
)
def differences_all_entries_at_once(f, theta, step):
    return np.full(theta.shape, (f(theta + step) - f(theta - step)) / (2 * step))


@misconception(
    "numeric_gradient",
    "You moved the entries of theta itself and did not put them back. The caller's theta is another one now, and "
    "so is the place of the later differences.",
    desk="input_changed",
)
def differences_theta_left_moved(f, theta, step):
    gradient = np.zeros(theta.shape)
    for index in np.ndindex(theta.shape):
        theta[index] += step
        above = f(theta)
        theta[index] -= 2 * step
        gradient[index] = (above - f(theta)) / (2 * step)
    return gradient
