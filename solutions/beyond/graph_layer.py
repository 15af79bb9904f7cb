"""Message passing on a graph."""

from solutions.arguments import float_array, same_dtype


def graph_layer_forward(h, a, w0, w1):
    r"""Compute :math:`H W_0 + A H W_1`.

    Parameters
    ----------
    h : float array of shape (V, D)
    a : float array of shape (V, V)
        `a[i, j]` is the weight with which node i listens to node j.
    w0, w1 : float arrays of shape (D, M)

    Returns
    -------
    out : float array of shape (V, M)
    cache : tuple
        For `graph_layer_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    Notes
    -----
    All is matrix products, which go to BLAS through NumPy.

    References
    ----------
    Kipf and Welling, Semi-supervised classification with graph convolutional networks, 2017; I2DL, notes XII.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones((1, 1))
    >>> graph_layer_forward(np.array([[1.0], [2.0]]), np.array([[0.0, 1], [1, 0]]), one, 10 * one)[0]
    array([[21.],
           [12.]])
    """
    h = float_array("h", h, ("V", "D"))
    a = float_array("a", a, (h.shape[0], h.shape[0]))
    w0 = float_array("w0", w0, (h.shape[1], "M"))
    w1 = float_array("w1", w1, w0.shape)
    same_dtype(h=h, a=a, w0=w0, w1=w1)
    heard = a @ h
    out = h @ w0
    out += heard @ w1
    return out, (h, a, w0, w1, heard)


def graph_layer_backward(dout, cache):
    r"""Compute :math:`dH = dY W_0^T + A^T dY W_1^T` and the gradients of both weights.

    Parameters
    ----------
    dout : float array of shape (V, M)
    cache : tuple
        From `graph_layer_forward`.

    Returns
    -------
    dh, dw0, dw1 : float arrays of shapes (V, D), (D, M), (D, M)
    """
    h, a, w0, w1, heard = cache
    dout = float_array("dout", dout, (h.shape[0], w0.shape[1]))
    dh = dout @ w0.T
    dh += a.T @ (dout @ w1.T)
    return dh, h.T @ dout, heard.T @ dout
