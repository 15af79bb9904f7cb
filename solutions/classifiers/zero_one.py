"""Share of wrong predictions."""

import numpy as np

from solutions.arguments import whole_numbers


def zero_one_loss(y, y_pred):
    r"""Compute the mean of :math:`[y_n \ne \hat y_n]`.

    Parameters
    ----------
    y, y_pred : int arrays of shape (N,)

    Returns
    -------
    loss : float
        From 0 to 1.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Neural Networks lecture, losses.

    Examples
    --------
    >>> import numpy as np
    >>> zero_one_loss(np.array([0, 1, 2, 2]), np.array([0, 1, 2, 1]))
    0.25
    """
    y = whole_numbers("y", y, ("N",))
    y_pred = whole_numbers("y_pred", y_pred, y.shape)
    return float(np.count_nonzero(y != y_pred) / len(y))
