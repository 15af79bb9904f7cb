"""Sums of ReLUs through given points."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True, error_model="numpy")
def _bends(knots, values):
    """By how much the slope changes at every knot but the last; None if the knots do not ascend."""
    coeffs = np.empty(len(knots) - 1, knots.dtype)
    before = knots.dtype.type(0)
    for i in range(len(coeffs)):
        gap = knots[i + 1] - knots[i]
        if not gap > 0:
            return None
        slope = (values[i + 1] - values[i]) / gap
        coeffs[i] = slope - before
        before = slope
    return coeffs


def relu_interpolant(knots, values):
    r"""Compute the coefficients of :math:`F(x) = v_0 + \sum_i c_i \max(x - k_i, 0)` through all points.

    A ReLU that starts at :math:`k_i` bends the function there, so :math:`c_i` is the change of its slope.

    Parameters
    ----------
    knots : float array of shape (K,)
        Ascending, K at least 2.
    values : float array of shape (K,)

    Returns
    -------
    coeffs : float array of shape (K - 1,)
    offset : float

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or the knots do not ascend.

    References
    ----------
    PV021, lecture text, power of ReLU.

    Examples
    --------
    >>> import numpy as np
    >>> relu_interpolant(np.array([0.0, 1.0, 2.0]), np.array([0.0, 1.0, 0.0]))[0]
    array([ 1., -2.])
    """
    knots = float_array("knots", knots, ("K",))
    values = float_array("values", values, knots.shape)
    same_dtype(knots=knots, values=values)
    coeffs = _bends(knots, values) if len(knots) > 1 else None
    if coeffs is None:
        raise ValueError(f"knots: expected at least 2 ascending numbers, got {knots[:8]}")
    return coeffs, values[0]
