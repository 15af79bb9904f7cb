"""How people get the losses of regression wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "l1_loss",
    "You divided the absolute residuals by the number of samples only. The mean goes over all entries, "
    "so both the loss and the gradient are divided by N M.",
    desk="factor",
)
def l1_averaged_over_samples(y_pred, y):
    error = y_pred - y
    return np.abs(error).sum() / len(y), np.sign(error) / len(y)


@misconception(
    "l1_loss",
    "Your residuals keep their signs in the loss, so errors in opposite directions cancel. Take absolute values first.",
    desk="sign",
)
def l1_residuals_cancel(y_pred, y):
    error = y_pred - y
    return error.mean(), np.sign(error) / y.size


@misconception(
    "l1_loss",
    "Your gradient is the residual. That is the slope of a squared error; the absolute value has slope 1 or -1, "
    "however large the residual is.",
    desk="some_entries",
)
def l1_gradient_of_squares(y_pred, y):
    error = y_pred - y
    return np.abs(error).mean(), error / y.size


@misconception(
    "l1_loss",
    "Your gradient has the sign of target minus prediction. A prediction above its target must get a positive slope: "
    "raising it further raises the loss.",
    desk="sign",
)
def l1_residual_reversed(y_pred, y):
    error = y - y_pred
    return np.abs(error).mean(), np.sign(error) / y.size


@misconception(
    "l1_loss",
    "Your loss is a mean, but your gradient is 1 or -1, that of the sum. Divide it by the number of entries too.",
    desk="factor",
)
def l1_gradient_of_sum(y_pred, y):
    error = y_pred - y
    return np.abs(error).mean(), np.sign(error)


@misconception(
    "mse_loss",
    "The factor 2 that the square leaves behind is missing in your gradient. It cancels only if the loss has a factor "
    "1/2 in front, and this one has not.",
    desk="factor",
)
def mse_gradient_halved(y_pred, y):
    error = y_pred - y
    return (error**2).mean(), error / y.size


@misconception(
    "mse_loss",
    "You put a factor 1/2 in front, which makes the gradient prettier. "
    "This loss is the plain mean of the squares, so loss and gradient are half of what they should be.",
    desk="factor",
)
def mse_halved(y_pred, y):
    error = y_pred - y
    return (error**2).mean() / 2, error / y.size


@misconception(
    "mse_loss",
    "You divided the squares by the number of samples only, as some texts do. Here the mean goes over all entries, "
    "so both the loss and the gradient are divided by N M.",
    desk="factor",
)
def mse_averaged_over_samples(y_pred, y):
    error = y_pred - y
    return (error**2).sum() / len(y), 2 * error / len(y)


@misconception(
    "mse_loss",
    "Your gradient points the wrong way: you took target minus prediction. The square does not care about the order, "
    "its derivative does.",
    desk="sign",
    in_variants=True,
)
def mse_residual_reversed(y_pred, y):
    error = y - y_pred
    return (error**2).mean(), 2 * error / y.size


@misconception(
    "mse_loss",
    "Your loss is a mean, but your gradient is twice the residual, that of the sum. "
    "Divide it by the number of entries too.",
    desk="factor",
)
def mse_gradient_of_sum(y_pred, y):
    error = y_pred - y
    return (error**2).mean(), 2 * error


@misconception(
    "mse_loss",
    "You returned the root of the mean squared error. It is easier to read, as it has the unit of the target, "
    "but it is another loss with another gradient.",
    desk="function",
)
def mse_root(y_pred, y):
    error = y_pred - y
    root = np.sqrt((error**2).mean())
    return root, error / (y.size * root)
