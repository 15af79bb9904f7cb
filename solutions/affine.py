"""Affine layer: every output is a weighted sum of all inputs plus a bias."""

from typing import NamedTuple

import numpy as np

from solutions import arguments


class AffineCache(NamedTuple):
    """What `affine_forward` keeps for `affine_backward`."""

    x: np.ndarray
    w: np.ndarray


def affine_forward(x, w, b):
    r"""Multiply each sample by the weights and add the bias.

    .. math:: \mathrm{out} = x w + b

    Parameters
    ----------
    x : float array of shape (N, D)
        A batch, one sample a row.
    w : float array of shape (D, M)
        Weights.
    b : float array of shape (M,)
        Bias.

    Returns
    -------
    out : float array of shape (N, M)
    cache : AffineCache
        For `affine_backward`.

    Raises
    ------
    ValueError
        If a shape or dtype does not fit.

    Notes
    -----
    The product goes to NumPy's BLAS, which no loop of ours beats.

    References
    ----------
    goodfellow2016, section 6.1; i2dl, lecture 3; cs231n, assignment 1.

    Examples
    --------
    >>> out, cache = affine_forward(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([5.0]))
    >>> out
    array([[16.]])
    """
    x, w, b = arguments.floats(x=(x, "N D"), w=(w, "D M"), b=(b, "M"))
    out = x @ w
    out += b
    return out, AffineCache(x, w)


def affine_backward(dout, cache):
    r"""Compute the gradients of a loss with respect to the inputs of `affine_forward`.

    .. math:: dx = d\mathrm{out}\, w^T, \quad dw = x^T d\mathrm{out}, \quad db = \sum_n d\mathrm{out}_n

    Parameters
    ----------
    dout : float array of shape (N, M)
        Gradient of the loss with respect to ``out``.
    cache : AffineCache
        From `affine_forward`.

    Returns
    -------
    dx : float array of shape (N, D)
    dw : float array of shape (D, M)
    db : float array of shape (M,)

    Raises
    ------
    ValueError
        If `dout` has another shape or dtype than ``out``, or `cache` is not from `affine_forward`.

    Notes
    -----
    Gradients are summed over the batch; a loss that is a mean brings its 1/N along in `dout`.

    References
    ----------
    goodfellow2016, section 6.5; i2dl, lecture 4; cs231n, assignment 1.

    Examples
    --------
    >>> out, cache = affine_forward(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([5.0]))
    >>> dx, dw, db = affine_backward(np.array([[10.0]]), cache)
    >>> dx, dw, db
    (array([[30., 40.]]), array([[10.],
           [20.]]), array([10.]))
    """
    x, w = arguments.cached(cache, AffineCache, "affine_forward")
    (dout,) = arguments.floats(x.dtype, dout=(dout, (len(x), w.shape[1])))
    return dout @ w.T, x.T @ dout, dout.sum(axis=0)
