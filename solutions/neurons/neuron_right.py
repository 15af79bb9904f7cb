"""The formal neuron with plain loops, and by other means; gates with other weights."""

import numpy as np


def step(xi):
    return np.heaviside(xi, 1.0)


def step_loop(xi):
    return np.array([1 if value >= 0 else 0 for value in xi.ravel()]).reshape(xi.shape)


def neuron_predict(x, w, w0):
    return np.array([float(sum(a * b for a, b in zip(row, w, strict=True)) + w0 >= 0) for row in x])


def neuron_with_one(x, w, w0):
    return np.insert(x, 0, 1.0, axis=1) @ np.append(w0, w) >= 0


def gate_weights(name, n):
    if name == "and":
        return 0.5 - n, np.ones(n)
    return (-0.1, np.full(n, 0.1)) if name == "or" else (0.5, np.array([-1.0]))


def gate_negative(name, n):
    """Small weights whose sums are rounded."""
    if name == "and":
        return -0.1 * n, np.full(n, 0.1)
    return (-0.3, np.arange(1.0, n + 1)) if name == "or" else (0.25, np.array([-7.0]))


def xor_net(x):
    return np.array([int(0.5 <= a + b <= 1.5) for a, b in x])


def xor_layers(x):
    hidden = x @ np.array([[1.0, -1.0], [1.0, -1.0]]) + np.array([-0.5, 1.5]) >= 0
    return hidden @ np.array([2.0, 2.0]) - 3.0 >= 0


STYLES = {
    "loops": {"step": step_loop, "neuron_predict": neuron_predict, "gate_weights": gate_weights, "xor_net": xor_net},
    "arrays": {
        "step": step,
        "neuron_predict": neuron_with_one,
        "gate_weights": gate_negative,
        "xor_net": xor_layers,
    },
}
