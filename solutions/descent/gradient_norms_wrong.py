"""How people get the gradients of a deep network wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _states(x, weights):
    states = [x]
    for w in weights:
        states.append(np.tanh(states[-1] @ w))
    return states


def _norms(x, weights, dout, slope=lambda h: 1 - h * h, turned=lambda w: w.T):
    states, dh, norms = _states(x, weights), dout, []
    for h_in, w, h in zip(states[-2::-1], weights[::-1], states[::-1], strict=False):
        da = dh * slope(h)
        norms.append(np.linalg.norm(h_in.T @ da))
        dh = da @ turned(w)
    return np.array(norms[::-1])


@misconception(
    "gradient_norms_by_depth",
    "You left out the slope of the tanh. It is below 1 nearly everywhere, and multiplied over the layers it is "
    "much of the reason why gradients vanish.",
    desk="value",
)
def depth_slopes_forgotten(x, weights, dout):
    return _norms(x, weights, dout, slope=np.ones_like)


@misconception(
    "gradient_norms_by_depth",
    "You applied tanh once more before you squared. The slope of a tanh is 1 minus its output squared, and the output "
    "is what you have kept.",
    desk="value",
)
def depth_slopes_of_the_output(x, weights, dout):
    return _norms(x, weights, dout, slope=lambda h: 1 - np.tanh(h) ** 2)


@misconception(
    "gradient_norms_by_depth",
    "You sent the gradient back through the weights as they stand. On the way back rows and columns exchange their "
    "parts: an output's gradient goes to the inputs that it came from.",
    desk="some_entries",
)
def depth_weights_not_transposed(x, weights, dout):
    return _norms(x, weights, dout, turned=lambda w: w)


@misconception(
    "gradient_norms_by_depth",
    "Your norms stand in the order in which the backward pass meets the layers, the last one first. Entry l belongs "
    "to layer l, counted from the input.",
    desk="permuted",
)
def depth_from_the_top(x, weights, dout):
    return _norms(x, weights, dout)[::-1]


@misconception(
    "gradient_norms_by_depth",
    "You measured the gradient of the layer's input-output signal, not that of its weights. The latter is also a "
    "product with what the layer got from below.",
    desk="some_entries",
)
def depth_of_the_potentials(x, weights, dout):
    states, dh, norms = _states(x, weights), dout, []
    for w, h in zip(weights[::-1], states[::-1], strict=False):
        da = dh * (1 - h * h)
        norms.append(np.linalg.norm(da))
        dh = da @ w.T
    return np.array(norms[::-1])


@misconception(
    "gradient_norms_by_depth",
    "You returned the sums of the squares. A norm is their root: a gradient that is twice as large has twice the norm.",
    desk="function",
)
def depth_without_root(x, weights, dout):
    return _norms(x, weights, dout) ** 2
