"""Early stopping."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, whole


@njit(cache=True)
def _stop(values, patience):
    best = 0
    for epoch in range(1, len(values)):
        if values[epoch] < values[best]:
            best = epoch
        elif epoch - best >= patience:
            return epoch, best
    return len(values) - 1, best


def early_stopping(values, patience):
    """Stop after `patience` epochs in a row without a new lowest value.

    Parameters
    ----------
    values : float array of shape (E,)
        Error on the validation set, epoch by epoch.
    patience : int
        At least 1.

    Returns
    -------
    stop, best : int
        Last epoch trained, and the one to go back to.

    Raises
    ------
    ValueError
        If there are no values, or one is nan.

    References
    ----------
    PV021, lecture text, when to stop; I2DL, lecture 8.

    Examples
    --------
    >>> import numpy as np
    >>> early_stopping(np.array([3.0, 1.0, 2.0, 2.0, 0.0]), 2)
    (3, 1)
    """
    values, patience = float_array("values", values, ("E",)), whole("patience", patience, 1)
    if np.isnan(values).any():
        raise ValueError("values: expected numbers, got nan")
    return _stop(values, patience)
