"""Central differences. The time goes into the function that is differentiated: plain NumPy."""

import numpy as np

from solutions.arguments import float_array, number


def numeric_gradient(f, theta, step):
    r"""Compute :math:`\frac{f(\theta + h e_i) - f(\theta - h e_i)}{2h}` for every entry.

    Parameters
    ----------
    f : callable (float array) -> float
    theta : float array of any shape
    step : float
        Above 0.

    Returns
    -------
    gradient : float array of the shape of theta

    Raises
    ------
    ValueError
        If theta is no array of floats, or the step is not above 0.

    References
    ----------
    METU CENG 501 notes, cost of backpropagation and of finite differences; PV021, lecture text.

    Examples
    --------
    >>> import numpy as np
    >>> numeric_gradient(lambda theta: theta[0] * theta[1], np.array([2.0, 5.0]), 0.5)
    array([5., 2.])
    """
    theta = float_array("theta", theta)
    step = number("step", step, np.nextafter(0, 1))
    moved, gradient = theta.copy(), np.empty_like(theta)
    for i, value in enumerate(theta.flat):
        moved.flat[i] = value + step
        above = f(moved)
        moved.flat[i] = value - step
        gradient.flat[i] = (above - f(moved)) / (2 * step)
        moved.flat[i] = value
    return gradient
