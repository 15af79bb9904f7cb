"""Affine layer."""

import numpy as np

from solutions.arguments import float_array, same_dtype


def affine_forward(x, w, b):
    r"""Compute :math:`Y = X W + b`, the bias added to every row.

    Parameters
    ----------
    x : float array of shape (N, D), or of more axes, of which all but the first are laid in a row
    w : float array of shape (D, M)
    b : float array of shape (M,)

    Returns
    -------
    out : float array of shape (N, M)
    cache : tuple
        For `affine_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    Notes
    -----
    Matrix products go to BLAS through NumPy; no kernel of ours beats it.

    References
    ----------
    I2DL, tutorial on matrix derivatives.

    Examples
    --------
    >>> import numpy as np
    >>> affine_forward(np.array([[1.0, 2.0]]), np.array([[3.0], [4.0]]), np.array([0.5]))[0]
    array([[11.5]])
    """
    shape = np.shape(x)
    x = float_array("x", x.reshape(shape[0], -1) if len(shape) > 2 else x, ("N", "D"))
    w = float_array("w", w, (x.shape[1], "M"))
    b = float_array("b", b, (w.shape[1],))
    same_dtype(x=x, w=w, b=b)
    out = x @ w
    out += b
    return out, (x, w, shape)


def affine_backward(dout, cache):
    r"""Compute :math:`dX = dY W^T`, :math:`dW = X^T dY` and the column sums :math:`db`.

    Parameters
    ----------
    dout : float array of shape (N, M)
    cache : tuple
        From `affine_forward`.

    Returns
    -------
    dx, dw, db : float arrays of shapes of x, (D, M), (M,)
    """
    x, w, shape = cache
    dout = float_array("dout", dout, (x.shape[0], w.shape[1]))
    return (dout @ w.T).reshape(shape), x.T @ dout, dout.sum(axis=0)
