"""Batch normalisation of the channels of images."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype
from solutions.normalization.batchnorm import coefficients, statistics

# Images come as (N, C, P), P positions. `reassoc` lets the sums use vectors; nan and inf stay what they are


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _moments(x):
    count, channels, positions = x.shape
    mean, var = np.zeros(channels, x.dtype), np.zeros(channels, x.dtype)
    size = x.dtype.type(count * positions)
    for n in range(count):
        for c in range(channels):
            total = x.dtype.type(0)
            for p in range(positions):
                total += x[n, c, p]
            mean[c] += total
    mean /= size
    for n in range(count):
        for c in range(channels):
            total, middle = x.dtype.type(0), mean[c]
            for p in range(positions):
                total += (x[n, c, p] - middle) * (x[n, c, p] - middle)
            var[c] += total
    var /= size
    return mean, var


@njit(cache=True)
def _normalise(x, mean, inverse, gamma, beta):
    out, scale = np.empty_like(x), gamma * inverse
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            factor, middle, shift = scale[c], mean[c], beta[c]
            for p in range(x.shape[2]):
                out[n, c, p] = factor * (x[n, c, p] - middle) + shift
    return out


@njit(cache=True, fastmath={"reassoc"})
def _sums(dout, x, mean):
    dgamma, dbeta = np.zeros_like(mean), np.zeros_like(mean)
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            dot, total, middle = x.dtype.type(0), x.dtype.type(0), mean[c]
            for p in range(x.shape[2]):
                dot += dout[n, c, p] * (x[n, c, p] - middle)
                total += dout[n, c, p]
            dgamma[c] += dot
            dbeta[c] += total
    return dgamma, dbeta


@njit(cache=True)
def _backward(dout, x, mean, inverse, gamma, trained):
    count, channels, positions = x.shape
    dgamma, dbeta = _sums(dout, x, mean)
    dgamma *= inverse
    scale, slope, level = coefficients(dgamma, dbeta, inverse, gamma, count * positions if trained else 0)
    dx = np.empty_like(x)
    for n in range(count):
        for c in range(channels):
            a, b, d, middle = scale[c], slope[c], level[c], mean[c]
            for p in range(positions):
                dx[n, c, p] = a * dout[n, c, p] - b * (x[n, c, p] - middle) - d
    return dx, dgamma, dbeta


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
    size = x.shape[1]
    gamma, beta = float_array("gamma", gamma, (size,)), float_array("beta", beta, (size,))
    same_dtype(x=x, gamma=gamma, beta=beta)
    rows = x.reshape(*x.shape[:2], -1)
    mean, inverse = statistics(rows, bn_param, _moments)
    out = _normalise(rows, mean, inverse, gamma, beta).reshape(x.shape)
    return out, (x.shape, rows, mean, inverse, gamma, bn_param["mode"] == "train")


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
    shape, rows, *rest = cache
    dout = float_array("dout", dout, shape).reshape(rows.shape)
    dx, dgamma, dbeta = _backward(dout, rows, *rest)
    return dx.reshape(shape), dgamma, dbeta
