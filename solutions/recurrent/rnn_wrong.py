"""How people get one step of a recurrent network wrong; `rnn_sequence` has the whole sequence."""

import numpy as np

from solutions.misconceptions import misconception


def _back(dnext_h, cache):
    """What the gradients are made of: the potentials' gradient, and the arrays of the forward step."""
    x, prev_h, Wx, Wh, b = cache
    next_h = np.tanh(x @ Wx + prev_h @ Wh + b)
    return dnext_h * (1 - next_h**2), next_h, x, prev_h, Wx, Wh


def _gradients(da, x, prev_h, Wx, Wh):
    return da @ Wx.T, da @ Wh.T, x.T @ da, prev_h.T @ da, da.sum(axis=0)


@misconception(
    "rnn_step_forward",
    "The hyperbolic tangent is missing. Without it all steps together are one affine map, "
    "and states can grow from step to step without end.",
    desk="function",
)
def rnn_step_without_tanh(x, prev_h, Wx, Wh, b):
    return x @ Wx + prev_h @ Wh + b, (x, prev_h, Wx, Wh, b)


@misconception(
    "rnn_step_forward",
    "You used the logistic sigmoid. This network uses the hyperbolic tangent, whose values lie on both sides of 0.",
    desk="function",
)
def rnn_step_with_sigmoid(x, prev_h, Wx, Wh, b):
    return 0.5 * (1 + np.tanh(0.5 * (x @ Wx + prev_h @ Wh + b))), (x, prev_h, Wx, Wh, b)


@misconception(
    "rnn_step_forward",
    "You wrote the hyperbolic tangent with exponentials, and for large potentials infinity is divided by infinity. "
    "NumPy has a function for it that does not overflow.",
    desk="not_finite",
)
def rnn_step_tangent_overflows(x, prev_h, Wx, Wh, b):
    a = x @ Wx + prev_h @ Wh + b
    return (np.exp(a) - np.exp(-a)) / (np.exp(a) + np.exp(-a)), (x, prev_h, Wx, Wh, b)


@misconception(
    "rnn_step_forward",
    "You left the bias out: a unit then has the value 0 whenever its input and the old state are 0.",
    desk="ignores_argument",
)
def rnn_step_bias_forgotten(x, prev_h, Wx, Wh, b):
    return np.tanh(x @ Wx + prev_h @ Wh), (x, prev_h, Wx, Wh, b)


@misconception(
    "rnn_step_forward",
    "The old state has no influence on the new one. That is an ordinary layer; "
    "what makes the network recurrent is the way from state to state.",
    desk="ignores_argument",
)
def rnn_step_without_memory(x, prev_h, Wx, Wh, b):
    return np.tanh(x @ Wx + b), (x, prev_h, Wx, Wh, b)


@misconception(
    "rnn_step_forward",
    "You transposed the recurrent weights. They are square, so no shape protests: row i of Wh says what old unit i "
    "sends to all the new ones.",
    desk="transposed",
)
def rnn_step_recurrent_weights_transposed(x, prev_h, Wx, Wh, b):
    return np.tanh(x @ Wx + prev_h @ Wh.T + b), (x, prev_h, Wx, Wh, b)


@misconception(
    "rnn_step_backward",
    "The slope of the hyperbolic tangent is missing. What comes from above must pass through it "
    "before it reaches weights and inputs.",
    desk="other_factor",
)
def rnn_step_slope_forgotten(dnext_h, cache):
    _, _, *arrays = _back(dnext_h, cache)
    return _gradients(dnext_h, *arrays)


@misconception(
    "rnn_step_backward",
    "You took one minus the square of the potential. The slope is one minus the square of the tangent itself: "
    "of the new state, not of what went into the tangent.",
    desk="value",
)
def rnn_step_slope_from_potential(dnext_h, cache):
    x, prev_h, Wx, Wh, b = cache
    a = x @ Wx + prev_h @ Wh + b
    return _gradients(dnext_h * (1 - a**2), x, prev_h, Wx, Wh)


@misconception(
    "rnn_step_backward",
    "You used the slope of the sigmoid, h times one minus h. The hyperbolic tangent has the slope one minus h squared.",
    desk="value",
)
def rnn_step_slope_of_sigmoid(dnext_h, cache):
    _, next_h, *arrays = _back(dnext_h, cache)
    return _gradients(dnext_h * next_h * (1 - next_h), *arrays)


@misconception(
    "rnn_step_backward",
    "The slope of the tangent has the wrong sign: it is one minus h squared, never negative. "
    "With the sign turned, all five gradients point downhill.",
    desk="sign",
)
def rnn_step_slope_negative(dnext_h, cache):
    da, _, *arrays = _back(dnext_h, cache)
    return _gradients(-da, *arrays)


@misconception(
    "rnn_step_backward",
    "The recurrent weights stand in dprev_h as they do forward. On the way back they must be transposed; "
    "they are square, so no shape protests.",
    desk="value",
)
def rnn_step_recurrent_weights_not_transposed(dnext_h, cache):
    da, _, x, prev_h, Wx, Wh = _back(dnext_h, cache)
    return da @ Wx.T, da @ Wh, x.T @ da, prev_h.T @ da, da.sum(axis=0)


@misconception(
    "rnn_step_backward",
    "Your dWh is transposed. Wh is square, so the shape is right all the same: "
    "its row is the old unit, its column the new one.",
    desk="transposed",
)
def rnn_step_recurrent_gradient_transposed(dnext_h, cache):
    da, _, x, prev_h, Wx, Wh = _back(dnext_h, cache)
    return da @ Wx.T, da @ Wh.T, x.T @ da, da.T @ prev_h, da.sum(axis=0)


@misconception(
    "rnn_step_backward",
    "You multiplied with the new state in dWh. The recurrent weights met the old state, and so does their gradient.",
    desk="value",
)
def rnn_step_new_state_for_old(dnext_h, cache):
    da, next_h, x, _, Wx, Wh = _back(dnext_h, cache)
    return da @ Wx.T, da @ Wh.T, x.T @ da, next_h.T @ da, da.sum(axis=0)


@misconception(
    "rnn_step_backward",
    "You did not sum db over the samples. One bias serves the whole batch, so their parts add up.",
    desk="missing_sum",
)
def rnn_step_bias_gradient_unsummed(dnext_h, cache):
    da, _, *arrays = _back(dnext_h, cache)
    return *_gradients(da, *arrays)[:4], da


@misconception(
    "rnn_step_backward",
    "db has not passed the tangent: you summed dnext_h itself. The bias sits inside the tangent, as the weights do.",
    desk="missing_sum",
)
def rnn_step_bias_gradient_before_the_slope(dnext_h, cache):
    da, _, *arrays = _back(dnext_h, cache)
    return *_gradients(da, *arrays)[:4], dnext_h.sum(axis=0)


@misconception(
    "rnn_step_backward",
    "You averaged db over the samples. The mean over the batch is taken in the loss, and dnext_h carries it already.",
    desk="factor",
)
def rnn_step_bias_gradient_averaged(dnext_h, cache):
    da, _, *arrays = _back(dnext_h, cache)
    return *_gradients(da, *arrays)[:4], da.mean(axis=0)


@misconception(
    "rnn_step_backward",
    "You multiplied the slope onto dnext_h in place. It belongs to the caller, who may need it again.",
    desk="input_changed",
)
def rnn_step_upstream_overwritten(dnext_h, cache):
    _, next_h, *arrays = _back(dnext_h, cache)
    dnext_h *= 1 - next_h**2
    return _gradients(dnext_h, *arrays)
