"""Confusion matrices with a loop, and as a product of one-hot rows."""

import numpy as np


def loop(y, y_pred, classes):
    counts = [[0] * classes for _ in range(classes)]
    for right, named in zip(y, y_pred, strict=True):
        counts[right][named] += 1
    return np.array(counts)


def one_hot(y, y_pred, classes):
    columns = np.arange(classes)
    return (y[:, None] == columns).T.astype(int) @ (y_pred[:, None] == columns).astype(int)


STYLES = {"loops": {"confusion_matrix": loop}, "one-hot": {"confusion_matrix": one_hot}}
