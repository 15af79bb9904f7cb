"""Scaled dot-product attention, with one head and with many."""

import numpy as np
from numba import njit

from solutions.arguments import bool_array, float_array, same_dtype
from solutions.classifiers.softmax import to_probabilities

TOGETHER = 1 << 16  # scores whose gradients are held at a time: those of all heads would need as much as the weights


@njit(cache=True)
def _shift(scores, mask, scale):
    """Scale in place, and take the largest allowed score of each row away; what is masked becomes -inf."""
    count, queries, keys = scores.shape
    for n in range(count):
        for t in range(queries):
            top = scores.dtype.type(-np.inf)
            for s in range(keys):
                scores[n, t, s] = scores[n, t, s] * scale if mask[t, s] else -np.inf
                top = max(top, scores[n, t, s])
            for s in range(keys):
                scores[n, t, s] -= top


@njit(cache=True, fastmath={"reassoc"})
def _through_softmax(dweights, weights, scale):
    """Turn gradients of the weights into gradients of the scores before scaling, in place."""
    for n in range(weights.shape[0]):
        for t in range(weights.shape[1]):
            up, row, dot = dweights[n, t], weights[n, t], weights.dtype.type(0)
            for s in range(row.size):
                dot += up[s] * row[s]
            for s in range(row.size):
                up[s] = scale * row[s] * (up[s] - dot)


def attention_forward(q, k, v, mask):
    r"""Compute :math:`\mathrm{softmax}(Q K^T / \sqrt{d_k})\, V`, over the keys that the mask allows.

    Parameters
    ----------
    q : float array of shape (N, T, DK)
    k : float array of shape (N, S, DK)
    v : float array of shape (N, S, DV)
    mask : bool array of shape (T, S)
        True where a query may look at a key; at least one in each row.

    Returns
    -------
    out : float array of shape (N, T, DV)
    cache : tuple
        For `attention_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or a query may look at no key.

    References
    ----------
    Vaswani et al., Attention is all you need, 2017, section 3.2.1; I2DL, lecture 11.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones((1, 1, 1))
    >>> attention_forward(one, one, 7 * one, np.array([[True]]))[0]
    array([[[7.]]])
    """
    q = float_array("q", q, ("N", "T", "DK"))
    k = float_array("k", k, (q.shape[0], "S", q.shape[2]))
    v = float_array("v", v, (q.shape[0], k.shape[1], "DV"))
    same_dtype(q=q, k=k, v=v)
    mask = bool_array("mask", mask, (q.shape[1], k.shape[1]))
    if not mask.any(axis=1).all():
        raise ValueError(f"mask: expected a key for every query, got none for query {int(np.argmin(mask.any(axis=1)))}")
    return attend(q, k, v, mask)


def attend(q, k, v, mask):
    """Attention without checks, for callers that have done them; see `attention_forward`."""
    scale = q.dtype.type(q.shape[2] ** -0.5)
    weights = q @ k.transpose(0, 2, 1)
    _shift(weights, mask, scale)
    to_probabilities(weights.reshape(-1, weights.shape[2]))
    return weights @ v, (q, k, v, weights, scale)


def attention_backward(dout, cache):
    """Compute the gradients of attention.

    Parameters
    ----------
    dout : float array of shape (N, T, DV)
    cache : tuple
        From `attention_forward`.

    Returns
    -------
    dq, dk, dv : float arrays of shapes (N, T, DK), (N, S, DK), (N, S, DV)
    """
    q, _, v, _, _ = cache
    return attend_backward(float_array("dout", dout, (*q.shape[:2], v.shape[2])), cache)


def attend_backward(dout, cache):
    """Gradients of `attend`."""
    q, k, v, weights, scale = cache
    count = max(1, TOGETHER // weights[0].size)
    if count >= len(q):
        return _gradients(dout, q, k, v, weights, scale)
    dq, dk, dv = np.empty_like(q), np.empty_like(k), np.empty_like(v)
    for start in range(0, len(q), count):
        part = slice(start, start + count)
        dq[part], dk[part], dv[part] = _gradients(dout[part], q[part], k[part], v[part], weights[part], scale)
    return dq, dk, dv


def _gradients(dout, q, k, v, weights, scale):
    dscores = dout @ v.transpose(0, 2, 1)
    _through_softmax(dscores, weights, scale)
    return dscores @ k, dscores.transpose(0, 2, 1) @ q, weights.transpose(0, 2, 1) @ dout
