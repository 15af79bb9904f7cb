"""How people get the linear neuron's loss and its training wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _with_ones(x):
    return np.insert(x, 0, 1.0, axis=1)


def _right(w, x, y):
    inputs = _with_ones(x)
    error = inputs @ w - y
    return error @ error / (2 * len(y)), inputs.T @ error / len(y)


def _descended(x, y, lr, steps, gradient=_right, start=0.0):
    w, history = np.full(x.shape[1] + 1, start), []
    for _ in range(steps):
        w = w - lr * gradient(w, x, y)[1]
        history.append(w)
    return w, np.array(history)


def _one_by_one(x, y, lr, epochs, sign=1.0):
    inputs, w, history = _with_ones(x), np.zeros(x.shape[1] + 1), []
    for _ in range(epochs):
        for n in range(len(y)):
            w = w - sign * lr * (inputs[n] @ w - y[n]) * inputs[n]
        history.append(w)
    return w, np.array(history)


@misconception(
    "adaline_loss",
    "You left out the factor 1/2 of the loss. It is there so that the 2 of the derivative disappears; "
    "without it loss and gradient belong to different functions.",
    desk="factor",
)
def adaline_loss_without_half(w, x, y):
    loss, dw = _right(w, x, y)
    return 2 * loss, dw


@misconception(
    "adaline_loss",
    "Your gradient is twice too large: the 2 from the derivative of the square cancels the 1/2 in the loss.",
    desk="factor",
)
def adaline_gradient_doubled(w, x, y):
    loss, dw = _right(w, x, y)
    return loss, 2 * dw


@misconception(
    "adaline_loss",
    "You summed over the samples. Here loss and gradient are means, so that a good learning rate does not depend on "
    "the number of samples.",
    desk="factor",
)
def adaline_loss_summed(w, x, y):
    loss, dw = _right(w, x, y)
    return loss * len(y), dw * len(y)


@misconception(
    "adaline_loss",
    "The loss is a mean, but its gradient is a sum. Whatever is done to the loss, the gradient must follow.",
    desk="factor",
)
def adaline_gradient_summed(w, x, y):
    loss, dw = _right(w, x, y)
    return loss, dw * len(y)


@misconception(
    "adaline_loss",
    "Error times input with target minus prediction is the direction downhill, minus the gradient. The gradient "
    "points uphill, and the training subtracts it.",
    desk="sign",
)
def adaline_gradient_downhill(w, x, y):
    loss, dw = _right(w, x, y)
    return loss, -dw


@misconception(
    "adaline_loss",
    "You forgot the square. Errors of different signs then cancel, and the loss can become negative.",
    desk="value",
)
def adaline_loss_without_square(w, x, y):
    loss, dw = _right(w, x, y)
    return np.mean(y - _with_ones(x) @ w) / 2, dw


@misconception(
    "adaline_loss",
    "The bias weight gets no gradient. Its input is the constant 1, and its gradient the mean error.",
    desk="mask",
)
def adaline_bias_without_gradient(w, x, y):
    loss, dw = _right(w, x, y)
    dw[0] = 0
    return loss, dw


@misconception(
    "gd_fit",
    "You added the gradient. It points uphill, so the loss grows with every step.",
    desk="sign",
)
def descent_uphill(x, y, lr, steps):
    return _descended(x, y, -lr, steps)


@misconception(
    "gd_fit",
    "You summed the gradient over the samples. The loss is a mean here, so your steps are N times too long.",
    desk="factor",
)
def descent_with_summed_gradient(x, y, lr, steps):
    return _descended(x, y, lr * len(y), steps)


@misconception(
    "gd_fit",
    "Your history holds the weights before each step: it begins with zeros, and the last step is missing.",
    desk="permuted",
)
def descent_history_before_the_step(x, y, lr, steps):
    w, history = _descended(x, y, lr, steps)
    return w, np.insert(history[:-1], 0, 0.0, axis=0)


@misconception(
    "gd_fit",
    "All rows of your history are the last weights. You changed one array in place and kept it again and again; "
    "keep copies.",
    desk="some_entries",
)
def descent_history_of_one_array(x, y, lr, steps):
    w, _ = _descended(x, y, lr, steps)
    return w, np.array([w] * steps)


@misconception(
    "gd_fit",
    "You changed the bias weight first and computed the other gradients with its new value. "
    "All weights move at once, from the same point.",
    desk="value",
)
def descent_weight_after_weight(x, y, lr, steps):
    w, history = np.zeros(x.shape[1] + 1), []
    for _ in range(steps):
        w[0] -= lr * _right(w, x, y)[1][0]
        w[1:] -= lr * _right(w, x, y)[1][1:]
        history.append(w.copy())
    return w, np.array(history)


@misconception(
    "online_fit",
    "You kept the weights of the beginning for a whole epoch. Online training moves them after every sample, "
    "and the next sample meets the new ones.",
    desk="some_entries",
)
def online_by_epoch(x, y, lr, epochs):
    return _descended(x, y, lr * len(y), epochs)


@misconception(
    "online_fit",
    "You divided each step by the number of samples. The mean belongs to the loss of all samples; one sample has its "
    "own loss.",
    desk="factor",
)
def online_divided_by_count(x, y, lr, epochs):
    return _one_by_one(x, y, lr / len(y), epochs)


@misconception(
    "online_fit",
    "You moved the weights along the gradient instead of against it.",
    desk="sign",
)
def online_uphill(x, y, lr, epochs):
    return _one_by_one(x, y, lr, epochs, sign=-1.0)


@misconception(
    "online_fit",
    "You noted the weights after every sample. Here history has one row for each epoch.",
    desk="shape",
)
def online_history_of_samples(x, y, lr, epochs):
    inputs, w, history = _with_ones(x), np.zeros(x.shape[1] + 1), []
    for n in np.tile(np.arange(len(y)), epochs):
        w = w - lr * (inputs[n] @ w - y[n]) * inputs[n]
        history.append(w)
    return w, np.array(history)


@misconception(
    "max_stable_lr",
    "You took one over the largest curvature. That rate jumps right into the minimum along the steepest direction; "
    "the limit is twice as large, where the steps swing to and fro for ever.",
    desk="factor",
)
def limit_without_two(x):
    inputs = _with_ones(x)
    return len(x) / np.linalg.eigvalsh(inputs.T @ inputs)[-1]


@misconception(
    "max_stable_lr",
    "You left out the number of samples. The loss is a mean, and its curvature the mean of those of the samples.",
    desk="factor",
)
def limit_of_the_sum(x):
    inputs = _with_ones(x)
    return 2 / np.linalg.eigvalsh(inputs.T @ inputs)[-1]


@misconception(
    "max_stable_lr",
    "You left out the constant input of the bias weight. It has its share in the curvature.",
    desk="value",
)
def limit_without_bias(x):
    return 2 * len(x) / np.linalg.eigvalsh(x.T @ x)[-1]


@misconception(
    "max_stable_lr",
    "You used the sum of all curvatures. That is a safe rate, but not the limit: only the largest one counts.",
    desk="value",
)
def limit_of_the_trace(x):
    return 2 * len(x) / np.sum(_with_ones(x) ** 2)


@misconception(
    "max_stable_lr",
    "You used the smallest curvature. The steps become unstable first where the valley is steepest.",
    desk="value",
)
def limit_of_the_flattest_direction(x):
    inputs = _with_ones(x)
    return 2 * len(x) / np.linalg.eigvalsh(inputs.T @ inputs + 1e-12 * np.eye(inputs.shape[1]))[0]
