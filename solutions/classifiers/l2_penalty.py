"""Penalty on large weights."""

import numpy as np

from solutions.arguments import float_array, number


def l2_penalty(w, reg):
    r"""Compute :math:`\frac{\lambda}{2} \sum w^2` and its gradient :math:`\lambda w`.

    Parameters
    ----------
    w : float array of any shape
    reg : float
        The strength, at least 0.

    Returns
    -------
    value : float
    dw : float array of the shape of w

    Raises
    ------
    ValueError
        If w is not a float array or reg not a number of at least 0.

    Notes
    -----
    NumPy sums squares by BLAS; no kernel of ours beats it.

    References
    ----------
    I2DL, lecture 7.

    Examples
    --------
    >>> import numpy as np
    >>> value, dw = l2_penalty(np.array([3.0, -4.0]), 0.5)
    >>> float(value), dw
    (6.25, array([ 1.5, -2. ]))
    """
    w = float_array("w", w)
    reg, flat = w.dtype.type(number("reg", reg, 0)), w.ravel()
    return reg / 2 * np.dot(flat, flat), reg * w
