"""Central differences: with unit vectors, and by moving entries of a copy of theta."""

import numpy as np


def unit_vectors(f, theta, step):
    units = np.eye(theta.size).reshape(theta.size, *theta.shape)
    slopes = [(f(theta + step * unit) - f(theta - step * unit)) / (2 * step) for unit in units]
    return np.array(slopes).reshape(theta.shape)


def in_place(f, theta, step):
    gradient = np.empty_like(theta)
    for index in np.ndindex(*theta.shape):
        kept = theta[index]
        theta[index] = kept + step
        above = f(theta)
        theta[index] = kept - step
        below = f(theta)
        theta[index] = kept
        gradient[index] = (above - below) / step / 2
    return gradient


STYLES = {"units": {"numeric_gradient": unit_vectors}, "loops": {"numeric_gradient": in_place}}
