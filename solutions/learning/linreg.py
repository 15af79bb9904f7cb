"""Linear regression in closed form."""

import numpy as np

from solutions.arguments import float_array, same_dtype


def linreg_closed(x, y):
    r"""Compute the :math:`w` of least norm among those that minimise :math:`\|(1, X) w - y\|^2`.

    Parameters
    ----------
    x : float array of shape (N, D)
    y : float array of shape (N,)

    Returns
    -------
    w : float array of shape (D + 1,)
        The bias weight first.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    Notes
    -----
    LAPACK's least squares, by a QR factorisation with pivots: the normal equations square the condition number,
    and have no inverse where the inputs depend on one another.

    References
    ----------
    PV021, lecture text, linear regression; I2DL, lecture 2.

    Examples
    --------
    >>> import numpy as np
    >>> linreg_closed(np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 5.0])).round(8)
    array([1., 2.])
    """
    x = float_array("x", x, ("N", "D"))
    y = float_array("y", y, (x.shape[0],))
    same_dtype(x=x, y=y)
    from scipy.linalg import lstsq  # slow to import, and needed by this function only

    inputs = np.empty((x.shape[0], x.shape[1] + 1), x.dtype)
    inputs[:, 0], inputs[:, 1:] = 1, x
    return lstsq(inputs, y, lapack_driver="gelsy", check_finite=False, overwrite_a=True)[0]
