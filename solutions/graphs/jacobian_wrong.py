"""How people get measured derivatives wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _columns(f, x, up, down, distance):
    units = np.eye(len(x))
    return np.stack([(f(x + up * unit) - f(x - down * unit)) / distance for unit in units], axis=1)


@misconception(
    "numeric_jacobian",
    "Rows and columns are exchanged: row i belongs to output i, and column j to input j.",
    desk="transposed",
)
def jacobian_transposed(f, x, step):
    return _columns(f, x, step, step, 2 * step).T


@misconception(
    "numeric_jacobian",
    "You stepped to one side only: the error of that shrinks with the step and not with its square.",
    desk="some_entries",
)
def jacobian_one_sided(f, x, step):
    return _columns(f, x, step, 0.0, step)


@misconception(
    "numeric_jacobian",
    "You divided by one step. The two places are two steps apart.",
    desk="factor",
)
def jacobian_divided_by_one_step(f, x, step):
    return _columns(f, x, step, step, step)


@misconception(
    "relative_error",
    "You returned the absolute error. The same difference is little between large numbers and much between small ones.",
    desk="value",
)
def error_absolute(a, b):
    return np.max(np.abs(a - b))


@misconception(
    "relative_error",
    "You took the mean over the entries: one wrong entry of a thousand then hardly shows. Take the largest.",
    desk="factor",
)
def error_mean(a, b):
    return np.mean(np.abs(a - b) / np.maximum(1e-8, np.abs(a) + np.abs(b)))


@misconception(
    "relative_error",
    "Where both entries are 0 you divide 0 by 0. That is what the floor of the denominator is for.",
    desk="not_finite",
)
def error_without_floor(a, b):
    with np.errstate(invalid="ignore"):
        return np.max(np.abs(a - b) / (np.abs(a) + np.abs(b)))


@misconception(
    "relative_error",
    "You divided the largest difference by the largest sum. Every entry has a size of its own: divide first.",
    desk="value",
)
def error_of_maxima(a, b):
    return np.max(np.abs(a - b)) / max(1e-8, np.max(np.abs(a) + np.abs(b)))
