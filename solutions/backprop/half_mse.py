"""Half the squared error."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _half_squares(y_pred, y):
    """The loss and its gradient in one pass; `reassoc` lets the sum use vectors and keeps nan and inf."""
    count = y_pred.shape[0]
    total, share = y_pred.dtype.type(0), y_pred.dtype.type(1) / count
    dy_pred = np.empty_like(y_pred)
    for n in range(count):
        for m in range(y_pred.shape[1]):
            difference = y_pred[n, m] - y[n, m]
            total += difference * difference
            dy_pred[n, m] = difference * share
    return total / (2 * count), dy_pred


def half_mse(y_pred, y):
    r"""Compute :math:`\frac{1}{2N} \sum_{n,m} (\hat y_{nm} - y_{nm})^2` and its gradient.

    Parameters
    ----------
    y_pred, y : float arrays of shape (N, M)

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
    PV021 sums over the samples; here their mean is taken, as in all losses of the course.

    References
    ----------
    PV021, lecture text, error of a multi-layer perceptron.

    Examples
    --------
    >>> import numpy as np
    >>> half_mse(np.array([[3.0, 1.0]]), np.array([[1.0, 1.0]]))[1]
    array([[2., 0.]])
    """
    y_pred = float_array("y_pred", y_pred, ("N", "M"))
    y = float_array("y", y, y_pred.shape)
    same_dtype(y_pred=y_pred, y=y)
    loss, dy_pred = _half_squares(y_pred, y)
    return y_pred.dtype.type(loss), dy_pred
