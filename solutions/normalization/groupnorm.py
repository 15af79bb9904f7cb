"""Normalisation of images by groups of channels; with a group for each channel it is instance normalisation."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype, setting, whole

# Images come as (N, C, P), P positions; `reassoc` lets the sums use vectors; nan and infinity stay what they are


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _moments(x, groups, eps):
    """Mean and inverse standard deviation of every group of every image."""
    count, channels, positions = x.shape
    size = channels // groups
    mean, inverse = np.empty((count, groups), x.dtype), np.empty((count, groups), x.dtype)
    one, entries = x.dtype.type(1), x.dtype.type(size * positions)
    for n in range(count):
        for g in range(groups):
            total, squares = x.dtype.type(0), x.dtype.type(0)
            for c in range(g * size, (g + 1) * size):
                for p in range(positions):
                    total += x[n, c, p]
            middle = total / entries
            for c in range(g * size, (g + 1) * size):
                for p in range(positions):
                    squares += (x[n, c, p] - middle) * (x[n, c, p] - middle)
            mean[n, g], inverse[n, g] = middle, one / np.sqrt(squares / entries + eps)
    return mean, inverse


@njit(cache=True)
def _normalise(x, gamma, beta, mean, inverse):
    out = np.empty_like(x)
    size = x.shape[1] // mean.shape[1]
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            factor, middle, shift = gamma[c] * inverse[n, c // size], mean[n, c // size], beta[c]
            for p in range(x.shape[2]):
                out[n, c, p] = factor * (x[n, c, p] - middle) + shift
    return out


@njit(cache=True, fastmath={"reassoc"})
def _sums(dout, x, mean, inverse):
    """Sums over the positions of dout times the normalised values, and of dout: arrays of shape (N, C)."""
    dots, totals = np.empty(x.shape[:2], x.dtype), np.empty(x.shape[:2], x.dtype)
    size = x.shape[1] // mean.shape[1]
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            dot, total, middle = x.dtype.type(0), x.dtype.type(0), mean[n, c // size]
            for p in range(x.shape[2]):
                dot += dout[n, c, p] * (x[n, c, p] - middle)
                total += dout[n, c, p]
            dots[n, c], totals[n, c] = dot * inverse[n, c // size], total
    return dots, totals


@njit(cache=True)
def _backward(dout, x, gamma, mean, inverse, along, total):
    dx = np.empty_like(x)
    size = x.shape[1] // mean.shape[1]
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            g = c // size
            scale, middle = inverse[n, g], mean[n, g]
            factor, slope, shift = gamma[c] * scale, scale * scale * along[n, g], scale * total[n, g]
            for p in range(x.shape[2]):
                dx[n, c, p] = factor * dout[n, c, p] - shift - slope * (x[n, c, p] - middle)
    return dx


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    r"""Compute :math:`\gamma (x - \mu) / \sqrt{\sigma^2 + \epsilon} + \beta` for each group of channels of each image.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    gamma, beta : float arrays of shape (1, C, 1, 1)
    G : int
        Number of groups; it divides C.
    gn_param : dict
        `eps` (1e-5).

    Returns
    -------
    out : float array of shape (N, C, H, W)
    cache : tuple
        For `spatial_groupnorm_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit, or G does not divide C.

    Notes
    -----
    A group is C/G neighbouring channels. The shape of gamma and beta is CS231n's; PyTorch's is (C,).

    References
    ----------
    Wu and He, Group normalization, 2018.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones((1, 2, 1, 1))
    >>> spatial_groupnorm_forward(np.array([[[[1.0]], [[5.0]]]]), one, 0 * one, 1, {"eps": 0.0})[0].ravel()
    array([-1.,  1.])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    channels, G = x.shape[1], whole("G", G, 1)
    if channels % G:
        raise ValueError(f"G: expected a divisor of {channels} channels, got {G}")
    gamma = float_array("gamma", gamma, (1, channels, 1, 1))
    beta = float_array("beta", beta, (1, channels, 1, 1))
    return _forward(x, gamma, beta, G, setting("gn_param", gn_param, "eps", 1e-5))


def spatial_groupnorm_backward(dout, cache):
    """Compute the gradients of a group normalisation; see `layernorm_backward` for the equation.

    Parameters
    ----------
    dout : float array of shape (N, C, H, W)
    cache : tuple
        From `spatial_groupnorm_forward`.

    Returns
    -------
    dx, dgamma, dbeta : float arrays of shapes (N, C, H, W), (1, C, 1, 1), (1, C, 1, 1)
    """
    x, gamma, mean, inverse = cache
    dout = float_array("dout", dout, x.shape)
    same_dtype(dout=dout, x=x)
    count, channels, groups = *x.shape[:2], mean.shape[1]
    flat, weights = x.reshape(count, channels, -1), gamma.ravel()
    dots, totals = _sums(dout.reshape(flat.shape), flat, mean, inverse)
    entries = x.dtype.type(x[0].size // groups)
    along, total = ((weights * sums).reshape(count, groups, -1).sum(axis=2) / entries for sums in (dots, totals))
    dx = _backward(dout.reshape(flat.shape), flat, weights, mean, inverse, along, total)
    return dx.reshape(x.shape), dots.sum(axis=0).reshape(gamma.shape), totals.sum(axis=0).reshape(gamma.shape)


def instancenorm_forward(x, gamma, beta, in_param):
    """Normalise every channel of every image: group normalisation with a group for each channel.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    gamma, beta : float arrays of shape (C,)
    in_param : dict
        `eps` (1e-5).

    Returns
    -------
    out : float array of shape (N, C, H, W)
    cache : tuple
        For `instancenorm_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit.

    References
    ----------
    Ulyanov, Vedaldi and Lempitsky, Instance normalization, 2016.

    Examples
    --------
    >>> import numpy as np
    >>> instancenorm_forward(np.array([[[[1.0, 5.0]]]]), np.ones(1), np.zeros(1), {"eps": 0.0})[0].ravel()
    array([-1.,  1.])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    channels = x.shape[1]
    gamma, beta = float_array("gamma", gamma, (channels,)), float_array("beta", beta, (channels,))
    return _forward(x, gamma, beta, channels, setting("in_param", in_param, "eps", 1e-5))


def instancenorm_backward(dout, cache):
    """Compute the gradients of an instance normalisation.

    Parameters
    ----------
    dout : float array of shape (N, C, H, W)
    cache : tuple
        From `instancenorm_forward`.

    Returns
    -------
    dx, dgamma, dbeta : float arrays of shapes (N, C, H, W), (C,), (C,)
    """
    return spatial_groupnorm_backward(dout, cache)


def _forward(x, gamma, beta, groups, eps):
    same_dtype(x=x, gamma=gamma, beta=beta)
    flat = x.reshape(*x.shape[:2], -1)
    mean, inverse = _moments(flat, groups, x.dtype.type(eps))
    out = _normalise(flat, gamma.ravel(), beta.ravel(), mean, inverse)
    return out.reshape(x.shape), (x, gamma, mean, inverse)
