"""Layer normalisation: every sample by its own mean and variance."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype, setting

# `reassoc` lets the sums use vectors; nan and infinity stay what they are


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _forward(x, gamma, beta, eps):
    count, size = x.shape
    out, means, inverse = np.empty_like(x), np.empty(count, x.dtype), np.empty(count, x.dtype)
    one, width = x.dtype.type(1), x.dtype.type(size)
    for n in range(count):
        total = x.dtype.type(0)
        for d in range(size):
            total += x[n, d]
        mean, squares = total / width, x.dtype.type(0)
        for d in range(size):
            squares += (x[n, d] - mean) * (x[n, d] - mean)
        means[n], inverse[n] = mean, one / np.sqrt(squares / width + eps)
        for d in range(size):
            out[n, d] = gamma[d] * ((x[n, d] - mean) * inverse[n]) + beta[d]
    return out, means, inverse


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _backward(dout, x, means, inverse, gamma):
    """The normalised inputs are computed again: that takes less time than to read them from memory."""
    count, size = dout.shape
    dx, dgamma, dbeta = np.empty_like(dout), np.zeros_like(gamma), np.zeros_like(gamma)
    width = dout.dtype.type(size)
    for n in range(count):
        along, total = dout.dtype.type(0), dout.dtype.type(0)
        for d in range(size):
            dnormal = gamma[d] * dout[n, d]
            along += dnormal * ((x[n, d] - means[n]) * inverse[n])
            total += dnormal
        along, total = along / width, total / width
        for d in range(size):
            normal = (x[n, d] - means[n]) * inverse[n]
            dx[n, d] = inverse[n] * (gamma[d] * dout[n, d] - total - along * normal)
            dgamma[d] += dout[n, d] * normal
            dbeta[d] += dout[n, d]
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, ln_param):
    r"""Compute :math:`\gamma (x - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta`, sample by sample.

    Parameters
    ----------
    x : float array of shape (N, D)
    gamma, beta : float arrays of shape (D,)
    ln_param : dict
        `eps` (1e-5).

    Returns
    -------
    out : float array of shape (N, D)
    cache : tuple
        For `layernorm_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit.

    Notes
    -----
    The variance is the biased one. There are no running statistics.

    References
    ----------
    Ba, Kiros and Hinton, Layer normalization, 2016.

    Examples
    --------
    >>> import numpy as np
    >>> layernorm_forward(np.array([[1.0, 5.0]]), np.ones(2), np.zeros(2), {"eps": 0.0})[0]
    array([[-1.,  1.]])
    """
    x = float_array("x", x, ("N", "D"))
    gamma, beta = float_array("gamma", gamma, x.shape[1:]), float_array("beta", beta, x.shape[1:])
    same_dtype(x=x, gamma=gamma, beta=beta)
    eps = x.dtype.type(setting("ln_param", ln_param, "eps", 1e-5))
    out, *statistics = _forward(x, gamma, beta, eps)
    return out, (x, *statistics, gamma)


def layernorm_backward(dout, cache):
    r"""Compute :math:`dx = (\hat g - \overline{\hat g} - \hat x\, \overline{\hat g \hat x}) / \sigma_\epsilon`.

    Here :math:`\hat g = \gamma\, dy`, and the bar is the mean over the features of a sample.

    Parameters
    ----------
    dout : float array of shape (N, D)
    cache : tuple
        From `layernorm_forward`.

    Returns
    -------
    dx, dgamma, dbeta : float arrays of shapes (N, D), (D,), (D,)
    """
    x, means, inverse, gamma = cache
    dout = float_array("dout", dout, x.shape)
    same_dtype(dout=dout, gamma=gamma)
    return _backward(dout, x, means, inverse, gamma)
