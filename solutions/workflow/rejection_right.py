"""Rejection curves: threshold by threshold, and with a partition."""

import numpy as np


def threshold_by_threshold(scores, y):
    margins, wrong = [], []
    for row, label in zip(scores.tolist(), y, strict=True):
        second, first = sorted(row)[-2:]
        margins.append(first - second)
        wrong.append(row.index(first) != label)
    rate, error = [], []
    for rejected in range(len(y)):
        bound = sorted(margins)[rejected]
        answered = [bad for bad, margin in zip(wrong, margins, strict=True) if margin >= bound]
        rate.append(rejected / len(y))
        error.append(sum(answered) / len(answered))
    return np.array(rate), np.array(error)


def partition(scores, y):
    top = np.partition(scores, -2, axis=1)[:, -2:]
    order = np.argsort(top[:, 1] - top[:, 0])
    right = (np.argmax(scores, axis=1) == y)[order]
    after = right.sum() - np.concatenate([[0], np.cumsum(right)[:-1]])
    count = y.shape[0]
    return np.linspace(0, 1, count, endpoint=False), 1 - after / np.arange(count, 0, -1)


STYLES = {"loops": {"rejection_curve": threshold_by_threshold}, "partition": {"rejection_curve": partition}}
