"""ALVINN's outputs: the position of the steering wheel as a hill over a row of neurons."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, whole


@njit(cache=True, error_model="numpy")
def _squares(position, count):
    """Minus the squared distances over 10."""
    out = np.empty((position.size, count), position.dtype)
    for n in range(position.size):
        for i in range(count):
            distance = i - position[n]
            out[n, i] = -(distance * distance) / 10
    return out


# `reassoc` lets the sums use vectors and keeps nan and inf
@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _centres(outputs):
    position = np.empty(outputs.shape[0], outputs.dtype)
    for n in range(outputs.shape[0]):
        mass = moment = outputs.dtype.type(0)
        for i in range(outputs.shape[1]):
            mass += outputs[n, i]
            moment += outputs.dtype.type(i) * outputs[n, i]
        position[n] = moment / mass
    return position


def alvinn_targets(position, count):
    r"""Compute :math:`d_{ni} = e^{-(i - p_n)^2 / 10}`.

    Parameters
    ----------
    position : float array of shape (N,)
        In neurons, from 0.
    count : int
        Number of neurons.

    Returns
    -------
    targets : float array of shape (N, count)

    Raises
    ------
    ValueError
        If a shape, a dtype or the count does not fit.

    References
    ----------
    PV021, lecture text, ALVINN. Pomerleau (1989).

    Examples
    --------
    >>> import numpy as np
    >>> alvinn_targets(np.array([1.0]), 3).round(2)
    array([[0.9, 1. , 0.9]])
    """
    position = float_array("position", position, ("N",))
    hill = _squares(position, whole("count", count, 1))
    return np.exp(hill, out=hill)


def alvinn_decode(outputs):
    r"""Compute the centre of mass :math:`\sum_i i \, y_{ni} / \sum_i y_{ni}`.

    Parameters
    ----------
    outputs : float array of shape (N, count)
        Positive.

    Returns
    -------
    position : float array of shape (N,)

    References
    ----------
    PV021, lecture text, ALVINN.

    Examples
    --------
    >>> import numpy as np
    >>> alvinn_decode(np.array([[0.0, 1.0, 3.0, 0.0]]))
    array([1.75])
    """
    return _centres(float_array("outputs", outputs, ("N", "count")))
