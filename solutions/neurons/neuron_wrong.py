"""How people get the formal neuron and its gates wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "step",
    "Your step is 0 at exactly 0. A neuron fires when it reaches its threshold, not only beyond it; "
    "whole-number weights hit the threshold exactly all the time.",
    desk="mask",
)
def step_strict(xi):
    return (xi > 0).astype(int)


@misconception(
    "step",
    "Your step jumps from -1 to 1. That is another convention of neurons; here the outputs are 0 and 1, "
    "as the inputs of gates are.",
    desk="mask",
)
def step_minus_one_and_one(xi):
    return np.where(xi >= 0, 1, -1)


@misconception(
    "step",
    "You took the sign. It has three values, -1, 0 and 1; a step has two.",
    desk="some_entries",
)
def step_sign(xi):
    return np.sign(xi)


@misconception(
    "neuron_predict",
    "You left out the bias weight: without it the hyperplane always goes through the origin.",
    desk="ignores_argument",
)
def neuron_bias_forgotten(x, w, w0):
    return (x @ w >= 0).astype(int)


@misconception(
    "neuron_predict",
    "You compared the weighted sum with the bias weight, as if it were the threshold. It is minus the threshold: "
    "it is added, and the result compared with 0.",
    desk="mask",
)
def neuron_bias_taken_for_threshold(x, w, w0):
    return (x @ w >= w0).astype(int)


@misconception(
    "neuron_predict",
    "You fire only above the threshold. A sample exactly on the hyperplane belongs to class 1 here.",
    desk="mask",
)
def neuron_strict(x, w, w0):
    return (w0 + x @ w > 0).astype(int)


@misconception(
    "neuron_predict",
    "You returned the inner potentials. A neuron's output is the step of them, 0 or 1.",
    desk="value",
)
def neuron_potential_returned(x, w, w0):
    return w0 + x @ w


@misconception(
    "gate_weights",
    "You gave the threshold itself as bias weight. The bias weight is minus the threshold, "
    "so that the sum is compared with 0.",
    desk="sign",
)
def gate_threshold_for_bias(name, n):
    if name == "not":
        return 0.0, -np.ones(1)
    return (float(n) if name == "and" else 1.0), np.ones(n)


@misconception(
    "gate_weights",
    "Your AND works for two inputs only. With more of them two ones must not be enough: the threshold grows with n.",
    desk="value",
)
def gate_threshold_without_n(name, n):
    if name == "not":
        return 0.0, -np.ones(1)
    return (-2.0 if name == "and" else -1.0), np.ones(n)


@misconception(
    "gate_weights",
    "Your weights suit a step that is 0 at 0. Here a neuron fires when the sum reaches the threshold, "
    "so with these it fires one input too early.",
    desk="offset",
)
def gate_for_a_strict_step(name, n):
    if name == "not":
        return 1.0, -np.ones(1)
    return (1.0 - n if name == "and" else 0.0), np.ones(n)


@misconception(
    "gate_weights",
    "Your NOT passes its input on. It must fire for 0 and be pushed below its threshold by 1.",
    desk="sign",
)
def gate_not_with_positive_weight(name, n):
    if name == "not":
        return -1.0, np.ones(1)
    return (-float(n) if name == "and" else -1.0), np.ones(n)


@misconception(
    "xor_net",
    "Your output neuron is an OR. Every point is on the right side of at least one of the two lines, "
    "so it always fires; both hidden neurons are needed.",
    desk="ignores_argument",
)
def xor_output_or(x):
    first = -1 + 2 * x[:, 0] + 2 * x[:, 1] >= 0
    second = 3 - 2 * x[:, 0] - 2 * x[:, 1] >= 0
    return (first | second).astype(int)


@misconception(
    "xor_net",
    "Only one line counts, and so you computed OR: (1, 1) comes out as 1. No single line separates XOR.",
    desk="mask",
)
def xor_one_line(x):
    return (-1 + 2 * x[:, 0] + 2 * x[:, 1] >= 0).astype(int)


@misconception(
    "xor_net",
    "Both hidden neurons look the same way, so together they are one line, and you computed AND. "
    "The second must fire below its line: turn the signs of all its weights.",
    desk="some_entries",
)
def xor_lines_with_one_side(x):
    first = -1 + 2 * x[:, 0] + 2 * x[:, 1] >= 0
    second = -3 + 2 * x[:, 0] + 2 * x[:, 1] >= 0
    return (first & second).astype(int)


@misconception(
    "xor_net",
    "You compared the two inputs. That is right at the four corners only; between them a network has lines, "
    "not equality.",
    desk="mask",
)
def xor_inputs_compared(x):
    return (x[:, 0] != x[:, 1]).astype(int)
