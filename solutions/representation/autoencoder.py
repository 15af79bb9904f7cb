"""Autoencoder of two affine layers with a hyperbolic tangent between them."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True)
def _through_tanh(dcode, dother, code):
    """The gradient of the potentials: both ways to the code, times the slope of tanh from its value."""
    da, one = np.empty_like(code), code.dtype.type(1)
    for n in range(code.shape[0]):
        for k in range(code.shape[1]):
            da[n, k] = (dcode[n, k] + dother[n, k]) * (one - code[n, k] * code[n, k])
    return da


def autoencoder_forward(x, w1, b1, w2, b2):
    r"""Compute the code :math:`Z = \tanh(X W_1 + b_1)` and the reconstruction :math:`Z W_2 + b_2`.

    Parameters
    ----------
    x : float array of shape (N, D)
    w1, b1 : float arrays of shapes (D, M), (M,)
    w2, b2 : float arrays of shapes (M, D), (D,)

    Returns
    -------
    out : float array of shape (N, D)
    code : float array of shape (N, M)
    cache : tuple
        For `autoencoder_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Bourlard and Kamp (1988); I2DL, notes on autoencoders.

    Examples
    --------
    >>> import numpy as np
    >>> one, zero = np.ones((1, 1)), np.zeros(1)
    >>> autoencoder_forward(0 * one, one, zero, one, zero + 2)[:2]
    (array([[2.]]), array([[0.]]))
    """
    x = float_array("x", x, ("N", "D"))
    w1 = float_array("w1", w1, (x.shape[1], "M"))
    b1 = float_array("b1", b1, (w1.shape[1],))
    w2 = float_array("w2", w2, (w1.shape[1], x.shape[1]))
    b2 = float_array("b2", b2, (x.shape[1],))
    same_dtype(x=x, w1=w1, b1=b1, w2=w2, b2=b2)
    code = np.tanh(x @ w1 + b1)
    return code @ w2 + b2, code, (x, w1, w2, code.copy())


def autoencoder_backward(dout, dcode, cache):
    """Compute the gradients from both outputs.

    Parameters
    ----------
    dout : float array of shape (N, D)
    dcode : float array of shape (N, M)
        Does not count the way through `out`.
    cache : tuple
        From `autoencoder_forward`.

    Returns
    -------
    dx, dw1, db1, dw2, db2 : float arrays in the shapes of the inputs
    """
    x, w1, w2, code = cache
    dout, dcode = float_array("dout", dout, x.shape), float_array("dcode", dcode, code.shape)
    da = _through_tanh(dcode, dout @ w2.T, code)
    return da @ w1.T, x.T @ da, da.sum(axis=0), code.T @ dout, dout.sum(axis=0)
