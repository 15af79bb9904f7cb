"""Batch normalisation of features, and of the channels of images."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype

KEYS = {"mode", "eps", "momentum", "running_mean", "running_var"}


@njit(cache=True, error_model="numpy")
def _moments(x):
    count, size = x.shape
    mean, var = np.zeros(size, x.dtype), np.zeros(size, x.dtype)
    for n in range(count):
        for d in range(size):
            mean[d] += x[n, d]
    mean /= x.dtype.type(count)
    for n in range(count):
        for d in range(size):
            var[d] += (x[n, d] - mean[d]) * (x[n, d] - mean[d])
    var /= x.dtype.type(count)
    return mean, var


@njit(cache=True)
def _normalise(x, mean, inverse, gamma, beta):
    out, scale = np.empty_like(x), gamma * inverse
    for n in range(x.shape[0]):
        for d in range(x.shape[1]):
            out[n, d] = scale[d] * (x[n, d] - mean[d]) + beta[d]
    return out


@njit(cache=True)
def _backward(dout, x, mean, inverse, gamma, trained):
    count, size = x.shape
    dgamma, dbeta = np.zeros(size, x.dtype), np.zeros(size, x.dtype)
    for n in range(count):
        for d in range(size):
            dgamma[d] += dout[n, d] * (x[n, d] - mean[d])
            dbeta[d] += dout[n, d]
    dgamma *= inverse
    scale, slope, level = coefficients(dgamma, dbeta, inverse, gamma, count if trained else 0)
    dx = np.empty_like(x)
    for n in range(count):
        for d in range(size):
            dx[n, d] = scale[d] * dout[n, d] - slope[d] * (x[n, d] - mean[d]) - level[d]
    return dx, dgamma, dbeta


@njit(cache=True, error_model="numpy")
def coefficients(dgamma, dbeta, inverse, gamma, count):
    """Factors of dout, of x - mean and of 1 in dx; the moments depend on every entry only in training (count > 0)."""
    scale = gamma * inverse
    part = gamma.dtype.type(1 / count if count else 0)
    return scale, scale * inverse * dgamma * part, scale * dbeta * part


def batchnorm_forward(x, gamma, beta, bn_param):
    r"""Compute :math:`\gamma (x - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta`, feature by feature.

    Parameters
    ----------
    x : float array of shape (N, D)
    gamma, beta : float arrays of shape (D,)
    bn_param : dict
        `mode` ("train" or "test"), `eps` (1e-5), `momentum` (0.9), `running_mean` and `running_var`
        of shape (D,) (zeros). In training mode the last two are replaced by new arrays:
        momentum times the old value plus (1 - momentum) times the batch's.

    Returns
    -------
    out : float array of shape (N, D)
    cache : tuple
        For `batchnorm_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit.

    Notes
    -----
    The variance is biased, also in the running variance. The momentum weighs the old value;
    PyTorch's weighs the new one.

    References
    ----------
    Ioffe and Szegedy (2015), algorithm 1.
    """
    x = float_array("x", x, ("N", "D"))
    size = x.shape[1]
    gamma, beta = float_array("gamma", gamma, (size,)), float_array("beta", beta, (size,))
    same_dtype(x=x, gamma=gamma, beta=beta)
    mean, inverse = statistics(x, bn_param, _moments)
    return _normalise(x, mean, inverse, gamma, beta), (x, mean, inverse, gamma, bn_param["mode"] == "train")


def batchnorm_backward(dout, cache):
    """Compute the gradients of a batch normalisation.

    Parameters
    ----------
    dout : float array of shape (N, D)
    cache : tuple
        From `batchnorm_forward`.

    Returns
    -------
    dx, dgamma, dbeta : float arrays of shapes (N, D), (D,), (D,)
    """
    return _backward(float_array("dout", dout, cache[0].shape), *cache)


def statistics(x, bn_param, moments):
    """Return mean and 1 / sqrt(variance + eps) for each feature or channel, and update the running ones in training.

    Parameters
    ----------
    x : float array of shape (N, D) or (N, C, P)
    bn_param : dict
    moments : callable (x) -> mean, variance
    """
    eps, momentum, running_mean, running_var = _parameters(bn_param, x)
    if bn_param["mode"] == "test":
        return running_mean, 1 / np.sqrt(running_var + eps)
    mean, var = moments(x)
    inverse, *running = _blend(mean, var, running_mean, running_var, eps, momentum)
    bn_param["running_mean"], bn_param["running_var"] = running
    return mean, inverse


@njit(cache=True, error_model="numpy")
def _blend(mean, var, running_mean, running_var, eps, momentum):
    rest = type(momentum)(1) - momentum
    return 1 / np.sqrt(var + eps), momentum * running_mean + rest * mean, momentum * running_var + rest * var


def _parameters(bn_param, x):
    if not isinstance(bn_param, dict) or not KEYS.issuperset(bn_param) or bn_param.get("mode") not in ("train", "test"):
        got = bn_param if isinstance(bn_param, dict) else type(bn_param).__name__
        raise ValueError(f"bn_param: expected 'mode' 'train' or 'test' and at most {sorted(KEYS)}, got {got}")
    mean, var = (_running(name, bn_param.get(name), x) for name in ("running_mean", "running_var"))
    number = x.dtype.type
    return number(bn_param.get("eps", 1e-5)), number(bn_param.get("momentum", 0.9)), mean, var


def _running(name, value, x):
    size = x.shape[1]
    if value is None:
        return np.zeros(size, x.dtype)
    value = float_array(f"bn_param['{name}']", value, (size,))
    if value.dtype != x.dtype:
        raise ValueError(f"bn_param['{name}']: expected {x.dtype} as x has, got {value.dtype}")
    return value
