"""Gradient descent, plain and with momentum."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype, settings


@njit(cache=True)
def _descent(w, dw, rate):
    next_w = np.empty_like(w)
    for i in range(w.size):
        next_w[i] = w[i] - rate * dw[i]
    return next_w


@njit(cache=True)
def _momentum(w, dw, velocity, rate, friction):
    next_w, next_velocity = np.empty_like(w), np.empty_like(w)
    for i in range(w.size):
        next_velocity[i] = friction * velocity[i] - rate * dw[i]
        next_w[i] = w[i] + next_velocity[i]
    return next_w, next_velocity


@njit(cache=True)
def _nesterov(w, dw, velocity, rate, friction):
    next_w, next_velocity = np.empty_like(w), np.empty_like(w)
    for i in range(w.size):
        step = rate * dw[i]
        next_velocity[i] = friction * velocity[i] - step
        next_w[i] = w[i] + (friction * next_velocity[i] - step)
    return next_w, next_velocity


def sgd(w, dw, config):
    r"""Compute :math:`w - \eta\, dw`.

    Parameters
    ----------
    w, dw : float arrays of any, but the same shape
    config : dict
        `learning_rate`.

    Returns
    -------
    next_w : float array of the shape of w
    config : dict

    Raises
    ------
    ValueError
        If a shape, a dtype or the config does not fit.

    References
    ----------
    PV021, gradient descent; I2DL, lecture 5.

    Examples
    --------
    >>> import numpy as np
    >>> sgd(np.array([1.0]), np.array([2.0]), {"learning_rate": 0.25})[0]
    array([0.5])
    """
    w, dw = weights_and_gradient(w, dw)
    (rate,) = settings(config, w, "learning_rate")
    return _descent(w.ravel(), dw.ravel(), rate).reshape(w.shape), dict(config)


def sgd_momentum(w, dw, config):
    r"""Compute :math:`v' = \alpha v - \eta\, dw` and :math:`w + v'`.

    Parameters
    ----------
    w, dw : float arrays of any, but the same shape
    config : dict
        `learning_rate`, `momentum`, and `velocity` (zeros if it is missing).

    Returns
    -------
    next_w : float array of the shape of w
    config : dict
        With the new velocity.

    Raises
    ------
    ValueError
        If a shape, a dtype or the config does not fit.

    References
    ----------
    PV021, momentum; I2DL, lecture 5.

    Examples
    --------
    >>> import numpy as np
    >>> sgd_momentum(np.array([1.0]), np.array([2.0]), {"learning_rate": 0.25, "momentum": 0.9})[0]
    array([0.5])
    """
    return _step(_momentum, w, dw, config)


def sgd_nesterov(w, dw, config):
    r"""Compute :math:`v' = \alpha v - \eta\, dw` and :math:`w + \alpha v' - \eta\, dw`.

    Parameters
    ----------
    w, dw : float arrays of any, but the same shape
    config : dict
        `learning_rate`, `momentum`, and `velocity` (zeros if it is missing).

    Returns
    -------
    next_w : float array of the shape of w
    config : dict
        With the new velocity.

    Raises
    ------
    ValueError
        If a shape, a dtype or the config does not fit.

    Notes
    -----
    Nesterov's gradient at w plus momentum times velocity, with that point called w.

    References
    ----------
    Sutskever et al., On the importance of initialization and momentum, 2013; I2DL, lecture 5.

    Examples
    --------
    >>> import numpy as np
    >>> sgd_nesterov(np.array([1.0]), np.array([2.0]), {"learning_rate": 0.25, "momentum": 0.5})[0]
    array([0.25])
    """
    return _step(_nesterov, w, dw, config)


def _step(kernel, w, dw, config):
    w, dw = weights_and_gradient(w, dw)
    rate, friction = settings(config, w, "learning_rate", "momentum")
    velocity = running(config, "velocity", w)
    next_w, velocity = kernel(w.ravel(), dw.ravel(), velocity.ravel(), rate, friction)
    return next_w.reshape(w.shape), config | {"velocity": velocity.reshape(w.shape)}


def weights_and_gradient(w, dw):
    """Return both as contiguous float arrays of one shape and dtype; ValueError otherwise."""
    w = float_array("w", w)
    dw = float_array("dw", dw, w.shape)
    same_dtype(w=w, dw=dw)
    return w, dw


def running(config, name, w):
    """Return an array of the config, zeros if it is missing; ValueError if its shape or dtype is not that of w."""
    if config.get(name) is None:
        return np.zeros_like(w)
    value = float_array(f"config['{name}']", config[name], w.shape)
    same_dtype(w=w, **{name: value})
    return value
