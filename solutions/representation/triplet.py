"""Triplet loss with squared distances."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, number, same_dtype


@njit(cache=True, error_model="numpy")
def _loss(anchor, positive, negative, margin):
    count, size = anchor.shape
    da, dp, dn = np.zeros_like(anchor), np.zeros_like(anchor), np.zeros_like(anchor)
    slope, total = anchor.dtype.type(2.0 / count), 0.0
    for i in range(count):
        cost = margin
        for d in range(size):
            near, far = anchor[i, d] - positive[i, d], anchor[i, d] - negative[i, d]
            cost += near * near - far * far
        if cost > 0 or cost != cost:  # nan stays nan
            total += cost
            for d in range(size):
                da[i, d] = slope * (negative[i, d] - positive[i, d])
                dp[i, d] = slope * (positive[i, d] - anchor[i, d])
                dn[i, d] = slope * (anchor[i, d] - negative[i, d])
    return total / count, da, dp, dn


def triplet_loss(anchor, positive, negative, margin):
    r"""Compute the mean of :math:`[\|a - p\|^2 - \|a - n\|^2 + m]_+` over the triplets, and its gradients.

    Parameters
    ----------
    anchor, positive, negative : float arrays of shape (N, D)
    margin : float
        At least 0, in squared distances.

    Returns
    -------
    loss : float
    danchor, dpositive, dnegative : float arrays of shape (N, D)

    Raises
    ------
    ValueError
        If an argument does not fit.

    Notes
    -----
    The slope is 0 where the cost is exactly 0; any value in [0, 1] times the slope beyond is a subgradient.

    References
    ----------
    Schroff, Kalenichenko and Philbin (2015); METU CENG 501 notes.

    Examples
    --------
    >>> import numpy as np
    >>> triplet_loss(np.array([[0.0]]), np.array([[1.0]]), np.array([[0.5]]), 0.25)[0]
    1.0
    """
    anchor = float_array("anchor", anchor, ("N", "D"))
    positive = float_array("positive", positive, anchor.shape)
    negative = float_array("negative", negative, anchor.shape)
    same_dtype(anchor=anchor, positive=positive, negative=negative)
    loss, *gradients = _loss(anchor, positive, negative, number("margin", margin, least=0))
    return (anchor.dtype.type(loss), *gradients) if anchor.dtype == np.float32 else (loss, *gradients)
