"""Positions in a sequence, and the learning rate that goes with transformers. Nothing here is slow: plain NumPy."""

import numpy as np

from solutions.arguments import whole


def positional_encoding(steps, size):
    r"""Compute :math:`\sin(t / 10000^{2i/D})` in column 2i and the cosine in column 2i + 1.

    Parameters
    ----------
    steps : int
        T, at least 1.
    size : int
        D, even.

    Returns
    -------
    encoding : float array of shape (T, D)

    Raises
    ------
    ValueError
        If a number is too small, or the size is odd.

    References
    ----------
    Vaswani et al., Attention is all you need, 2017, section 3.5; I2DL, lecture 11.

    Examples
    --------
    >>> positional_encoding(1, 4)
    array([[0., 1., 0., 1.]])
    """
    steps, size = whole("steps", steps, 1), whole("size", size, 2)
    if size % 2:
        raise ValueError(f"size: expected an even number, got {size}")
    angles = np.arange(steps)[:, None] / 10000.0 ** (np.arange(0, size, 2) / size)
    return np.stack([np.sin(angles), np.cos(angles)], axis=2).reshape(steps, size)


def warmup_lr(step, size, warmup):
    r"""Compute :math:`D^{-1/2} \min(t^{-1/2},\, t\, w^{-3/2})`.

    Parameters
    ----------
    step, size, warmup : int
        Each at least 1.

    Returns
    -------
    lr : float

    Raises
    ------
    ValueError
        If a number is too small.

    References
    ----------
    Vaswani et al., Attention is all you need, 2017, section 5.3.

    Examples
    --------
    >>> warmup_lr(4, 16, 4)
    0.125
    """
    step, size, warmup = whole("step", step, 1), whole("size", size, 1), whole("warmup", warmup, 1)
    return size**-0.5 * min(step**-0.5, step * warmup**-1.5)
