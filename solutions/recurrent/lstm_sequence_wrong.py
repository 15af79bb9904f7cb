"""How people get the LSTM over a whole sequence wrong; `lstm` has the single step."""

import numpy as np

from solutions.misconceptions import misconception


def _step(x, h, c, Wx, Wh, b):
    i, f, o, g = np.split(x @ Wx + h @ Wh + b, 4, axis=1)
    i, f, o, g = *(0.5 * (1 + np.tanh(0.5 * a)) for a in (i, f, o)), np.tanh(g)
    next_c = f * c + i * g
    return o * np.tanh(next_c), next_c, (x, h, c, Wx, Wh, i, f, o, g, next_c)


def _step_backward(dh, dc, kept):
    x, h, c, Wx, Wh, i, f, o, g, next_c = kept
    dc = dc + dh * o * (1 - np.tanh(next_c) ** 2)
    do = dh * np.tanh(next_c)
    da = np.hstack([dc * g * i * (1 - i), dc * c * f * (1 - f), do * o * (1 - o), dc * i * (1 - g * g)])
    return da @ Wx.T, da @ Wh.T, dc * f, (x.T @ da, h.T @ da, da.sum(axis=0))


def _unroll(x, h0, Wx, Wh, b):
    """Hidden states, and what each step keeps for its backward pass."""
    h, c, states, steps = h0, np.zeros_like(h0), [], []
    for t in range(x.shape[1]):
        h, c, kept = _step(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
        steps.append(kept)
    return np.stack(states, axis=1), steps


def _back(dh, cache, carry_h=1, carry_c=1):
    """Gradients of x (in time order), of h0, and of the weights step by step, the last step first."""
    dx, parts = [], []
    dnext_h = dnext_c = np.zeros_like(dh[:, 0])
    for t, kept in reversed(list(enumerate(_unroll(*cache)[1]))):
        dx_t, dnext_h, dnext_c, weights = _step_backward(dh[:, t] + carry_h * dnext_h, carry_c * dnext_c, kept)
        dx.insert(0, dx_t)
        parts.append(weights)
    return np.stack(dx, axis=1), dnext_h, parts


def _total(parts):
    return tuple(sum(step) for step in zip(*parts, strict=True))


@misconception(
    "lstm_forward",
    "You start every step from h0. The hidden state of one step is the input of the next; "
    "without that the network has no memory in h.",
    desk="some_entries",
    in_variants=True,
)
def lstm_hidden_state_not_carried(x, h0, Wx, Wh, b):
    c, states = np.zeros_like(h0), []
    for t in range(x.shape[1]):
        h, c, _ = _step(x[:, t], h0, c, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1), (x, h0, Wx, Wh, b)


@misconception(
    "lstm_forward",
    "You set the cell state to 0 in every step. It starts at 0 once and is then carried along: "
    "it is the memory that the forget gate guards.",
    desk="some_entries",
    in_variants=True,
)
def lstm_cell_state_not_carried(x, h0, Wx, Wh, b):
    h, states = h0, []
    for t in range(x.shape[1]):
        h, _, _ = _step(x[:, t], h, np.zeros_like(h0), Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1), (x, h0, Wx, Wh, b)


@misconception(
    "lstm_forward",
    "You never use h0. A sequence need not start from an empty memory: "
    "a captioning network, for instance, gets the image that way.",
    desk="ignores_argument",
    in_variants=True,
)
def lstm_start_ignored(x, h0, Wx, Wh, b):
    h, _ = _unroll(x, 0 * h0, Wx, Wh, b)
    return h, (x, h0, Wx, Wh, b)


@misconception(
    "lstm_forward",
    "You started the cell state from h0. Hidden state and cell state are two different memories, "
    "and the cell starts at 0.",
    desk="value",
    in_variants=True,
)
def lstm_cell_starts_from_hidden_state(x, h0, Wx, Wh, b):
    h, c, states = h0, h0, []
    for t in range(x.shape[1]):
        h, c, _ = _step(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
    return np.stack(states, axis=1), (x, h0, Wx, Wh, b)


@misconception(
    "lstm_forward",
    "You returned the last hidden state only. The layers above may look at every step, so all T states are the output.",
    desk="shape",
    in_variants=True,
)
def lstm_last_state_only(x, h0, Wx, Wh, b):
    h, _ = _unroll(x, h0, Wx, Wh, b)
    return h[:, -1].copy(), (x, h0, Wx, Wh, b)


@misconception(
    "lstm_forward",
    "You stacked the states with the time first. The samples are the first axis in this course, the time the second.",
    desk="transposed",
    in_variants=True,
)
def lstm_time_first(x, h0, Wx, Wh, b):
    h, _ = _unroll(x, h0, Wx, Wh, b)
    return h.transpose(1, 0, 2).copy(), (x, h0, Wx, Wh, b)


@misconception(
    "lstm_backward",
    "You start again from dh in every step. A hidden state reaches the loss directly and through the next step, "
    "and the second part is missing.",
    desk="some_entries",
    in_variants=True,
)
def lstm_hidden_gradient_not_carried(dh, cache):
    dx, dh0, parts = _back(dh, cache, carry_h=0)
    return dx, dh0, *_total(parts)


@misconception(
    "lstm_backward",
    "You do not pass the gradient of the cell state on to the step before. "
    "That is the way on which an LSTM remembers over long times.",
    desk="some_entries",
    in_variants=True,
)
def lstm_cell_gradient_not_carried(dh, cache):
    dx, dh0, parts = _back(dh, cache, carry_c=0)
    return dx, dh0, *_total(parts)


@misconception(
    "lstm_backward",
    "You used the gradient of the last hidden state only. The loss may look at every step, "
    "and dh holds what each of them sends back.",
    desk="missing_sum",
    in_variants=True,
)
def lstm_last_gradient_only(dh, cache):
    last = np.zeros_like(dh)
    last[:, -1] = dh[:, -1]
    dx, dh0, parts = _back(last, cache)
    return dx, dh0, *_total(parts)


@misconception(
    "lstm_backward",
    "You overwrite the weights' gradients in each step. The same weights are used in all steps, "
    "so what the steps send back must be added up.",
    desk="not_additive",
    in_variants=True,
)
def lstm_weight_gradients_assigned(dh, cache):
    dx, dh0, parts = _back(dh, cache)
    return dx, dh0, *parts[-1]


@misconception(
    "lstm_backward",
    "You averaged the weights' gradients over the steps. The weights act in every step, and the parts add up.",
    desk="factor",
    in_variants=True,
)
def lstm_weight_gradients_averaged(dh, cache):
    dx, dh0, parts = _back(dh, cache)
    return dx, dh0, *(gradient / len(parts) for gradient in _total(parts))


@misconception(
    "lstm_backward",
    "You collected dx while walking back in time and left it in that order. Step 0 must come first, as in x.",
    desk="permuted",
    in_variants=True,
)
def lstm_input_gradient_reversed(dh, cache):
    dx, dh0, parts = _back(dh, cache)
    return dx[:, ::-1].copy(), dh0, *_total(parts)


@misconception(
    "lstm_backward",
    "You added the gradient of the next step to dh in place. dh belongs to the caller, "
    "and a second call would start from other numbers.",
    desk="input_changed",
    in_variants=True,
)
def lstm_upstream_overwritten(dh, cache):
    dx, parts = [], []
    dnext_h = dnext_c = np.zeros_like(dh[:, 0])
    for t, kept in reversed(list(enumerate(_unroll(*cache)[1]))):
        dh[:, t] += dnext_h
        dx_t, dnext_h, dnext_c, weights = _step_backward(dh[:, t], dnext_c, kept)
        dx.insert(0, dx_t)
        parts.append(weights)
    return np.stack(dx, axis=1), dnext_h, *_total(parts)


@misconception(
    "lstm_backward",
    "You returned zeros for dh0. The first step reads h0, so what flows back out of that step is its gradient.",
    desk="mask",
    in_variants=True,
)
def lstm_start_gradient_zero(dh, cache):
    dx, dh0, parts = _back(dh, cache)
    return dx, 0 * dh0, *_total(parts)
