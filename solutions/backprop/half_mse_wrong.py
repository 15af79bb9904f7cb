"""How people get half the squared error wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "half_mse",
    "You forgot the half: loss and gradient are twice what they should be.",
    desk="factor",
)
def half_mse_without_the_half(y_pred, y):
    return np.sum((y_pred - y) ** 2) / len(y), 2 * (y_pred - y) / len(y)


@misconception(
    "half_mse",
    "You summed over the batch. The loss is the mean over the N samples, so that its size, and a good learning rate, "
    "do not depend on N.",
    desk="factor",
)
def half_mse_summed_over_the_batch(y_pred, y):
    return 0.5 * np.sum((y_pred - y) ** 2), y_pred - y


@misconception(
    "half_mse",
    "You took the mean over the outputs too. The squares of one sample's outputs are added; only the samples are "
    "averaged.",
    desk="factor",
)
def half_mse_mean_over_all_entries(y_pred, y):
    return 0.5 * np.mean((y_pred - y) ** 2), (y_pred - y) / y.size


@misconception(
    "half_mse",
    "Your gradient has the wrong sign: you subtracted the prediction from the target. Where the prediction is too "
    "large, the loss grows with it, and the gradient is positive.",
    desk="sign",
)
def half_mse_target_minus_prediction(y_pred, y):
    return 0.5 * np.sum((y_pred - y) ** 2) / len(y), (y - y_pred) / len(y)


@misconception(
    "half_mse",
    "The loss is a mean over the batch and your gradient is that of the sum: it is N times too large.",
    desk="factor",
)
def half_mse_gradient_of_the_sum(y_pred, y):
    return 0.5 * np.sum((y_pred - y) ** 2) / len(y), y_pred - y
