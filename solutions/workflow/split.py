"""A random division of a data set. NumPy's permutation does the work."""

import numpy as np

from solutions.arguments import whole


def train_val_test_split(count, rng):
    """Cut a random permutation into 60, 20 and 20 %.

    Parameters
    ----------
    count : int
        At least 5.
    rng : numpy.random.Generator

    Returns
    -------
    train, val, test : int arrays
        `count // 5` indices in each of the last two.

    Raises
    ------
    ValueError
        If there are too few samples, or it is no generator.

    References
    ----------
    PV021, lecture text, when to stop.

    Examples
    --------
    >>> import numpy as np
    >>> [len(part) for part in train_val_test_split(12, np.random.default_rng(0))]
    [8, 2, 2]
    """
    count = whole("count", count, 5)
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng: expected a np.random.Generator, got a {type(rng).__name__}")
    order, fifth = rng.permutation(count), count // 5
    return order[2 * fifth :], order[:fifth], order[fifth : 2 * fifth]
