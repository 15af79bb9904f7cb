"""Confusion matrices."""

import numpy as np
from numba import njit

from solutions.arguments import codes, whole


@njit(cache=True)
def _count(y, y_pred, classes):
    counts = np.zeros((classes, classes), np.int64)
    for n in range(len(y)):
        counts[y[n], y_pred[n]] += 1
    return counts


def confusion_matrix(y, y_pred, classes):
    """Count the samples of each right class (row) that were named each class (column).

    Parameters
    ----------
    y, y_pred : int arrays of shape (N,)
    classes : int

    Returns
    -------
    counts : int array of shape (C, C)

    Raises
    ------
    ValueError
        If the lengths differ, or a label is out of range.

    Examples
    --------
    >>> import numpy as np
    >>> confusion_matrix(np.array([0, 1, 1]), np.array([1, 1, 1]), 2)
    array([[0, 1],
           [0, 2]])
    """
    classes = whole("classes", classes, 1)
    y = codes("y", y, ("N",), classes)
    return _count(y, codes("y_pred", y_pred, y.shape, classes), classes)
