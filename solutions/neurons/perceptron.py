"""The perceptron learning rule."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, labels, same_dtype, whole


@njit(cache=True)
def _learn(w, x, y, lr):
    """Change w by one sample; the neuron was wrong if it returns True."""
    xi = w[0]
    for d in range(x.size):
        xi += w[d + 1] * x[d]
    error = y - (xi >= 0)
    if error != 0:
        w[0] += lr * error
        for d in range(x.size):
            w[d + 1] += lr * error * x[d]
    return error != 0


@njit(cache=True)
def _fit(x, y, lr, epochs):
    w, updates = np.zeros(x.shape[1] + 1, x.dtype), 0
    for _ in range(epochs):
        before = updates
        for n in range(x.shape[0]):
            updates += _learn(w, x[n], y[n], lr)
        if updates == before:  # nothing will change any more
            break
    return w, updates


def perceptron_update(w, x, y, lr):
    r"""Compute :math:`w + \eta\,(y - \hat y)\,(1, x)` with :math:`\hat y = \mathrm{step}(w_0 + w \cdot x)`.

    Parameters
    ----------
    w : float array of shape (D + 1,)
        The bias weight first.
    x : float array of shape (D,)
    y : int
        0 or 1.
    lr : float

    Returns
    -------
    next_w : float array of shape (D + 1,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or the target is neither 0 nor 1.

    References
    ----------
    Rosenblatt (1958); METU CENG 501 notes, perceptron training rule.

    Examples
    --------
    >>> import numpy as np
    >>> perceptron_update(np.array([-1.0, 0.0]), np.array([0.5]), 1, 1.0)
    array([0. , 0.5])
    """
    x = float_array("x", x, ("D",))
    w = float_array("w", w, (x.size + 1,)).copy()
    same_dtype(w=w, x=x)
    if whole("y", y, 0) > 1:
        raise ValueError(f"y: expected 0 or 1, got {y}")
    _learn(w, x, int(y), lr)
    return w


def perceptron_fit(x, y, lr, epochs):
    """Apply the perceptron rule to all samples in their order, from weights of 0.

    Parameters
    ----------
    x : float array of shape (N, D)
    y : int array of shape (N,)
        0 or 1.
    lr : float
    epochs : int

    Returns
    -------
    w : float array of shape (D + 1,)
        The bias weight first.
    updates : int
        How many samples changed the weights.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or a target is neither 0 nor 1.

    Notes
    -----
    If a hyperplane separates the classes, the updates come to an end (Novikoff, 1962); else they never do.

    References
    ----------
    Rosenblatt (1958); Novikoff (1962); METU CENG 501 notes, perceptron training rule.

    Examples
    --------
    >>> import numpy as np
    >>> perceptron_fit(np.array([[-1.0], [1.0]]), np.array([0, 1]), 1.0, 5)
    (array([-1.,  1.]), 1)
    """
    x = float_array("x", x, ("N", "D"))
    w, updates = _fit(x, labels("y", y, x.shape[0], 2), lr, whole("epochs", epochs, 1))
    return w, int(updates)
