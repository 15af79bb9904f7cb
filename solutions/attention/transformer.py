"""A block of a transformer, put together from attention, layer norm and two affine layers."""

from solutions.arguments import float_array
from solutions.attention.multi_head import multi_head_backward, multi_head_forward
from solutions.graphs.affine import affine_backward, affine_forward
from solutions.graphs.relu import rectify, switch_off
from solutions.normalization.layernorm import layernorm_backward, layernorm_forward

NAMES = ("Wq", "Wk", "Wv", "Wo", "gamma1", "beta1", "W1", "b1", "W2", "b2", "gamma2", "beta2")
SETTINGS = {"heads", "causal", "eps"}


def transformer_block_forward(x, params, block_param):
    r"""Compute :math:`y = \mathrm{LN}_1(x + \mathrm{attention}(x))` and :math:`\mathrm{LN}_2(y + \mathrm{network}(y))`.

    Parameters
    ----------
    x : float array of shape (N, T, D)
    params : dict
        `Wq`, `Wk`, `Wv`, `Wo` (D, D); `gamma1`, `beta1`, `gamma2`, `beta2`, `b2` (D,); `W1` (D, F), `b1` (F,),
        `W2` (F, D).
    block_param : dict
        `heads`, `causal`, and `eps` of both layer norms.

    Returns
    -------
    out : float array of shape (N, T, D)
    cache : tuple
        For `transformer_block_backward`.

    Raises
    ------
    ValueError
        If a shape, a dtype or a parameter does not fit.

    Notes
    -----
    The layer norms stand after the shortcuts, as in the paper. Many later models put them before.

    References
    ----------
    Vaswani et al., Attention is all you need, 2017, section 3.1; I2DL, lecture 11.

    Examples
    --------
    >>> import numpy as np
    >>> zero, one = np.zeros((2, 2)), np.eye(2)
    >>> params = dict(zip(("Wq", "Wk", "Wv", "Wo", "W1", "W2"), (zero, zero, one, one, one, one)))
    >>> params |= {name: np.zeros(2) for name in ("beta1", "beta2", "b1", "b2")}
    >>> params |= {"gamma1": np.ones(2), "gamma2": np.ones(2)}
    >>> settings = {"heads": 1, "causal": True, "eps": 0.0}
    >>> transformer_block_forward(np.array([[[1.0, 3.0]]]), params, settings)[0]
    array([[[-1.,  1.]]])
    """
    _check_keys(params, block_param)
    p, norm_param = params, {"eps": block_param["eps"]}
    attention_param = {"heads": block_param["heads"], "causal": block_param["causal"]}
    seen, attention = multi_head_forward(x, p["Wq"], p["Wk"], p["Wv"], p["Wo"], attention_param)
    rows = (x + seen).reshape(-1, seen.shape[2])
    y, first = layernorm_forward(rows, p["gamma1"], p["beta1"], norm_param)
    hidden, inner = affine_forward(y, p["W1"], p["b1"])
    rectify(hidden)
    found, outer = affine_forward(hidden, p["W2"], p["b2"])
    out, second = layernorm_forward(y + found, p["gamma2"], p["beta2"], norm_param)
    return out.reshape(seen.shape), (seen.shape, attention, first, inner, hidden, outer, second)


def transformer_block_backward(dout, cache):
    """Compute the gradients of a block.

    Parameters
    ----------
    dout : float array of shape (N, T, D)
    cache : tuple
        From `transformer_block_forward`.

    Returns
    -------
    dx : float array of shape (N, T, D)
    grads : dict
        The gradient of `params["W1"]` under `dW1`, and so on.
    """
    shape, attention, first, inner, hidden, outer, second = cache
    dout = float_array("dout", dout, shape).reshape(-1, shape[2])
    grads = {}
    dtotal, grads["dgamma2"], grads["dbeta2"] = layernorm_backward(dout, second)
    dhidden, grads["dW2"], grads["db2"] = affine_backward(dtotal, outer)
    switch_off(dhidden, hidden)
    dy, grads["dW1"], grads["db1"] = affine_backward(dhidden, inner)
    dy += dtotal  # the shortcut
    dtotal, grads["dgamma1"], grads["dbeta1"] = layernorm_backward(dy, first)
    dtotal = dtotal.reshape(shape)
    dx, *weights = multi_head_backward(dtotal, attention)
    grads |= dict(zip(("dWq", "dWk", "dWv", "dWo"), weights, strict=True))
    return dx + dtotal, grads


def _check_keys(params, block_param):
    for name, value, wanted in (("params", params, set(NAMES)), ("block_param", block_param, SETTINGS)):
        if not isinstance(value, dict) or not wanted.issubset(value):
            got = sorted(value) if isinstance(value, dict) else f"a {type(value).__name__}"
            raise ValueError(f"{name}: expected a dictionary with {sorted(wanted)}, got {got}")
