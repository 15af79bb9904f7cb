"""Nearest neighbours."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, labels, same_dtype, whole

ANY_CLASS = np.iinfo(np.int64).max


@njit(cache=True, fastmath={"reassoc"})  # `reassoc` lets the sum use vectors
def _nearest(x_train, sample, index, distances):
    """Keep the nearest in order: most samples are farther than all that are kept, and cost one comparison."""
    k, found = index.size, 0
    for n in range(x_train.shape[0]):
        distance = x_train.dtype.type(0)
        for d in range(sample.size):
            gap = x_train[n, d] - sample[d]
            distance += gap * gap
        if found == k and distance >= distances[k - 1]:
            continue
        place = min(found, k - 1)
        while place > 0 and distances[place - 1] > distance:
            distances[place], index[place] = distances[place - 1], index[place - 1]
            place -= 1
        distances[place], index[place] = distance, n
        found = min(found + 1, k)


@njit(cache=True)
def _neighbours(x_train, x_test, k):
    index, distances = np.empty((x_test.shape[0], k), np.int64), np.empty(k, x_train.dtype)
    for m in range(x_test.shape[0]):
        _nearest(x_train, x_test[m], index[m], distances)
    return index


@njit(cache=True)
def _vote(classes, index):
    y, votes = np.empty(index.shape[0], np.int64), np.zeros(classes.max() + 1, np.int64)
    for m in range(index.shape[0]):
        for n in index[m]:
            votes[classes[n]] += 1
        y[m] = np.argmax(votes)
        votes[:] = 0
    return y


def nearest_neighbors(x_train, x_test, k):
    """Find the k samples at the smallest Euclidean distance, the nearest first.

    Parameters
    ----------
    x_train : float array of shape (N, D)
    x_test : float array of shape (M, D)
    k : int

    Returns
    -------
    index : int array of shape (M, k)
        Rows of x_train.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or there are fewer than k samples.

    Notes
    -----
    Of samples at the same distance, the first comes first.

    References
    ----------
    Cover and Hart (1967); I2DL, lecture 2.

    Examples
    --------
    >>> import numpy as np
    >>> nearest_neighbors(np.array([[0.0], [4.0], [1.0]]), np.array([[3.0]]), 2)
    array([[1, 2]])
    """
    x_train = float_array("x_train", x_train, ("N", "D"))
    x_test = float_array("x_test", x_test, ("M", x_train.shape[1]))
    same_dtype(x_train=x_train, x_test=x_test)
    if whole("k", k, 1) > x_train.shape[0]:
        raise ValueError(f"k: expected at most {x_train.shape[0]}, got {k}")
    return _neighbours(x_train, x_test, k)


def knn_predict(x_train, y_train, x_test, k):
    """Return the class that most of the k nearest samples have.

    Parameters
    ----------
    x_train : float array of shape (N, D)
    y_train : int array of shape (N,)
        Classes, from 0.
    x_test : float array of shape (M, D)
    k : int

    Returns
    -------
    y : int array of shape (M,)

    Raises
    ------
    ValueError
        As `nearest_neighbors`, and for labels that are none.

    Notes
    -----
    If votes are equal, the smallest class wins.

    References
    ----------
    Cover and Hart (1967); I2DL, lecture 2.

    Examples
    --------
    >>> import numpy as np
    >>> knn_predict(np.array([[0.0], [1.0], [5.0]]), np.array([1, 1, 0]), np.array([[3.5]]), 3)
    array([1])
    """
    index = nearest_neighbors(x_train, x_test, k)
    classes, compact = np.unique(labels("y_train", y_train, x_train.shape[0], ANY_CLASS), return_inverse=True)
    return classes[_vote(compact, index)]
