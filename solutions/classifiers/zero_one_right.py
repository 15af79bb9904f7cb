"""The share of wrong predictions, counted one by one, and by the sign of the difference."""

import numpy as np


def one_by_one(y, y_pred):
    wrong = 0
    for right, guess in zip(y, y_pred, strict=True):
        wrong += right != guess
    return wrong / len(y)


def by_signs(y, y_pred):
    return np.abs(np.sign(y - y_pred)).sum() / y.size


STYLES = {"loops": {"zero_one_loss": one_by_one}, "signs": {"zero_one_loss": by_signs}}
