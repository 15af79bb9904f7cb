"""How people get the confusion matrix wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _counts(y, y_pred, classes):
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (y, y_pred), 1)
    return counts


@misconception(
    "confusion_matrix",
    "Rows and columns are exchanged: the right class chooses the row, the named class the column.",
    desk="transposed",
)
def confusion_transposed(y, y_pred, classes):
    return _counts(y_pred, y, classes)


@misconception(
    "confusion_matrix",
    "Each pair counts once at most. Adding to an array at indices that repeat keeps only the last addition.",
    desk="some_entries",
    in_variants=True,
)
def confusion_repeats_lost(y, y_pred, classes):
    counts = np.zeros((classes, classes), int)
    counts[y, y_pred] += 1
    return counts


@misconception(
    "confusion_matrix",
    "You gave shares of each row. Counts are asked for: how often, not in how many of a hundred cases.",
    desk="some_entries",
)
def confusion_shares(y, y_pred, classes):
    counts = _counts(y, y_pred, classes)
    return counts / np.maximum(counts.sum(1, keepdims=True), 1)


@misconception(
    "confusion_matrix",
    "Right answers are missing: they belong on the diagonal.",
    desk="mask",
    in_variants=True,
)
def confusion_without_diagonal(y, y_pred, classes):
    return _counts(y, y_pred, classes) * (1 - np.eye(classes, dtype=int))
