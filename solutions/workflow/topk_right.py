"""Accuracies with loops, and by counting larger scores."""

import numpy as np


def loop_accuracy(scores, y):
    right = 0
    for row, label in zip(scores.tolist(), y, strict=True):
        right += row.index(max(row)) == label
    return right / len(y)


def loop_topk(scores, y, k):
    right = 0
    for row, label in zip(scores.tolist(), y, strict=True):
        best = sorted(range(len(row)), key=row.__getitem__, reverse=True)[:k]
        right += label in best
    return right / len(y)


def larger(scores, y):
    return np.sum(scores > np.take_along_axis(scores, np.asarray(y, int)[:, None], 1), axis=1)


def counted_accuracy(scores, y):
    return np.count_nonzero(larger(scores, y) == 0) / y.size


def counted_topk(scores, y, k):
    return np.average(larger(scores, y) < k)


STYLES = {
    "loops": {"accuracy": loop_accuracy, "topk_accuracy": loop_topk},
    "counts": {"accuracy": counted_accuracy, "topk_accuracy": counted_topk},
}
