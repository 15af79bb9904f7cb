"""The symmetry of hidden units. Arrays are only copied: plain NumPy."""

import numpy as np

from solutions.arguments import float_array, labels, same_dtype


def permute_hidden(w1, b1, w2, perm):
    r"""Compute :math:`W_1 P`, :math:`b_1 P` and :math:`P^T W_2` with the matrix P of a permutation.

    Parameters
    ----------
    w1 : float array of shape (D, H)
    b1 : float array of shape (H,)
    w2 : float array of shape (H, M)
    perm : int array of shape (H,)
        Unit j of the new network is unit perm[j] of the old.

    Returns
    -------
    new_w1, new_b1, new_w2 : float arrays of shapes (D, H), (H,), (H, M)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or `perm` does not hold each unit once.

    Notes
    -----
    P and its transpose cancel, because an activation works on each unit by itself. Swapping the incoming weights
    alone, as some lectures have it, changes the function.

    References
    ----------
    PV021, lecture text, issues in gradient descent; Hecht-Nielsen (1990).

    Examples
    --------
    >>> import numpy as np
    >>> permute_hidden(np.array([[1.0, 2.0]]), np.zeros(2), np.array([[3.0], [4.0]]), np.array([1, 0]))[2]
    array([[4.],
           [3.]])
    """
    w1 = float_array("w1", w1, ("D", "H"))
    hidden = w1.shape[1]
    b1, w2 = float_array("b1", b1, (hidden,)), float_array("w2", w2, (hidden, "M"))
    same_dtype(w1=w1, b1=b1, w2=w2)
    perm = labels("perm", perm, hidden, hidden)
    if np.bincount(perm).max() > 1:
        raise ValueError(f"perm: expected each of 0 to {hidden - 1} once, got {perm.tolist()}")
    return w1.take(perm, axis=1), b1.take(perm), w2.take(perm, axis=0)
