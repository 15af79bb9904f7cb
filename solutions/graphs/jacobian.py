"""Measured derivatives. The time goes into the function that is differentiated: plain NumPy."""

import numpy as np

from solutions.arguments import float_array, number, same_dtype


def numeric_jacobian(f, x, step):
    r"""Compute :math:`\frac{f_i(x + h e_j) - f_i(x - h e_j)}{2h}` for every output i and input j.

    Parameters
    ----------
    f : callable (float array of shape (D,)) -> float array of shape (M,)
    x : float array of shape (D,)
    step : float
        Above 0.

    Returns
    -------
    jacobian : float array of shape (M, D)

    Raises
    ------
    ValueError
        If x is no row of floats, or the step is not above 0.

    References
    ----------
    I2DL, tutorial on matrix derivatives.

    Examples
    --------
    >>> import numpy as np
    >>> numeric_jacobian(lambda x: np.array([x[0] * x[1], x[0]]), np.array([2.0, 5.0]), 0.5)
    array([[5., 2.],
           [1., 0.]])
    """
    x, step = float_array("x", x, ("D",)), number("step", step, np.nextafter(0, 1))
    units = step * np.eye(x.size, dtype=x.dtype)
    return np.stack([(f(x + unit) - f(x - unit)) / (2 * step) for unit in units], axis=1)


def relative_error(a, b):
    r"""Compute the largest :math:`|a - b| / \max(10^{-8}, |a| + |b|)`.

    Parameters
    ----------
    a, b : float arrays of any, but the same shape

    Returns
    -------
    error : float

    Raises
    ------
    ValueError
        If they are no float arrays of one shape.

    References
    ----------
    Stanford CS231n, gradient checks.

    Examples
    --------
    >>> import numpy as np
    >>> relative_error(np.array([1.0, 0.0]), np.array([3.0, 0.0]))
    0.5
    """
    a = float_array("a", a)
    b = float_array("b", b, a.shape)
    same_dtype(a=a, b=b)
    return float(np.max(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b))))
