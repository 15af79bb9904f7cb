"""Folds of cross validation. A few indices, so there is nothing to speed up."""

import numpy as np

from solutions.arguments import whole


def kfold_indices(count, k, fold):
    """Return the sample numbers outside and inside one of k consecutive blocks.

    Parameters
    ----------
    count, k : int
    fold : int
        0 to k - 1.

    Returns
    -------
    train, val : int arrays
        Together 0 to count - 1, each ascending.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    The first count % k folds have one sample more. Shuffle the samples before if their order means something.

    References
    ----------
    I2DL, lecture 2, cross validation.

    Examples
    --------
    >>> kfold_indices(5, 2, 1)
    (array([0, 1, 2]), array([3, 4]))
    """
    if whole("k", k, 2) > whole("count", count, 2):
        raise ValueError(f"k: expected at most {count}, got {k}")
    if whole("fold", fold, 0) >= k:
        raise ValueError(f"fold: expected at most {k - 1}, got {fold}")
    size, larger = divmod(count, k)
    start = fold * size + min(fold, larger)
    end = start + size + (fold < larger)
    return np.concatenate([np.arange(start), np.arange(end, count)]), np.arange(start, end)
