"""Log-uniform samples. NumPy's generator does the work."""

import numpy as np

from solutions.arguments import number, whole


def random_search(low, high, n, rng):
    r"""Draw :math:`a\,(b/a)^u` with :math:`u` uniform on [0, 1).

    Parameters
    ----------
    low, high : float
        Above 0, in ascending order.
    n : int
    rng : numpy.random.Generator

    Returns
    -------
    samples : float array of shape (n,)

    Raises
    ------
    ValueError
        If the bounds are not in order, or it is no generator.

    References
    ----------
    Bergstra and Bengio, Random search for hyper-parameter optimization, 2012; I2DL, lecture 6.

    Examples
    --------
    >>> import numpy as np
    >>> random_search(2.0, 2.0, 2, np.random.default_rng(0))
    array([2., 2.])
    """
    low = number("low", low, np.nextafter(0, 1))
    high, n = number("high", high, low), whole("n", n, 1)
    if not isinstance(rng, np.random.Generator):
        raise ValueError(f"rng: expected a np.random.Generator, got a {type(rng).__name__}")
    return low * (high / low) ** rng.random(n)
