"""Inverted dropout."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, number, same_dtype, whole


@njit(cache=True, error_model="numpy")
def _masked(values, draws, p):
    """Keep and scale what has a draw below p; used forward and backward."""
    out, scale = np.empty_like(values), values.dtype.type(1 / p)
    for i in range(values.size):
        out[i] = values[i] * scale if draws[i] < p else 0
    return out


def dropout_forward(x, dropout_param):
    r"""Compute :math:`x\, m / p` with :math:`m \sim \mathrm{Bernoulli}(p)` in training mode, x in test mode.

    Parameters
    ----------
    x : float array of any shape
    dropout_param : dict
        `mode` ("train" or "test"), `p`, the probability to keep an entry (above 0, at most 1), and `seed`.

    Returns
    -------
    out : float array of the shape of x
    cache : tuple
        For `dropout_backward`.

    Raises
    ------
    ValueError
        If a dtype or a parameter does not fit.

    Notes
    -----
    p is CS231n's, the probability to keep; PyTorch's is the probability to drop.

    References
    ----------
    Srivastava et al. (2014); I2DL, lecture 8.

    Examples
    --------
    >>> import numpy as np
    >>> x = np.array([1.0, 2.0, 3.0, 4.0])  # the draws are 0.64, 0.27, 0.04 and 0.02
    >>> dropout_forward(x, {"mode": "train", "p": 0.5, "seed": 0})[0]
    array([0., 4., 6., 8.])
    """
    x = float_array("x", x)
    mode, p, seed = _parameters(dropout_param)
    if mode == "test":
        return x.copy(), (x, None, p)
    draws = np.random.default_rng(seed).random(x.size)
    return _masked(x.ravel(), draws, p).reshape(x.shape), (x, draws, p)


def dropout_backward(dout, cache):
    """Let the gradient through where an entry was kept, scaled by 1/p; in test mode everywhere, not scaled.

    Parameters
    ----------
    dout : float array of the shape of x
    cache : tuple
        From `dropout_forward`.

    Returns
    -------
    dx : float array of the shape of x
    """
    x, draws, p = cache
    dout = float_array("dout", dout, x.shape)
    same_dtype(dout=dout, x=x)
    return dout.copy() if draws is None else _masked(dout.ravel(), draws, p).reshape(dout.shape)


def _parameters(value):
    if not isinstance(value, dict) or value.get("mode") not in ("train", "test"):
        raise ValueError(f"dropout_param: expected a dictionary with 'mode' 'train' or 'test', got {value!r}")
    p = number("dropout_param['p']", value.get("p"), 0, 1)
    if p == 0:
        raise ValueError("dropout_param['p']: expected a probability above 0, got 0")
    return value["mode"], p, whole("dropout_param['seed']", value.get("seed"), 0)
