"""The linear neuron with plain loops, and in matrix form."""

import numpy as np


def loss_loops(w, x, y):
    loss, dw = 0.0, np.zeros(len(w))
    for sample, target in zip(x, y, strict=True):
        error = w[0] + sum(a * b for a, b in zip(w[1:], sample, strict=True)) - target
        loss += error**2 / 2 / len(y)
        dw[0] += error / len(y)
        dw[1:] += error / len(y) * sample
    return loss, dw


def gd_loops(x, y, lr, steps):
    w, history = np.zeros(x.shape[1] + 1), np.zeros((steps, x.shape[1] + 1))
    for t in range(steps):
        w -= lr * loss_loops(w, x, y)[1]
        history[t] = w
    return w, history


def online_loops(x, y, lr, epochs):
    w, history = [0.0] * (x.shape[1] + 1), []
    for _ in range(epochs):
        for sample, target in zip(x.tolist(), y.tolist(), strict=True):
            error = sum(a * b for a, b in zip(w, [1.0, *sample], strict=True)) - target
            w = [a - lr * error * b for a, b in zip(w, [1.0, *sample], strict=True)]
        history.append(w)
    return np.array(w), np.array(history)


def rate_by_svd(x):
    return 2 * len(x) / np.linalg.norm(np.column_stack([np.ones(len(x)), x]), 2) ** 2


def loss_matrix(w, x, y):
    inputs = np.hstack([np.ones((len(x), 1)), x])
    error = inputs @ w - y
    return 0.5 * np.mean(error**2), np.mean(error[:, None] * inputs, axis=0)


def gd_matrix(x, y, lr, steps):
    inputs = np.hstack([np.ones((len(x), 1)), x])
    curvature, pull = inputs.T @ inputs / len(y), inputs.T @ y / len(y)
    history = [np.zeros(inputs.shape[1])]
    for _ in range(steps):
        history.append(history[-1] + lr * (pull - curvature @ history[-1]))
    return history[-1], np.array(history[1:])


def online_by_fits(x, y, lr, epochs):
    w, history = np.zeros(x.shape[1] + 1), np.empty((epochs, x.shape[1] + 1))
    for t in range(epochs * len(y)):
        n = t % len(y)
        w = w - lr * loss_matrix(w, x[n : n + 1], y[n : n + 1])[1]
        history[t // len(y)] = w
    return w, history


def rate_by_eigenvalues(x):
    inputs = np.hstack([np.ones((len(x), 1)), x])
    return 2 / np.max(np.linalg.eigvals(inputs.T @ inputs / len(x)).real)


STYLES = {
    "loops": {"adaline_loss": loss_loops, "gd_fit": gd_loops, "online_fit": online_loops, "max_stable_lr": rate_by_svd},
    "matrices": {
        "adaline_loss": loss_matrix,
        "gd_fit": gd_matrix,
        "online_fit": online_by_fits,
        "max_stable_lr": rate_by_eigenvalues,
    },
}
