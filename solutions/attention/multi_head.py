"""Self-attention with several heads."""

import numpy as np

from solutions.arguments import float_array, same_dtype, whole
from solutions.attention.attention import attend, attend_backward


def multi_head_forward(x, Wq, Wk, Wv, Wo, attention_param):
    r"""Compute :math:`[H_1, \ldots, H_h]\, W_o`, each head an attention of the inputs on themselves.

    Parameters
    ----------
    x : float array of shape (N, T, D)
    Wq, Wk, Wv, Wo : float arrays of shape (D, D)
    attention_param : dict
        `heads` (int, divides D) and `causal` (bool: a step sees itself and earlier steps only).

    Returns
    -------
    out : float array of shape (N, T, D)
    cache : tuple
        For `multi_head_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit.

    References
    ----------
    Vaswani et al., Attention is all you need, 2017, section 3.2.2.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones((1, 1))
    >>> multi_head_forward(one[None], one, one, 3 * one, one, {"heads": 1, "causal": True})[0]
    array([[[3.]]])
    """
    x = float_array("x", x, ("N", "T", "D"))
    size = (x.shape[2], x.shape[2])
    Wq, Wk, Wv, Wo = (float_array(name, w, size) for name, w in (("Wq", Wq), ("Wk", Wk), ("Wv", Wv), ("Wo", Wo)))
    same_dtype(x=x, Wq=Wq, Wk=Wk, Wv=Wv, Wo=Wo)
    heads, causal = _parameters(attention_param, x.shape[2])
    return project_and_attend(x, Wq, Wk, Wv, Wo, heads, causal)


def project_and_attend(x, Wq, Wk, Wv, Wo, heads, causal):
    """Self-attention without checks, for callers that have done them; see `multi_head_forward`."""
    steps = x.shape[1]
    mask = np.tri(steps, dtype=bool) if causal else np.ones((steps, steps), bool)
    rows = x.reshape(-1, x.shape[2])
    q, k, v = (_split((rows @ w).reshape(x.shape), heads) for w in (Wq, Wk, Wv))
    found, inner = attend(q, k, v, mask)
    found = _join(found, heads).reshape(rows.shape)
    return (found @ Wo).reshape(x.shape), (rows, x.shape, Wq, Wk, Wv, Wo, found, inner, heads)


def multi_head_backward(dout, cache):
    """Compute the gradients of self-attention with several heads.

    Parameters
    ----------
    dout : float array of shape (N, T, D)
    cache : tuple
        From `multi_head_forward`.

    Returns
    -------
    dx, dWq, dWk, dWv, dWo : float arrays of shapes (N, T, D) and (D, D)
    """
    rows, shape, Wq, Wk, Wv, Wo, found, inner, heads = cache
    dout = float_array("dout", dout, shape).reshape(rows.shape)
    dfound = _split((dout @ Wo.T).reshape(shape), heads)
    parts = [_join(part, heads).reshape(rows.shape) for part in attend_backward(dfound, inner)]
    dx = sum(part @ w.T for part, w in zip(parts, (Wq, Wk, Wv), strict=True))
    return dx.reshape(shape), *(rows.T @ part for part in parts), found.T @ dout


def _split(x, heads):
    """(N, T, D) becomes (N * heads, T, D / heads)."""
    count, steps, size = x.shape
    parts = x.reshape(count, steps, heads, size // heads).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(parts).reshape(count * heads, steps, size // heads)


def _join(parts, heads):
    """Inverse of `_split`."""
    _, steps, size = parts.shape
    joined = parts.reshape(-1, heads, steps, size).transpose(0, 2, 1, 3)
    return np.ascontiguousarray(joined).reshape(-1, steps, heads * size)


def _parameters(value, size):
    if not isinstance(value, dict) or value.keys() != {"heads", "causal"}:
        got = sorted(value) if isinstance(value, dict) else f"a {type(value).__name__}"
        raise ValueError(f"attention_param: expected a dictionary with ['causal', 'heads'], got {got}")
    heads = whole("attention_param['heads']", value["heads"], 1)
    if size % heads:
        raise ValueError(f"attention_param['heads']: expected a divisor of D = {size}, got {heads}")
    if not isinstance(value["causal"], (bool, np.bool_)):
        raise ValueError(f"attention_param['causal']: expected True or False, got {value['causal']!r}")
    return heads, bool(value["causal"])
