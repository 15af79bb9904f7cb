"""How people get the affine layer wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "affine_forward",
    "You left the bias out: without it every output is 0 for an input of zeros, so the layer is linear only.",
    desk="ignores_argument",
)
def affine_bias_forgotten(x, w, b):
    out = x @ w
    return out, (x, w, b)


@misconception(
    "affine_forward",
    "You transposed the weights. Here w has one row for each input and one column for each output (D, M), "
    "so it already fits behind a batch of rows; transposed it works only when D equals M.",
    desk="error",
)
def affine_weights_transposed(x, w, b):
    out = x @ w.T + b
    return out, (x, w, b)


@misconception(
    "affine_forward",
    "You added the bias as a column. A bias belongs to an output, the same one for every sample; "
    "as a column it goes by sample, and fits only when N equals M.",
    desk="error",
)
def affine_bias_as_column(x, w, b):
    out = x @ w + b[:, None]
    return out, (x, w, b)


@misconception(
    "affine_backward",
    "You averaged db over the batch. Each sample adds the bias once, so its gradients add up; "
    "the mean over the batch is already in the loss, and with it in dout.",
    desk="factor",
)
def affine_bias_gradient_averaged(dout, cache):
    x, w, b = cache
    return dout @ w.T, x.T @ dout, dout.mean(axis=0)


@misconception(
    "affine_backward",
    "You returned dout itself as db. One bias serves all samples of the batch, so what they send back "
    "must be added up, and db has the shape of b.",
    desk="missing_sum",
)
def affine_bias_gradient_unsummed(dout, cache):
    x, w, b = cache
    return dout @ w.T, x.T @ dout, dout.copy()


@misconception(
    "affine_backward",
    "Your db has shape (1, M), but a gradient has the shape of what it belongs to, and b has shape (M,). "
    "An update with it would turn the bias into a matrix.",
    desk="shape",
)
def affine_bias_gradient_of_two_axes(dout, cache):
    x, w, b = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=0, keepdims=True)


@misconception(
    "affine_backward",
    "You summed db over the outputs. What must disappear is the axis of the samples: every output keeps its own bias.",
    desk="missing_sum",
)
def affine_bias_gradient_over_outputs(dout, cache):
    x, w, b = cache
    return dout @ w.T, x.T @ dout, dout.sum(axis=1)


@misconception(
    "affine_backward",
    "You divided dw by the number of samples. The mean is taken once, in the loss, and dout carries it already; "
    "a second division makes the step N times too small.",
    desk="factor",
)
def affine_weight_gradient_averaged(dout, cache):
    x, w, b = cache
    return dout @ w.T, x.T @ dout / x.shape[0], dout.sum(axis=0)


@misconception(
    "affine_backward",
    "Your dw is transposed: it has one row for each output, but w has one row for each input. "
    "Write down both shapes and let the inner axis be the one that is summed, the samples.",
    desk="transposed",
)
def affine_weight_gradient_transposed(dout, cache):
    x, w, b = cache
    return dout @ w.T, dout.T @ x, dout.sum(axis=0)


@misconception(
    "affine_backward",
    "You left dout out of dx: that is the slope of the layer alone. The chain rule multiplies it with "
    "what comes from above, otherwise the layer does not know what the loss wants.",
    desk="ignores_upstream",
)
def affine_input_gradient_without_upstream(dout, cache):
    x, w, b = cache
    dx = np.ones_like(dout) @ w.T
    return dx, x.T @ dout, dout.sum(axis=0)


@misconception(
    "affine_backward",
    "You turned the sign of dw round. A gradient points uphill; the minus sign belongs to the "
    "optimiser's step; with it here too, training climbs.",
    desk="sign",
)
def affine_weight_gradient_downhill(dout, cache):
    x, w, b = cache
    return dout @ w.T, -x.T @ dout, dout.sum(axis=0)
