"""Minibatches: the shuffle of an epoch, and the noise of a gradient, which has a closed form."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, whole

LARGE = 2000  # samples; below, handing the generator to compiled code takes longer than the shuffle


@njit(cache=True)
def _shuffled(count, rng):
    """Fisher and Yates's shuffle; a random float of 53 bits is faster than an integer and as good for any count."""
    order = np.arange(count)
    for i in range(count - 1, 0, -1):
        j = int(rng.random() * (i + 1))
        order[i], order[j] = order[j], order[i]
    return order


def iterate_minibatches(count, size, rng):
    """Shuffle the samples of one epoch and say where each minibatch begins.

    Parameters
    ----------
    count, size : int
        Each at least 1.
    rng : numpy.random.Generator

    Returns
    -------
    order : int array of shape (count,)
    starts : int array of shape (K,)
        K is count / size, rounded up.

    Raises
    ------
    ValueError
        If a number is too small.

    References
    ----------
    PV021, lecture text, SGD with momentum; I2DL, lecture 5.

    Examples
    --------
    >>> import numpy as np
    >>> iterate_minibatches(5, 2, np.random.default_rng(0))[1]
    array([0, 2, 4])
    """
    count, size = whole("count", count, 1), whole("size", size, 1)
    order = _shuffled(count, rng) if count > LARGE else rng.permutation(count)
    return order, np.arange(0, count, size)


def minibatch_gradient_std(grads, size, trials, rng):
    r"""Compute :math:`\frac{\sigma}{\sqrt m} \sqrt{\frac{N - m}{N - 1}}`, the limit of infinitely many trials.

    Parameters
    ----------
    grads : float array of shape (N, D)
    size : int
        m, from 1 to N.
    trials : int
        At least 1; the closed form needs neither trials nor random numbers.
    rng : numpy.random.Generator

    Returns
    -------
    std : float array of shape (D,)

    Raises
    ------
    ValueError
        If the gradients are no matrix, or a number is out of its range.

    Notes
    -----
    The second root is the correction for drawing without replacement: a batch of all samples has no noise.

    References
    ----------
    PV021, lecture text, issues in computing the gradient; Cochran, Sampling Techniques, section 2.

    Examples
    --------
    >>> import numpy as np
    >>> minibatch_gradient_std(np.array([[1.0], [3.0], [5.0]]), 3, 10, np.random.default_rng(0))
    array([0.])
    """
    grads = float_array("grads", grads, ("N", "D"))
    count = len(grads)
    size, _ = whole("size", size, 1), whole("trials", trials, 1)
    if size > count:
        raise ValueError(f"size: expected at most {count}, got {size}")
    return grads.std(axis=0) * np.sqrt((count - size) / (size * max(count - 1, 1)))
