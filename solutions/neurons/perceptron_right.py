"""The perceptron's rule case by case with lists, and with a constant input of 1."""

import numpy as np


def update_cases(w, x, y, lr):
    fires = w[0] + sum(w[d + 1] * x[d] for d in range(len(x))) >= 0
    if fires == bool(y):
        return w.copy()
    sign = 1 if y else -1
    return np.array([w[0] + sign * lr, *(w[d + 1] + sign * lr * x[d] for d in range(len(x)))])


def fit_cases(x, y, lr, epochs):
    w, updates = np.zeros(x.shape[1] + 1), 0
    for _ in range(epochs):
        wrong = 0
        for sample, target in zip(x, y, strict=True):
            if (w[0] + w[1:] @ sample >= 0) != target:
                w, wrong = update_cases(w, sample, target, lr), wrong + 1
        updates += wrong
        if not wrong:
            break
    return w, updates


def update_one(w, x, y, lr):
    sample = np.concatenate([[1.0], x])
    return w + lr * (y - np.heaviside(w @ sample, 1)) * sample


def fit_one(x, y, lr, epochs):
    inputs = np.hstack([np.ones((len(x), 1)), x])
    w, updates = np.zeros(inputs.shape[1]), 0
    for n in np.tile(np.arange(len(x)), epochs):
        error = y[n] - int(inputs[n] @ w >= 0)
        w += lr * error * inputs[n]
        updates += abs(error)
    return w, updates


STYLES = {
    "cases": {"perceptron_update": update_cases, "perceptron_fit": fit_cases},
    "constant input": {"perceptron_update": update_one, "perceptron_fit": fit_one},
}
