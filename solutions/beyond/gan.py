"""The losses of a generative adversarial network."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


def discriminator_loss(real, fake):
    r"""Compute the mean of :math:`-\log p` over real samples plus that of :math:`-\log(1 - p)` over generated ones.

    Parameters
    ----------
    real : float array of shape (N,)
    fake : float array of shape (M,)
        Logits: the log-odds for "real".

    Returns
    -------
    loss : float
        In nats.
    dreal, dfake : float arrays of shapes (N,), (M,)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Goodfellow et al., Generative adversarial nets, 2014; I2DL, notes XII.

    Examples
    --------
    >>> import numpy as np
    >>> discriminator_loss(np.array([0.0]), np.array([0.0]))[1:]
    (array([-0.5]), array([0.5]))
    """
    real, fake = float_array("real", real, ("N",)), float_array("fake", fake, ("M",))
    same_dtype(real=real, fake=fake)
    first, dreal = _mean_softplus(-real)
    second, dfake = _mean_softplus(fake)
    return real.dtype.type(first + second), -dreal, dfake


def generator_loss(fake):
    r"""Compute the mean of :math:`-\log p` over generated samples: large while the discriminator is not fooled.

    Parameters
    ----------
    fake : float array of shape (M,)
        Logits: the log-odds for "real".

    Returns
    -------
    loss : float
        In nats.
    dfake : float array of shape (M,)

    Raises
    ------
    ValueError
        If the shape or the dtype does not fit.

    Notes
    -----
    The form that does not saturate: minimising :math:`\log(1 - p)` would give hardly any gradient at the start.

    References
    ----------
    Goodfellow et al., Generative adversarial nets, 2014, section 3.

    Examples
    --------
    >>> import numpy as np
    >>> generator_loss(np.array([0.0]))[1]
    array([-0.5])
    """
    loss, slope = _mean_softplus(-float_array("fake", fake, ("M",)))
    return slope.dtype.type(loss), -slope


def _mean_softplus(x):
    """Mean of log(1 + exp(x)) and its gradient, from exp of what is never positive."""
    small = _small(x)
    np.exp(small, out=small)  # NumPy's exponential and logarithm work on vectors
    logs = np.log1p(small)
    return _finish(x, small, logs), small


@njit(cache=True)
def _small(x):
    small = np.empty_like(x)
    for i in range(x.size):
        small[i] = -abs(x[i])
    return small


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _finish(x, small, logs):
    """Turn the powers into the gradient; `reassoc` lets the sum use vectors."""
    one, total = x.dtype.type(1), x.dtype.type(0)
    share = one / x.size
    for i in range(x.size):
        total += max(x[i], x.dtype.type(0)) + logs[i]
        small[i] = (one if x[i] >= 0 else small[i]) / (one + small[i]) * share
    return total * share
