"""Convex cells by threshold units."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype

ROWS = 4096  # points at a time: the potentials of all would be most of the memory


@njit(cache=True)
def _all_on(potentials, b, inside, start):
    for n in range(potentials.shape[0]):
        for h in range(potentials.shape[1]):
            if not potentials[n, h] + b[h] >= 0:
                inside[start + n] = 0
                break


def half_plane_net(points, w, b):
    r"""Compute :math:`\prod_h [\,x \cdot w_h + b_h \ge 0\,]` for every point: threshold units and their AND.

    Parameters
    ----------
    points : float array of shape (N, D)
    w : float array of shape (D, H)
    b : float array of shape (H,)

    Returns
    -------
    inside : int array of shape (N,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    PV021, lecture text: half-spaces, convex sets, unions.

    Examples
    --------
    >>> import numpy as np
    >>> half_plane_net(np.array([[0.5], [3.0]]), np.array([[1.0, -1.0]]), np.array([0.0, 1.0]))
    array([1, 0])
    """
    points = float_array("points", points, ("N", "D"))
    w = float_array("w", w, (points.shape[1], "H"))
    b = float_array("b", b, (w.shape[1],))
    same_dtype(points=points, w=w, b=b)
    inside = np.ones(len(points), np.int64)
    for start in range(0, len(points), ROWS):
        _all_on(points[start : start + ROWS] @ w, b, inside, start)
    return inside
