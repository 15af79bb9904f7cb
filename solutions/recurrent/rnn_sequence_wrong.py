"""How people get a recurrent network over a whole sequence wrong; `rnn` has the single step."""

import numpy as np

from solutions.misconceptions import misconception


def _states(x, h0, Wx, Wh, b):
    """The states before and after each step: T + 1 of them."""
    states = [h0]
    for t in range(x.shape[1]):
        states.append(np.tanh(x[:, t] @ Wx + states[-1] @ Wh + b))
    return states


def _stacked(states):
    return np.stack(states[1:], axis=1)


def _back(dh, cache, carried=1.0):
    """Gradients of x, of h0, and of the weights step by step, the last step first."""
    x, _, Wx, Wh, _ = cache
    states, dx, parts, dlater_h = _states(*cache), [], [], np.zeros_like(dh[:, 0])
    for t in reversed(range(x.shape[1])):
        da = (dh[:, t] + carried * dlater_h) * (1 - states[t + 1] ** 2)
        dlater_h = da @ Wh.T
        dx.insert(0, da @ Wx.T)
        parts.append((x[:, t].T @ da, states[t].T @ da, da.sum(axis=0)))
    return np.stack(dx, axis=1), dlater_h, parts


def _total(parts):
    return tuple(sum(step) for step in zip(*parts, strict=True))


@misconception(
    "rnn_forward",
    "Every step starts from h0. The state after one step is the state before the next; "
    "otherwise the network remembers nothing of the earlier inputs.",
    desk="some_entries",
    in_variants=True,
)
def rnn_state_not_carried(x, h0, Wx, Wh, b):
    states = [np.tanh(x[:, t] @ Wx + h0 @ Wh + b) for t in range(x.shape[1])]
    return np.stack(states, axis=1), (x, h0, Wx, Wh, b)


@misconception(
    "rnn_forward",
    "You never use h0. A sequence need not start from an empty memory: "
    "a network that describes a picture gets the picture that way.",
    desk="ignores_argument",
    in_variants=True,
)
def rnn_start_ignored(x, h0, Wx, Wh, b):
    return _stacked(_states(x, 0 * h0, Wx, Wh, b)), (x, h0, Wx, Wh, b)


@misconception(
    "rnn_forward",
    "Your states are one step late: the first of them is h0. The output holds the states after each step, "
    "so h0 is not among them and the last one is.",
    desk="permuted",
    in_variants=True,
)
def rnn_states_one_step_late(x, h0, Wx, Wh, b):
    return np.stack(_states(x, h0, Wx, Wh, b)[:-1], axis=1), (x, h0, Wx, Wh, b)


@misconception(
    "rnn_forward",
    "You returned h0 together with the states. There are T steps, and T states after them.",
    desk="shape",
    in_variants=True,
)
def rnn_start_among_the_states(x, h0, Wx, Wh, b):
    return np.stack(_states(x, h0, Wx, Wh, b), axis=1), (x, h0, Wx, Wh, b)


@misconception(
    "rnn_forward",
    "You returned the last state only. The layers above may look at every step, so all T states are the output.",
    desk="shape",
    in_variants=True,
)
def rnn_last_state_only(x, h0, Wx, Wh, b):
    return _states(x, h0, Wx, Wh, b)[-1], (x, h0, Wx, Wh, b)


@misconception(
    "rnn_forward",
    "You put the time first. In this course the samples are the first axis and the time is the second.",
    desk="transposed",
)
def rnn_time_first(x, h0, Wx, Wh, b):
    return np.stack(_states(x, h0, Wx, Wh, b)[1:]), (x, h0, Wx, Wh, b)


@misconception(
    "rnn_backward",
    "Every step starts from its own part of dh. A state reaches the loss in two ways, directly and through the later "
    "steps, and the second part is missing.",
    desk="missing_sum",
    in_variants=True,
)
def rnn_later_steps_ignored(dh, cache):
    dx, dh0, parts = _back(dh, cache, carried=0.0)
    return dx, dh0, *_total(parts)


@misconception(
    "rnn_backward",
    "You started from the gradient of the last state and never added the others. The loss may look at every step, "
    "and dh holds what each of them sends back.",
    desk="missing_sum",
    in_variants=True,
)
def rnn_last_gradient_only(dh, cache):
    last = np.zeros_like(dh)
    last[:, -1] = dh[:, -1]
    dx, dh0, parts = _back(last, cache)
    return dx, dh0, *_total(parts)


@misconception(
    "rnn_backward",
    "Each step overwrites the weights' gradients of the step before. The same weights serve all steps, "
    "so what the steps send back adds up.",
    desk="value",
    in_variants=True,
)
def rnn_weight_gradients_assigned(dh, cache):
    dx, dh0, parts = _back(dh, cache)
    return dx, dh0, *parts[-1]


@misconception(
    "rnn_backward",
    "You averaged the weights' gradients over the steps. The weights act in every step, and the parts add up; "
    "if a mean over time is wanted, the loss takes it.",
    desk="factor",
    in_variants=True,
)
def rnn_weight_gradients_averaged(dh, cache):
    dx, dh0, parts = _back(dh, cache)
    return dx, dh0, *(gradient / len(parts) for gradient in _total(parts))


@misconception(
    "rnn_backward",
    "You collected dx on the way back in time and left it in that order. Step 0 comes first, as in x.",
    desk="permuted",
    in_variants=True,
)
def rnn_input_gradient_reversed(dh, cache):
    dx, dh0, parts = _back(dh, cache)
    return dx[:, ::-1].copy(), dh0, *_total(parts)


@misconception(
    "rnn_backward",
    "Your dh0 is the gradient of the first state after a step. One more pass through that step is missing: "
    "through its tangent and its recurrent weights.",
    desk="value",
    in_variants=True,
)
def rnn_start_gradient_one_step_short(dh, cache):
    dx, _, parts = _back(dh, cache)
    later = _back(dh[:, 1:], (cache[0][:, 1:], _states(*cache)[1], *cache[2:]))[1] if dh.shape[1] > 1 else 0
    return dx, dh[:, 0] + later, *_total(parts)


@misconception(
    "rnn_backward",
    "You returned zeros for dh0. h0 is an input like the others: the first step reads it, and what that step sends "
    "back is its gradient.",
    desk="mask",
    in_variants=True,
)
def rnn_start_gradient_zero(dh, cache):
    dx, dh0, parts = _back(dh, cache)
    return dx, 0 * dh0, *_total(parts)


@misconception(
    "rnn_backward",
    "You added what the later steps send back to dh in place. dh belongs to the caller, "
    "and a second call would start from other numbers.",
    desk="input_changed",
    in_variants=True,
)
def rnn_upstream_overwritten(dh, cache):
    x, _, _, Wh, _ = cache
    states, right = _states(*cache), _back(dh, cache)
    for t in reversed(range(1, x.shape[1])):
        dh[:, t - 1] += (dh[:, t] * (1 - states[t + 1] ** 2)) @ Wh.T
    return *right[:2], *_total(right[2])
