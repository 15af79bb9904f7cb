"""The formal neuron, and a network of three that computes XOR."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype, whole


@njit(cache=True)
def _step(xi, w0):
    y = np.empty(xi.size, np.int64)
    for i in range(xi.size):
        y[i] = xi[i] + w0 >= 0
    return y


@njit(cache=True)
def _strip(x):
    y = np.empty(x.shape[0], np.int64)
    for n in range(x.shape[0]):
        above = -1 + 2 * x[n, 0] + 2 * x[n, 1] >= 0
        below = 3 - 2 * x[n, 0] - 2 * x[n, 1] >= 0
        y[n] = -2 + above + below >= 0
    return y


def step(xi):
    """Compute 1 where the potential is at least 0, else 0.

    Parameters
    ----------
    xi : float array of any shape

    Returns
    -------
    y : int array of the shape of xi

    Notes
    -----
    The step is 1 at exactly 0: a neuron fires when it reaches its threshold.

    References
    ----------
    METU CENG 501 notes, McCulloch-Pitts unit.

    Examples
    --------
    >>> import numpy as np
    >>> step(np.array([-1.0, 0.0, 2.0]))
    array([0, 1, 1])
    """
    xi = float_array("xi", xi)
    return _step(xi.ravel(), 0.0).reshape(xi.shape)


def neuron_predict(x, w, w0):
    r"""Compute :math:`y = \mathrm{step}(w_0 + X w)`.

    Parameters
    ----------
    x : float array of shape (N, D)
    w : float array of shape (D,)
    w0 : float
        Bias weight, minus the threshold.

    Returns
    -------
    y : int array of shape (N,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    PV021, lecture text, formal neuron.

    Examples
    --------
    >>> import numpy as np
    >>> neuron_predict(np.array([[1.0, 1.0], [1.0, 0.0]]), np.ones(2), -2.0)
    array([1, 0])
    """
    x = float_array("x", x, ("N", "D"))
    w = float_array("w", w, (x.shape[1],))
    same_dtype(x=x, w=w)
    return _step(x @ w, float(w0))


def gate_weights(name, n):
    """Return weights with which a neuron computes AND or OR of n inputs, or NOT of one.

    Parameters
    ----------
    name : str
        'and', 'or' or 'not'.
    n : int

    Returns
    -------
    w0 : float
        The potential is w0 + w . x; AND needs all n inputs, OR one of them.
    w : float array of shape (n,)

    Raises
    ------
    ValueError
        For another name, or if NOT is asked of several inputs.

    References
    ----------
    PV021, lecture text, AND, OR and NOT neurons.

    Examples
    --------
    >>> gate_weights("or", 2)
    (-1.0, array([1., 1.]))
    """
    n = whole("n", n, 1)
    if name not in ("and", "or", "not") or (name == "not" and n > 1):
        raise ValueError(f"name: expected 'and', 'or', or 'not' of one input, got {name!r} of {n}")
    return {"and": -float(n), "or": -1.0, "not": 0.0}[name], np.full(n, -1.0 if name == "not" else 1.0)


def xor_net(x):
    """Compute AND of the half-planes x1 + x2 >= 1/2 and x1 + x2 <= 3/2: at the corners of the unit square, XOR.

    Parameters
    ----------
    x : float array of shape (N, 2)

    Returns
    -------
    y : int array of shape (N,)

    References
    ----------
    PV021, lecture text, XOR by two lines.

    Examples
    --------
    >>> import numpy as np
    >>> xor_net(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]))
    array([0, 1, 1, 0])
    """
    return _strip(float_array("x", x, ("N", 2)))
