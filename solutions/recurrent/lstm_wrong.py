"""How people get one step of the LSTM wrong; `lstm_sequence` has the whole sequence."""

import numpy as np

from solutions.misconceptions import misconception


def _sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def _gates(x, prev_h, Wx, Wh, b):
    i, f, o, g = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    return _sigmoid(i), _sigmoid(f), _sigmoid(o), np.tanh(g)


def _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, next_c):
    """Gradient of the cell, and of the gates' potentials in a list."""
    dc = dnext_c + dnext_h * o * (1 - np.tanh(next_c) ** 2)
    do = dnext_h * np.tanh(next_c)
    return dc, [dc * g * i * (1 - i), dc * prev_c * f * (1 - f), do * o * (1 - o), dc * i * (1 - g * g)]


def _finish(da, dprev_c, cache):
    x, prev_h, _, Wx, Wh, _ = cache
    return da @ Wx.T, da @ Wh.T, dprev_c, x.T @ da, prev_h.T @ da, da.sum(axis=0)


@misconception(
    "lstm_step_forward",
    "You split the potentials in the order f, i, o, g. The columns of the weights here stand for i, f, o, g, "
    "so your forget gate gets the numbers of the input gate.",
    desk="permuted",
)
def lstm_gates_in_other_order(x, prev_h, prev_c, Wx, Wh, b):
    f, i, o, g = _gates(x, prev_h, Wx, Wh, b)
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


@misconception(
    "lstm_step_forward",
    "You left out the hyperbolic tangent in next_h. The cell state can grow without bound; "
    "it is squashed before the output gate lets it out.",
    desk="value",
    in_variants=True,
)
def lstm_cell_not_squashed(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    next_c = f * prev_c + i * g
    return o * next_c, next_c, (x, prev_h, prev_c, Wx, Wh, b)


@misconception(
    "lstm_step_forward",
    "You squashed the output gate with the hyperbolic tangent. A gate says which share passes, from 0 to 1, "
    "and takes the sigmoid; only the candidate g may be negative.",
    desk="value",
    in_variants=True,
)
def lstm_output_gate_with_tanh(x, prev_h, prev_c, Wx, Wh, b):
    i, f, _, g = _gates(x, prev_h, Wx, Wh, b)
    o = np.tanh(np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)[2])
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


@misconception(
    "lstm_step_forward",
    "You squashed the candidate g with the sigmoid. Then nothing negative can ever be written to the cell, "
    "and its state only grows; g takes the hyperbolic tangent.",
    desk="value",
    in_variants=True,
)
def lstm_candidate_with_sigmoid(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, _ = _gates(x, prev_h, Wx, Wh, b)
    g = _sigmoid(np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)[3])
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


@misconception(
    "lstm_step_forward",
    "You left the biases out. They decide what the gates do by default; without them no gate can rest near 0 or 1.",
    desk="ignores_argument",
    in_variants=True,
)
def lstm_bias_forgotten(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = _gates(x, prev_h, Wx, Wh, 0 * b)
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


@misconception(
    "lstm_step_forward",
    "Your sigmoid divides one large exponential by another. For potentials of some hundreds both are infinite, "
    "and infinity over infinity is not a number.",
    desk="not_finite",
    in_variants=True,
)
def lstm_sigmoid_overflows(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    i, f, o = (np.exp(a) / (1 + np.exp(a)) for a in (i, f, o))
    next_c = f * prev_c + i * np.tanh(g)
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


@misconception(
    "lstm_step_forward",
    "You multiplied prev_c by the forget gate in place. The old cell state belongs to the caller and is needed in the "
    "backward pass; write the new state into a new array.",
    desk="input_changed",
    in_variants=True,
)
def lstm_old_cell_overwritten(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    prev_c *= f
    next_c = prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


@misconception(
    "lstm_step_backward",
    "You took dnext_c for the whole gradient of the cell. The cell also reaches the loss through next_h, "
    "and what comes back on both ways must be added.",
    desk="ignores_upstream",
    in_variants=True,
)
def lstm_way_through_hidden_state_missing(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    next_c = f * prev_c + i * g
    _, (_, _, output, _) = _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, next_c)
    dc, (entry, forget, _, candidate) = _slopes(0 * dnext_h, dnext_c, i, f, o, g, prev_c, next_c)
    return _finish(np.hstack([entry, forget, output, candidate]), dc * f, cache)


@misconception(
    "lstm_step_backward",
    "You never use dnext_c. The cell state goes on to the next step as well as into next_h, and the gradient that the "
    "next step sends back arrives there.",
    desk="ignores_upstream",
    in_variants=True,
)
def lstm_upstream_of_cell_ignored(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    dc, slopes = _slopes(dnext_h, 0 * dnext_c, i, f, o, g, prev_c, f * prev_c + i * g)
    return _finish(np.hstack(slopes), dc * f, cache)


@misconception(
    "lstm_step_backward",
    "You added to dnext_c in place. The caller's array is changed by +=, and whoever reads it afterwards, "
    "for instance a second call, finds another gradient.",
    desk="input_changed",
    in_variants=True,
)
def lstm_upstream_of_cell_overwritten(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    dc, slopes = _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, f * prev_c + i * g)
    dnext_c += dc - dnext_c
    return _finish(np.hstack(slopes), dc * f, cache)


@misconception(
    "lstm_step_backward",
    "The slope of the hyperbolic tangent of next_c is missing on the way from next_h to the cell. "
    "Where the cell is saturated, almost no gradient may pass.",
    desk="value",
    in_variants=True,
)
def lstm_slope_of_squashing_missing(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    next_c = f * prev_c + i * g
    dc = dnext_c + dnext_h * o
    do = dnext_h * np.tanh(next_c)
    da = [dc * g * i * (1 - i), dc * prev_c * f * (1 - f), do * o * (1 - o), dc * i * (1 - g * g)]
    return _finish(np.hstack(da), dc * f, cache)


@misconception(
    "lstm_step_backward",
    "You stopped at the gates. The weights act before the sigmoid and the hyperbolic tangent, so their slopes "
    "still have to be multiplied in.",
    desk="value",
    in_variants=True,
)
def lstm_slopes_of_gates_missing(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    next_c = f * prev_c + i * g
    dc, _ = _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, next_c)
    da = [dc * g, dc * prev_c, dnext_h * np.tanh(next_c), dc * i]
    return _finish(np.hstack(da), dc * f, cache)


@misconception(
    "lstm_step_backward",
    "You used the slope of the sigmoid for all four blocks. The candidate g was made by the hyperbolic tangent, "
    "whose slope is another function of its value.",
    desk="some_entries",
    in_variants=True,
)
def lstm_candidate_with_slope_of_sigmoid(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    dc, slopes = _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, f * prev_c + i * g)
    slopes[3] = dc * i * g * (1 - g)
    return _finish(np.hstack(slopes), dc * f, cache)


@misconception(
    "lstm_step_backward",
    "You put the gates' gradients together in the order i, f, g, o, but the weights have their columns in the order "
    "i, f, o, g.",
    desk="permuted",
)
def lstm_gradients_in_other_order(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    dc, slopes = _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, f * prev_c + i * g)
    return _finish(np.hstack([slopes[0], slopes[1], slopes[3], slopes[2]]), dc * f, cache)


@misconception(
    "lstm_step_backward",
    "You passed the cell's gradient on to prev_c without the forget gate. The old state was multiplied by it, "
    "so only that share of the gradient goes back.",
    desk="value",
    in_variants=True,
)
def lstm_forget_gate_missing(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    dc, slopes = _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, f * prev_c + i * g)
    return _finish(np.hstack(slopes), dc, cache)


@misconception(
    "lstm_step_backward",
    "In the gradient of the forget gate you used next_c. The gate multiplied the state before this step.",
    desk="some_entries",
    in_variants=True,
)
def lstm_forget_gradient_with_new_cell(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    next_c = f * prev_c + i * g
    dc, slopes = _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, next_c)
    slopes[1] = dc * next_c * f * (1 - f)
    return _finish(np.hstack(slopes), dc * f, cache)


@misconception(
    "lstm_step_backward",
    "You kept one row of db for each sample. All samples share the biases, so their gradients must be added up.",
    desk="missing_sum",
    in_variants=True,
)
def lstm_bias_gradient_unsummed(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    dc, slopes = _slopes(dnext_h, dnext_c, i, f, o, g, prev_c, f * prev_c + i * g)
    return *_finish(np.hstack(slopes), dc * f, cache)[:-1], np.hstack(slopes)
