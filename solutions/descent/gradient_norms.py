"""How gradients shrink or grow with depth."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True)
def _through_tanh(dh, h):
    """Multiply `dh` by the slope of the tanh whose output is `h`, in place: `dh` belongs to the caller's loop."""
    one = h.dtype.type(1)
    for i in range(dh.shape[0]):
        for j in range(dh.shape[1]):
            dh[i, j] *= one - h[i, j] * h[i, j]


def gradient_norms_by_depth(x, weights, dout):
    r"""Compute :math:`\|\partial L / \partial W_l\|_F` for :math:`h_l = \tanh(h_{l-1} W_l)`.

    Parameters
    ----------
    x : float array of shape (N, D)
    weights : float array of shape (L, D, D)
    dout : float array of shape (N, D)

    Returns
    -------
    norms : float array of shape (L,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Glorot and Bengio (2010); PV021, lecture text, vanishing and exploding gradients.

    Examples
    --------
    >>> import numpy as np
    >>> gradient_norms_by_depth(np.array([[2.0]]), np.zeros((1, 1, 1)), np.array([[3.0]]))
    array([6.])
    """
    x = float_array("x", x, ("N", "D"))
    size = x.shape[1]
    weights, dout = float_array("weights", weights, ("L", size, size)), float_array("dout", dout, x.shape)
    same_dtype(x=x, weights=weights, dout=dout)
    states = [x]
    for w in weights:
        h = states[-1] @ w
        states.append(np.tanh(h, out=h))
    norms, dh = np.empty(len(weights), x.dtype), dout.copy()
    for layer in range(len(weights) - 1, -1, -1):
        _through_tanh(dh, states[layer + 1])
        norms[layer] = np.linalg.norm(states[layer].T @ dh)
        dh = dh @ weights[layer].T if layer else dh
    return norms
