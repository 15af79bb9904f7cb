"""How people get the perceptron's learning rule wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _updated(w, x, y, lr):
    return w + lr * (y - (w[0] + x @ w[1:] >= 0)) * np.append(1.0, x)


def _fitted(x, y, lr, epochs, update):
    w, updates = np.zeros(x.shape[1] + 1), 0
    for _ in range(epochs):
        for n in range(len(x)):
            next_w = update(w, x[n], y[n], lr)
            updates += int(np.any(next_w != w))
            w = next_w
    return w, updates


@misconception(
    "perceptron_update",
    "You took prediction minus target. Then a neuron that failed to fire gets smaller weights for the inputs that were "
    "on, and misses the sample by more the next time.",
    desk="sign",
)
def perceptron_wrong_direction(w, x, y, lr):
    return w - lr * (y - (w[0] + x @ w[1:] >= 0)) * np.append(1.0, x)


@misconception(
    "perceptron_update",
    "You left the bias weight as it was. It learns as well: its input is the constant 1.",
    desk="some_entries",
)
def perceptron_bias_not_learnt(w, x, y, lr):
    return w + lr * (y - (w[0] + x @ w[1:] >= 0)) * np.append(0.0, x)


@misconception(
    "perceptron_update",
    "Your prediction leaves out the bias weight. The error is that of the whole neuron, with its threshold.",
    desk="value",
)
def perceptron_prediction_without_bias(w, x, y, lr):
    return w + lr * (y - (x @ w[1:] >= 0)) * np.append(1.0, x)


@misconception(
    "perceptron_update",
    "You used outputs -1 and 1, so a mistake moves the weights by twice as much. Here targets and outputs are 0 and 1, "
    "and the error is -1, 0 or 1.",
    desk="factor",
)
def perceptron_outputs_minus_one_and_one(w, x, y, lr):
    prediction = np.where(w[0] + x @ w[1:] >= 0, 1, -1)
    return w + lr * (2 * y - 1 - prediction) * np.append(1.0, x)


@misconception(
    "perceptron_update",
    "You moved by the difference of target and inner potential. That is the rule of the linear neuron (ADALINE); "
    "a perceptron compares the target with its output, 0 or 1, and rests when it is right.",
    desk="value",
)
def perceptron_error_of_the_potential(w, x, y, lr):
    return w + lr * (y - (w[0] + x @ w[1:])) * np.append(1.0, x)


@misconception(
    "perceptron_update",
    "You did not ask what the neuron predicts, and moved the weights for a sample that was right already. "
    "A perceptron learns from its mistakes only.",
    desk="value",
)
def perceptron_learns_always(w, x, y, lr):
    return w + lr * (2 * y - 1) * np.append(1.0, x)


@misconception(
    "perceptron_update",
    "You left out the learning rate: each mistake then moves the weights by the whole input.",
    desk="ignores_argument",
)
def perceptron_without_rate(w, x, y, lr):
    return _updated(w, x, y, 1.0)


@misconception(
    "perceptron_update",
    "You changed the caller's weights. Whoever wants to compare before and after finds the same array twice.",
    desk="input_changed",
)
def perceptron_in_place(w, x, y, lr):
    w += lr * (y - (w[0] + x @ w[1:] >= 0)) * np.append(1.0, x)
    return w


@misconception(
    "perceptron_fit",
    "You summed the changes of an epoch and applied them at its end. Here each sample meets the weights that the one "
    "before has left.",
    desk="value",
)
def perceptron_fit_by_epoch(x, y, lr, epochs):
    inputs, w, updates = np.insert(x, 0, 1.0, axis=1), np.zeros(x.shape[1] + 1), 0
    for _ in range(epochs):
        error = y - (inputs @ w >= 0)
        w = w + lr * error @ inputs
        updates += int(np.sum(error != 0))
    return w, updates


@misconception(
    "perceptron_fit",
    "You counted all samples that you showed. An update is a sample that was wrong and changed the weights.",
    desk="value",
)
def perceptron_fit_counts_samples(x, y, lr, epochs):
    w, _ = _fitted(x, y, lr, epochs, _updated)
    return w, len(x) * epochs


@misconception(
    "perceptron_fit",
    "You stopped at the first sample that was right. Only a whole epoch without a mistake means that there is nothing "
    "left to learn.",
    desk="ignores_argument",
)
def perceptron_fit_stops_at_once(x, y, lr, epochs):
    w, updates = np.zeros(x.shape[1] + 1), 0
    for _ in range(epochs):
        for n in range(len(x)):
            next_w = _updated(w, x[n], y[n], lr)
            if np.all(next_w == w):
                return w, updates
            w, updates = next_w, updates + 1
    return w, updates


@misconception(
    "perceptron_fit",
    "You went through the samples once, whatever the number of epochs. A change for a late sample can spoil an early "
    "one, so they must be shown again.",
    desk="ignores_argument",
)
def perceptron_fit_one_epoch(x, y, lr, epochs):
    return _fitted(x, y, lr, 1, _updated)


def _strictly_updated(w, x, y, lr):
    return w + lr * (y - (w[0] + x @ w[1:] > 0)) * np.append(1.0, x)


@misconception(
    "perceptron_fit",
    "With all weights 0 every potential is exactly 0, and the step is 1 there. You took 0, so the very first updates "
    "are others.",
    desk="value",
)
def perceptron_fit_strict(x, y, lr, epochs):
    return _fitted(x, y, lr, epochs, _strictly_updated)
