"""Batch normalisation of features, and of the channels of images."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype

KEYS = {"mode", "eps", "momentum", "running_mean", "running_var"}


@njit(cache=True)
def _moments(x):
    count, size = x.shape
    mean, var = np.zeros(size, x.dtype), np.zeros(size, x.dtype)
    for n in range(count):
        mean += x[n]
    mean /= count
    for n in range(count):
        var += (x[n] - mean) ** 2
    return mean, var / x.dtype.type(count)


@njit(cache=True)
def _backward(dout, normal, std, gamma, trained):
    count, size = dout.shape
    dgamma, dbeta = np.zeros(size, dout.dtype), np.zeros(size, dout.dtype)
    for n in range(count):
        dgamma += dout[n] * normal[n]
        dbeta += dout[n]
    dx = np.empty_like(dout)
    scale = gamma / std
    for n in range(count):
        if trained:  # mean and variance depend on every sample
            dx[n] = scale * (dout[n] - (dbeta + normal[n] * dgamma) / dout.dtype.type(count))
        else:
            dx[n] = scale * dout[n]
    return dx, dgamma, dbeta


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
    eps, momentum, running = _parameters(bn_param, x)
    trained = bn_param["mode"] == "train"
    mean, var = _moments(x) if trained else running
    if trained:
        for name, old, new in zip(("running_mean", "running_var"), running, (mean, var), strict=True):
            bn_param[name] = momentum * old + (1 - momentum) * new
    std = np.sqrt(var + eps)
    normal = (x - mean) / std
    return gamma * normal + beta, (normal, std, gamma, trained)


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
    normal, std, gamma, trained = cache
    return _backward(float_array("dout", dout, normal.shape), normal, std, gamma, trained)


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    """Normalise each channel over samples, rows and columns; see `batchnorm_forward`.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    gamma, beta : float arrays of shape (C,)
    bn_param : dict

    Returns
    -------
    out : float array of shape (N, C, H, W)
    cache : tuple
        For `spatial_batchnorm_backward`.
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    out, cache = batchnorm_forward(_rows(x), gamma, beta, bn_param)
    return _images(out, x.shape), (cache, x.shape)


def spatial_batchnorm_backward(dout, cache):
    """Compute the gradients of a spatial batch normalisation.

    Parameters
    ----------
    dout : float array of shape (N, C, H, W)
    cache : tuple
        From `spatial_batchnorm_forward`.

    Returns
    -------
    dx, dgamma, dbeta : float arrays of shapes (N, C, H, W), (C,), (C,)
    """
    inner, shape = cache
    dx, dgamma, dbeta = batchnorm_backward(_rows(float_array("dout", dout, shape)), inner)
    return _images(dx, shape), dgamma, dbeta


def _parameters(bn_param, x):
    if not isinstance(bn_param, dict) or not set(bn_param) <= KEYS or bn_param.get("mode") not in ("train", "test"):
        got = bn_param if isinstance(bn_param, dict) else type(bn_param).__name__
        raise ValueError(f"bn_param: expected 'mode' 'train' or 'test' and at most {sorted(KEYS)}, got {got}")
    zeros = np.zeros(x.shape[1], x.dtype)
    running = [
        float_array(f"bn_param[{name!r}]", bn_param.get(name, zeros), zeros.shape)
        for name in ("running_mean", "running_var")
    ]
    same_dtype(x=x, running_mean=running[0], running_var=running[1])
    return x.dtype.type(bn_param.get("eps", 1e-5)), x.dtype.type(bn_param.get("momentum", 0.9)), running


def _rows(x):
    return np.ascontiguousarray(x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1]))


def _images(rows, shape):
    count, channels, height, width = shape
    return np.ascontiguousarray(rows.reshape(count, height, width, channels).transpose(0, 3, 1, 2))
