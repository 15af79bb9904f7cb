"""Standardisation of features."""

import numpy as np
from numba import njit

from solutions.arguments import float_array


@njit(cache=True, error_model="numpy")
def _standardize(x):
    count, features = x.shape
    mean, std, is_constant = np.zeros(features), np.zeros(features), np.ones(features, np.bool_)
    for n in range(count):
        for d in range(features):
            mean[d] += x[n, d]
            is_constant[d] &= x[n, d] == x[0, d]
    mean /= count
    for n in range(count):
        for d in range(features):
            std[d] += (x[n, d] - mean[d]) ** 2
    for d in range(features):  # the computed deviation of equal numbers need not be exactly 0
        mean[d] = x[0, d] if is_constant[d] else mean[d]
        std[d] = 1.0 if is_constant[d] else np.sqrt(std[d] / count)
    x_std = np.empty_like(x)
    for n in range(count):
        for d in range(features):
            x_std[n, d] = (x[n, d] - mean[d]) / std[d]
    return x_std, mean, std


def standardize(x):
    r"""Compute :math:`(x - \mu) / \sigma` of each feature, with the biased standard deviation.

    Parameters
    ----------
    x : float array of shape (N, D)

    Returns
    -------
    x_std : float array of shape (N, D)
    mean, std : float arrays of shape (D,)

    Raises
    ------
    ValueError
        If it is no float array of two axes.

    Notes
    -----
    A constant feature is divided by 1, so that it becomes 0 and new data can be scaled in the same way.

    References
    ----------
    PV021, lecture text, preprocessing of inputs.

    Examples
    --------
    >>> import numpy as np
    >>> standardize(np.array([[1.0], [5.0]]))
    (array([[-1.],
           [ 1.]]), array([3.]), array([2.]))
    """
    x = float_array("x", x, ("N", "D"))
    x_std, mean, std = _standardize(x)
    return x_std, mean.astype(x.dtype), std.astype(x.dtype)
