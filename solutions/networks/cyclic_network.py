"""Networks with cycles, run in parallel steps."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype, whole


@njit(cache=True)
def _run(w, states):
    for t in range(len(states) - 1):
        potentials = states[t] @ w
        for j in range(len(potentials)):
            states[t + 1, j] = min(max(potentials[j], 0), 1)


def run_digraph(w, x, steps):
    r"""Compute :math:`x_{t+1} = \min(\max(x_t W, 0), 1)`.

    Parameters
    ----------
    w : float array of shape (n, n)
        From row to column.
    x : float array of shape (n,)
    steps : int
        At least 0.

    Returns
    -------
    states : float array of shape (steps + 1, n)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or the number of steps is negative.

    References
    ----------
    PV021, lecture text, activity of cyclic networks; the saturated linear activation of recurrent networks.

    Examples
    --------
    >>> import numpy as np
    >>> run_digraph(np.array([[2.0]]), np.array([0.25]), 3)
    array([[0.25],
           [0.5 ],
           [1.  ],
           [1.  ]])
    """
    x = float_array("x", x, ("n",))
    w = float_array("w", w, (len(x), len(x)))
    same_dtype(w=w, x=x)
    states = np.empty((whole("steps", steps, 0) + 1, len(x)), x.dtype)
    states[0] = x
    _run(w, states)
    return states
