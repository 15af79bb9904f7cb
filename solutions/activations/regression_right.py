"""Losses of regression in plain loops, and as norms."""

import numpy as np


def _loop(y_pred, y, distance, slope):
    rows, total = [], 0.0
    for predicted, wanted in zip(y_pred, y, strict=True):
        errors = [p - w for p, w in zip(predicted, wanted, strict=True)]
        total += sum(map(distance, errors))
        rows.append([slope(error) / y.size for error in errors])
    return total / y.size, np.array(rows)


def l1_in_loops(y_pred, y):
    return _loop(y_pred, y, abs, lambda error: 1.0 if error > 0 else -1.0)


def mse_in_loops(y_pred, y):
    return _loop(y_pred, y, lambda error: error * error, lambda error: 2 * error)


def l1_by_mask(y_pred, y):
    above = np.greater_equal(y_pred, y)
    loss = np.average(np.where(above, y_pred - y, y - y_pred))
    return loss, (2.0 * above - 1) / above.size


def mse_as_dot_product(y_pred, y):
    error = (y_pred - y).ravel()
    return error @ error / error.size, (2 / error.size * error).reshape(y.shape)


STYLES = {
    "loops": {"l1_loss": l1_in_loops, "mse_loss": mse_in_loops},
    "norms": {"l1_loss": l1_by_mask, "mse_loss": mse_as_dot_product},
}
