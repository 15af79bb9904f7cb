"""The joint of a U-Net."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True)
def _enlarge(x, out):
    for n, c, i in np.ndindex(out.shape[:3]):
        fine, coarse = out[n, c, i], x[n, c, i // 2]
        for j in range(fine.size // 2):
            fine[2 * j] = fine[2 * j + 1] = coarse[j]
        fine[-1] = coarse[-1]  # of an odd number


@njit(cache=True)
def _gather(dout, dx):
    for n, c, i in np.ndindex(dout.shape[:3]):
        fine, coarse = dout[n, c, i], dx[n, c, i // 2]
        for j in range(fine.size // 2):
            coarse[j] += fine[2 * j] + fine[2 * j + 1]
        if fine.size % 2:
            coarse[-1] += fine[-1]


def unet_join_forward(x, skip):
    """Double every pixel in both directions, and put the maps behind those of the skip connection.

    Parameters
    ----------
    x : float array of shape (N, C, H, W)
    skip : float array of shape (N, S, HS, WS)
        With `HS` of 2 H or 2 H - 1, and `WS` likewise: the last row and column fall off.

    Returns
    -------
    out : float array of shape (N, S + C, HS, WS)
    cache : tuple
        For `unet_join_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Ronneberger, Fischer and Brox (2015). I2DL, lecture 10.

    Examples
    --------
    >>> import numpy as np
    >>> unet_join_forward(np.array([[[[7.0]]]]), np.array([[[[1.0, 2.0]]]]))[0]
    array([[[[1., 2.]],
    <BLANKLINE>
            [[7., 7.]]]])
    """
    x = float_array("x", x, ("N", "C", "H", "W"))
    skip = float_array("skip", skip, (x.shape[0], "S", "HS", "WS"))
    same_dtype(x=x, skip=skip)
    for fine, coarse in zip(skip.shape[2:], x.shape[2:], strict=True):
        if fine not in (2 * coarse, 2 * coarse - 1):
            raise ValueError(f"skip: expected {2 * coarse} or {2 * coarse - 1} pixels for {coarse} of x, got {fine}")
    maps = skip.shape[1]
    out = np.empty((x.shape[0], maps + x.shape[1], *skip.shape[2:]), x.dtype)
    out[:, :maps] = skip
    _enlarge(x, out[:, maps:])
    return out, (x.shape, skip.shape)


def unet_join_backward(dout, cache):
    """Sum the gradient over the square of every coarse pixel; the skip connection's passes as it is.

    Parameters
    ----------
    dout : float array of shape (N, S + C, HS, WS)
    cache : tuple
        From `unet_join_forward`.

    Returns
    -------
    dx, dskip : float arrays of shapes (N, C, H, W), (N, S, HS, WS)
    """
    shape, skip_shape = cache
    maps = skip_shape[1]
    dout = float_array("dout", dout, (shape[0], maps + shape[1], *skip_shape[2:]))
    dx = np.zeros(shape, dout.dtype)
    _gather(dout[:, maps:], dx)
    return dx, dout[:, :maps].copy()
