"""The linear neuron (ADALINE)."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype, whole


def _checked(x, y):
    x = float_array("x", x, ("N", "D"))
    y = float_array("y", y, (x.shape[0],))
    same_dtype(x=x, y=y)
    return x, y


def _gradient(error, x):
    dw = np.empty(x.shape[1] + 1, x.dtype)
    dw[0], dw[1:] = error.sum(), error @ x
    return dw / x.dtype.type(x.shape[0])


@njit(cache=True)
def _online(x, y, lr, epochs):
    w, history = np.zeros(x.shape[1] + 1, x.dtype), np.empty((epochs, x.shape[1] + 1), x.dtype)
    for epoch in range(epochs):
        for n in range(x.shape[0]):
            error = w[0] - y[n]
            for d in range(x.shape[1]):
                error += w[d + 1] * x[n, d]
            w[0] -= lr * error
            for d in range(x.shape[1]):
                w[d + 1] -= lr * error * x[n, d]
        for d in range(w.size):  # not all at once, for which Numba compiles five seconds longer
            history[epoch, d] = w[d]
    return w, history


def adaline_loss(w, x, y):
    r"""Compute :math:`\frac{1}{2N} \sum_n (w_0 + w \cdot x_n - y_n)^2` and its gradient.

    Parameters
    ----------
    w : float array of shape (D + 1,)
        The bias weight first.
    x : float array of shape (N, D)
    y : float array of shape (N,)

    Returns
    -------
    loss : float
    dw : float array of shape (D + 1,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Widrow and Hoff (1960); PV021, lecture text, linear regression (ADALINE).

    Examples
    --------
    >>> import numpy as np
    >>> adaline_loss(np.array([1.0, 1.0]), np.array([[2.0]]), np.array([1.0]))[1]
    array([2., 4.])
    """
    x, y = _checked(x, y)
    w = float_array("w", w, (x.shape[1] + 1,))
    same_dtype(w=w, x=x)
    error = x @ w[1:] + w[0] - y
    return x.dtype.type(error @ error / (2 * error.size)), _gradient(error, x)


def gd_fit(x, y, lr, steps):
    r"""Compute :math:`w \leftarrow w - \eta\, \nabla L(w)` a number of times, from 0.

    Parameters
    ----------
    x : float array of shape (N, D)
    y : float array of shape (N,)
    lr : float
    steps : int

    Returns
    -------
    w : float array of shape (D + 1,)
    history : float array of shape (steps, D + 1)
        The weights after each step.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    PV021, lecture text, linear regression (ADALINE), batch algorithm.

    Examples
    --------
    >>> import numpy as np
    >>> gd_fit(np.array([[1.0], [-1.0]]), np.array([3.0, 1.0]), 0.5, 1)[0]
    array([1. , 0.5])
    """
    x, y = _checked(x, y)
    w, history = np.zeros(x.shape[1] + 1, x.dtype), np.empty((whole("steps", steps, 1), x.shape[1] + 1), x.dtype)
    for t in range(steps):
        w = w - lr * _gradient(x @ w[1:] + w[0] - y, x)
        history[t] = w
    return w, history


def online_fit(x, y, lr, epochs):
    """Move the weights against the gradient of one sample after the other, from 0.

    Parameters
    ----------
    x : float array of shape (N, D)
    y : float array of shape (N,)
    lr : float
    epochs : int

    Returns
    -------
    w : float array of shape (D + 1,)
    history : float array of shape (epochs, D + 1)
        The weights after each epoch.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Widrow and Hoff (1960); PV021, lecture text, online algorithm.

    Examples
    --------
    >>> import numpy as np
    >>> online_fit(np.array([[1.0], [2.0]]), np.array([1.0, 0.0]), 0.5, 1)[0]
    array([-0.25, -1.  ])
    """
    x, y = _checked(x, y)
    return _online(x, y, lr, whole("epochs", epochs, 1))


def max_stable_lr(x):
    r"""Compute :math:`2 / \lambda_{\max}` of the matrix :math:`(1, X)^T (1, X) / N` of second derivatives.

    Parameters
    ----------
    x : float array of shape (N, D)

    Returns
    -------
    lr : float

    Raises
    ------
    ValueError
        If it is no float array of two axes.

    References
    ----------
    PV021, lecture text, linear regression (ADALINE), with the limit that its proposition leaves open.

    Examples
    --------
    >>> import numpy as np
    >>> round(max_stable_lr(np.array([[1.0], [-1.0]])), 8)
    2.0
    """
    x = float_array("x", x, ("N", "D"))
    inputs = np.insert(x, 0, 1, axis=1)
    small = inputs.T @ inputs if inputs.shape[0] > inputs.shape[1] else inputs @ inputs.T  # the same eigenvalues
    return float(2 * len(x) / np.linalg.eigvalsh(small)[-1])
