"""Optimisers with a rate of its own for every weight, each in one pass over memory."""

import numpy as np
from numba import njit

from solutions.arguments import settings, whole
from solutions.optimizers.momentum import running, weights_and_gradient


@njit(cache=True, error_model="numpy")
def _scaled(w, dw, squares, old, new, rate, epsilon):
    next_w, next_squares = np.empty_like(w), np.empty_like(w)
    for i in range(w.size):
        next_squares[i] = old * squares[i] + new * dw[i] * dw[i]
        next_w[i] = w[i] - rate * dw[i] / (np.sqrt(next_squares[i]) + epsilon)
    return next_w, next_squares


@njit(cache=True, error_model="numpy")
def _adam(w, dw, m, v, rates, beta1, beta2, epsilon):
    """`rates` are the learning rate, the two corrections of the means, and the share that decays."""
    rate, first, second, decay = rates
    next_w, next_m, next_v = np.empty_like(w), np.empty_like(w), np.empty_like(w)
    one = w.dtype.type(1)
    for i in range(w.size):
        next_m[i] = beta1 * m[i] + (one - beta1) * dw[i]
        next_v[i] = beta2 * v[i] + (one - beta2) * dw[i] * dw[i]
        next_w[i] = w[i] - decay * w[i] - rate * (next_m[i] * first) / (np.sqrt(next_v[i] * second) + epsilon)
    return next_w, next_m, next_v


def adagrad(w, dw, config):
    r"""Compute :math:`r' = r + dw^2` and :math:`w - \eta\, dw / (\sqrt{r'} + \epsilon)`, entry by entry.

    Parameters
    ----------
    w, dw : float arrays of any, but the same shape
    config : dict
        `learning_rate`, `epsilon`, and `cache`, the sum of squares (zeros if it is missing).

    Returns
    -------
    next_w : float array of the shape of w
    config : dict
        With the new cache.

    Raises
    ------
    ValueError
        If a shape, a dtype or the config does not fit.

    Notes
    -----
    PV021 has its delta under the root; here epsilon stands outside, as in CS231n.

    References
    ----------
    Duchi et al., Adaptive subgradient methods, 2011; PV021, AdaGrad.

    Examples
    --------
    >>> import numpy as np
    >>> adagrad(np.array([1.0]), np.array([4.0]), {"learning_rate": 0.5, "epsilon": 0.0})[0]
    array([0.5])
    """
    w, dw = weights_and_gradient(w, dw)
    rate, epsilon = settings(config, w, "learning_rate", "epsilon")
    one = w.dtype.type(1)
    return _with_cache(w, dw, config, one, one, rate, epsilon)


def rmsprop(w, dw, config):
    r"""Compute :math:`r' = \rho r + (1 - \rho)\, dw^2` and :math:`w - \eta\, dw / (\sqrt{r'} + \epsilon)`.

    Parameters
    ----------
    w, dw : float arrays of any, but the same shape
    config : dict
        `learning_rate`, `decay_rate`, `epsilon`, and `cache`, the mean of squares (zeros if it is missing).

    Returns
    -------
    next_w : float array of the shape of w
    config : dict
        With the new cache.

    Raises
    ------
    ValueError
        If a shape, a dtype or the config does not fit.

    References
    ----------
    PV021, RMSProp; I2DL, lecture 5.

    Examples
    --------
    >>> import numpy as np
    >>> settings = {"learning_rate": 0.5, "decay_rate": 0.75, "epsilon": 0.0}
    >>> rmsprop(np.array([1.0]), np.array([4.0]), settings)[0]
    array([0.])
    """
    w, dw = weights_and_gradient(w, dw)
    rate, decay, epsilon = settings(config, w, "learning_rate", "decay_rate", "epsilon")
    return _with_cache(w, dw, config, decay, w.dtype.type(1) - decay, rate, epsilon)


def adam(w, dw, config):
    r"""Compute one step of Adam: :math:`w - \eta\, \hat m / (\sqrt{\hat v} + \epsilon)`.

    With :math:`m' = \beta_1 m + (1 - \beta_1)\, dw`, :math:`\hat m = m' / (1 - \beta_1^t)`, and the same for the
    squares with :math:`\beta_2`.

    Parameters
    ----------
    w, dw : float arrays of any, but the same shape
    config : dict
        `learning_rate`, `beta1`, `beta2`, `epsilon`, and `m`, `v`, `t` (zeros and 0 if they are missing).

    Returns
    -------
    next_w : float array of the shape of w
    config : dict
        With the new m, v and t.

    Raises
    ------
    ValueError
        If a shape, a dtype or the config does not fit.

    References
    ----------
    Kingma and Ba, Adam: a method for stochastic optimization, 2015, algorithm 1; I2DL, lecture 5.

    Examples
    --------
    >>> import numpy as np
    >>> settings = {"learning_rate": 0.25, "beta1": 0.9, "beta2": 0.99, "epsilon": 0.0}
    >>> adam(np.array([1.0]), np.array([7.0]), settings)[0].round(12)
    array([0.75])
    """
    return _adaptive_moments(w, dw, config, decays=False)


def adamw(w, dw, config):
    r"""Compute Adam's step and, apart from it, the decay :math:`\eta \lambda w`.

    Parameters
    ----------
    w, dw : float arrays of any, but the same shape
    config : dict
        As for `adam`, and `weight_decay`.

    Returns
    -------
    next_w : float array of the shape of w
    config : dict
        With the new m, v and t.

    Raises
    ------
    ValueError
        If a shape, a dtype or the config does not fit.

    References
    ----------
    Loshchilov and Hutter, Decoupled weight decay regularization, 2019, algorithm 2.

    Examples
    --------
    >>> import numpy as np
    >>> settings = {"learning_rate": 0.25, "beta1": 0.9, "beta2": 0.99, "epsilon": 0.0, "weight_decay": 1.0}
    >>> adamw(np.array([1.0]), np.array([7.0]), settings)[0].round(12)
    array([0.5])
    """
    return _adaptive_moments(w, dw, config, decays=True)


def _with_cache(w, dw, config, old, new, rate, epsilon):
    cache = running(config, "cache", w)
    next_w, cache = _scaled(w.ravel(), dw.ravel(), cache.ravel(), old, new, rate, epsilon)
    return next_w.reshape(w.shape), config | {"cache": cache.reshape(w.shape)}


def _adaptive_moments(w, dw, config, decays):
    w, dw = weights_and_gradient(w, dw)
    rate, beta1, beta2, epsilon = settings(config, w, "learning_rate", "beta1", "beta2", "epsilon")
    decay = rate * settings(config, w, "weight_decay")[0] if decays else w.dtype.type(0)
    t = whole("config['t']", config.get("t", 0), 0) + 1
    rates = tuple(w.dtype.type(value) for value in (rate, 1 / (1 - beta1**t), 1 / (1 - beta2**t), decay))
    m, v = running(config, "m", w).ravel(), running(config, "v", w).ravel()
    next_w, m, v = _adam(w.ravel(), dw.ravel(), m, v, rates, beta1, beta2, epsilon)
    return next_w.reshape(w.shape), config | {"m": m.reshape(w.shape), "v": v.reshape(w.shape), "t": t}
