"""Random numbers where slips hide: close to a threshold on both sides, and of every magnitude.

Each array holds numbers of every size that it promises, in every draw: which entries they are is left to chance,
whether they are there is not.
"""

import math

import numpy as np

EDGES = (10, 15, 20, 25, 30, 40, 50, 80, 120, 500, 720, 1000)  # where people clip exponents, and where exp overflows


def gaps(rng: np.random.Generator, largest: int = -2) -> np.ndarray:
    """Numbers of both signs, one for each power of ten from 1e-9 to 10 ** largest, up to five times as large; shuffled.

    Tolerances that people use at a kink lie between two of them.
    """
    sizes = 10.0 ** np.repeat(np.arange(-9.0, largest + 1), 2)
    return rng.permutation(sizes * rng.uniform(1.0, 5.0, sizes.size) * np.tile([-1.0, 1.0], sizes.size // 2))


def near_zero(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Entries of at least `gaps`, as far as they fit, and of 0."""
    return _filled(rng, shape, lambda: np.append(gaps(rng), [0.0, 0.0]))


def far_out(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Entries from 10 to 1000 and from -1000 to -10: one of each sign between two neighbours of EDGES, if they fit."""
    low, high = np.repeat(EDGES[:-1], 2), np.repeat(EDGES[1:], 2)
    return _filled(rng, shape, lambda: rng.uniform(low, high) * np.tile([-1.0, 1.0], low.size // 2))


def every_size(rng: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Entries of both signs from 1e-6 to 1e3, one for each power of ten, if they fit."""
    sizes = 10.0 ** np.repeat(np.arange(-6.0, 3.0), 2)
    return _filled(rng, shape, lambda: sizes * rng.uniform(1.0, 10.0, sizes.size) * np.tile([-1.0, 1.0], 9))


def beside(rng: np.random.Generator, x: np.ndarray, w: np.ndarray, gaps: np.ndarray) -> np.ndarray:
    """The rows of x, each moved along a column of w so that their product is a gap; columns and gaps take turns.

    Parameters
    ----------
    x : float array of shape (N, D)
    w : float array of shape (D, M)
    gaps : float array
    """
    moved = x.copy()
    for n in range(len(x)):
        column = w[:, n % w.shape[1]]
        moved[n] -= column * (x[n] @ column - gaps[n % gaps.size]) / (column @ column)
    return moved


def biases_beside(rng: np.random.Generator, sums: np.ndarray) -> np.ndarray:
    """For each column of weighted sums a bias with which one of them, and no other one, comes to be close to 0.

    Parameters
    ----------
    sums : float array of shape (N, M)

    Returns
    -------
    float array of shape (M,)
    """
    close = np.resize(rng.permutation([3e-7, -3e-7, 3e-4, -3e-4, 0.02, -0.02]), sums.shape[1])
    return close * rng.uniform(1.0, 2.0, close.size) - sums[rng.integers(len(sums)), np.arange(close.size)]


def _filled(rng, shape, draw):
    """As many draws as an array has room for, shuffled."""
    size, drawn = math.prod(shape), draw()
    while drawn.size < size:
        drawn = np.append(drawn, draw())
    return rng.permutation(drawn[:size]).reshape(shape)
