"""Losses of regression: mean absolute and mean squared error."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})  # the sum may be taken in any order, so in several lanes
def _absolute(y_pred, y):
    total, gradient = 0.0, np.empty_like(y_pred)
    share = y_pred.dtype.type(1 / y.size)
    for i in range(y.size):
        error = y_pred[i] - y[i]
        total += abs(error)
        gradient[i] = share * np.sign(error)
    return total / y.size, gradient


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})  # the sum may be taken in any order, so in several lanes
def _squared(y_pred, y):
    total, gradient = 0.0, np.empty_like(y_pred)
    share = y_pred.dtype.type(2 / y.size)
    for i in range(y.size):
        error = y_pred[i] - y[i]
        total += error * error
        gradient[i] = share * error
    return total / y.size, gradient


def l1_loss(y_pred, y):
    r"""Compute :math:`\frac{1}{NM} \sum_{nm} |\hat y_{nm} - y_{nm}|` and its gradient.

    Parameters
    ----------
    y_pred, y : float arrays of shape (N, M)
        Predictions and targets.

    Returns
    -------
    loss : float
    dy_pred : float array of shape (N, M)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    Notes
    -----
    The slope at a residual of exactly 0 is 0 here; any value in [-1, 1] is a subgradient of the absolute value.

    References
    ----------
    I2DL, lecture 7.

    Examples
    --------
    >>> import numpy as np
    >>> l1_loss(np.array([[1.0, 5.0]]), np.array([[3.0, 4.0]]))[1]
    array([[-0.5,  0.5]])
    """
    return _loss(_absolute, y_pred, y)


def mse_loss(y_pred, y):
    r"""Compute :math:`\frac{1}{NM} \sum_{nm} (\hat y_{nm} - y_{nm})^2` and its gradient.

    Parameters
    ----------
    y_pred, y : float arrays of shape (N, M)
        Predictions and targets.

    Returns
    -------
    loss : float
    dy_pred : float array of shape (N, M)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    Notes
    -----
    The mean is taken over all entries. Others divide by N only, or by 2 N; the minimum is the same.

    References
    ----------
    I2DL, lectures 3 and 7.

    Examples
    --------
    >>> import numpy as np
    >>> mse_loss(np.array([[1.0, 5.0]]), np.array([[3.0, 4.0]]))[1]
    array([[-2.,  1.]])
    """
    return _loss(_squared, y_pred, y)


def _loss(kernel, y_pred, y):
    y_pred = float_array("y_pred", y_pred, ("N", "M"))
    y = float_array("y", y, y_pred.shape)
    same_dtype(y_pred=y_pred, y=y)
    loss, gradient = kernel(y_pred.ravel(), y.ravel())
    return y.dtype.type(loss), gradient.reshape(y.shape)
