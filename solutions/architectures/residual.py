"""Residual block."""

from solutions.arguments import float_array, same_dtype
from solutions.convolution.conv import conv_backward, conv_forward
from solutions.graphs.relu import rectify, relu_backward, switch_off

SAME = {"stride": 1, "pad": 1}


def residual_block_forward(x, w1, b1, w2, b2):
    r"""Compute :math:`\mathrm{ReLU}(x + w_2 * \mathrm{ReLU}(w_1 * x + b_1) + b_2)`.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    w1 : float array of shape (F, C, 3, 3)
    b1 : float array of shape (F,)
    w2 : float array of shape (C, F, 3, 3)
    b2 : float array of shape (C,)

    Returns
    -------
    out : float array of shape (N, C, H, W)
    cache : tuple
        For `residual_block_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    He, Zhang, Ren and Sun (2016). I2DL, lecture 10.

    Examples
    --------
    >>> import numpy as np
    >>> zeros = np.zeros((1, 1, 3, 3))
    >>> residual_block_forward(np.array([[[[-1.0, 2.0]]]]), zeros, np.zeros(1), zeros, np.zeros(1))[0]
    array([[[[0., 2.]]]])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    w1 = float_array("w1", w1, ("F", x.shape[1], 3, 3))
    b1 = float_array("b1", b1, (w1.shape[0],))
    w2 = float_array("w2", w2, (x.shape[1], w1.shape[0], 3, 3))
    b2 = float_array("b2", b2, (x.shape[1],))
    same_dtype(x=x, w1=w1, b1=b1, w2=w2, b2=b2)
    hidden, conv1 = conv_forward(x, w1, b1, SAME)
    rectify(hidden)
    out, conv2 = conv_forward(hidden, w2, b2, SAME)
    out += x
    rectify(out)
    return out, (conv1, hidden, conv2, out)


def residual_block_backward(dout, cache):
    """Compute the gradients of a residual block: the one to x is the sum of both ways.

    Parameters
    ----------
    dout : float array of shape (N, C, H, W)
    cache : tuple
        From `residual_block_forward`.

    Returns
    -------
    dx, dw1, db1, dw2, db2 : float arrays of the shapes of x, w1, b1, w2, b2
    """
    conv1, hidden, conv2, out = cache
    dsum = relu_backward(dout, out)
    dhidden, dw2, db2 = conv_backward(dsum, conv2)
    switch_off(dhidden, hidden)
    dx, dw1, db1 = conv_backward(dhidden, conv1)
    dx += dsum
    return dx, dw1, db1, dw2, db2
