"""Gradient clipping by the norm of all gradients together."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, number, same_dtype


@njit(cache=True, fastmath={"reassoc"})
def _sum_of_squares(values):
    """`reassoc` lets the sum use vectors and keeps nan and inf."""
    total = 0.0
    for i in range(values.size):
        total += np.float64(values[i]) * values[i]
    return total


def clip_gradients(grads, max_norm):
    r"""Multiply all gradients by :math:`\min(1, m / \|g\|)`, with one norm for all of them.

    Parameters
    ----------
    grads : dict of str to float array of any shape
    max_norm : float
        Largest allowed norm, above 0.

    Returns
    -------
    clipped : dict of str to float array
    norm : float
        Before clipping.

    Raises
    ------
    ValueError
        If an argument does not fit.

    Notes
    -----
    The direction of the step stays. Some libraries divide by the norm plus 1e-6; here nothing is added.

    References
    ----------
    Pascanu, Mikolov and Bengio (2013); I2DL, lecture 11.

    Examples
    --------
    >>> import numpy as np
    >>> clip_gradients({"w": np.array([[3.0]]), "b": np.array([4.0])}, 2.5)
    ({'w': array([[1.5]]), 'b': array([2.])}, 5.0)
    """
    grads = {name: _checked(name, value) for name, value in grads.items()}
    same_dtype(**grads)
    max_norm = number("max_norm", max_norm, least=np.finfo(float).tiny)
    norm = float(np.sqrt(sum(_sum_of_squares(value.ravel()) for value in grads.values())))
    factor = min(1.0, max_norm / norm) if norm else 1.0
    return {name: value * value.dtype.type(factor) for name, value in grads.items()}, norm


RANKS = {"dWx": ("D", "H"), "dWh": ("H", "H"), "db": ("H",)}  # of the recurrent network; others may have any


def _checked(name, value):
    return float_array(name, value, RANKS.get(name))
