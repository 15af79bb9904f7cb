"""Bagging: bootstrap samples and votes."""

import numpy as np
from numba import njit

from solutions.arguments import codes, whole


@njit(cache=True)
def _winners(predictions, classes):
    models, count = predictions.shape
    winners, votes = np.empty(count, np.int64), np.zeros(classes, np.int64)
    for n in range(count):
        best = predictions[0, n]
        for k in range(models):
            label = predictions[k, n]
            votes[label] += 1
            if votes[label] > votes[best] or (votes[label] == votes[best] and label < best):
                best = label
        winners[n] = best
        for k in range(models):
            votes[predictions[k, n]] = 0
    return winners


def bootstrap_indices(count, rng):
    r"""Draw `count` indices from 0 to count - 1, independently.

    Parameters
    ----------
    count : int
        At least 1.
    rng : numpy.random.Generator

    Returns
    -------
    indices : int array of shape (count,)

    Raises
    ------
    ValueError
        If the count is below 1.

    Notes
    -----
    On average :math:`1 - (1 - 1/n)^n`, about 63.2 %, of the samples are among them.

    References
    ----------
    Breiman, Bagging predictors, 1996; PV021, lecture text, ensemble methods.

    Examples
    --------
    >>> import numpy as np
    >>> round(len(set(bootstrap_indices(60000, np.random.default_rng(0)))) / 60000, 2)
    0.63
    """
    count = whole("count", count, 1)
    return rng.integers(0, count, count)


def majority_vote(predictions):
    """Find the class with most votes for each sample; of several the smallest.

    Parameters
    ----------
    predictions : int array of shape (K, N)
        Classes from 0 on, one row a model.

    Returns
    -------
    winners : int array of shape (N,)

    Raises
    ------
    ValueError
        If the predictions are no matrix of classes.

    Notes
    -----
    One array of counts serves all samples, so that the cost does not depend on the number of classes.

    References
    ----------
    Breiman, Bagging predictors, 1996.

    Examples
    --------
    >>> import numpy as np
    >>> majority_vote(np.array([[3, 1], [3, 0], [5, 2]]))
    array([3, 0])
    """
    predictions = codes("predictions", predictions, ("K", "N"), np.inf)
    return _winners(predictions, int(predictions.max()) + 1)
