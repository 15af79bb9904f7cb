"""How people get attention wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _softmax(scores, axis=-1):
    powers = np.exp(scores - scores.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def _weights(q, k, mask):
    return _softmax(np.where(mask, q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2]), -np.inf))


@misconception(
    "attention_forward",
    "You left out the division by the square root of the length of the keys. Without it the scores grow with that "
    "length, and the softmax looks at one key only.",
    desk="factor",
)
def attention_not_scaled(q, k, v, mask):
    weights = _softmax(np.where(mask, q @ k.swapaxes(1, 2), -np.inf))
    return weights @ v, (q, k, v, mask)


@misconception(
    "attention_forward",
    "You divided the scores by the length of the keys itself. A dot product of random vectors grows with the square "
    "root of their length, so the square root undoes it.",
    desk="factor",
)
def attention_scaled_by_the_length(q, k, v, mask):
    weights = _softmax(np.where(mask, q @ k.swapaxes(1, 2) / q.shape[2], -np.inf))
    return weights @ v, (q, k, v, mask)


@misconception(
    "attention_forward",
    "Your softmax runs over the queries. The weights of one query must sum to 1, so it runs over the keys.",
    desk="value",
)
def attention_softmax_over_queries(q, k, v, mask):
    scores = np.where(mask, q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2]), -1e30)
    return _softmax(scores, axis=1) @ v, (q, k, v, mask)


@misconception(
    "attention_forward",
    "Your mask is the wrong way round: True marks what a query may look at.",
    desk="mask",
)
def attention_mask_inverted(q, k, v, mask):
    scores = np.where(mask, -1e30, q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2]))
    return _softmax(scores) @ v, (q, k, v, mask)


@misconception(
    "attention_forward",
    "You masked after the softmax. The weights that are left then sum to less than 1; mask the scores before it.",
    desk="some_entries",
)
def attention_masked_after_softmax(q, k, v, mask):
    weights = _softmax(q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2])) * mask
    return weights @ v, (q, k, v, mask)


@misconception(
    "attention_forward",
    "You set masked scores to 0. A score of 0 is no small score: its power is 1, and the key still gets weight.",
    desk="some_entries",
)
def attention_masked_scores_zero(q, k, v, mask):
    weights = _softmax(q @ k.swapaxes(1, 2) / np.sqrt(q.shape[2]) * mask)
    return weights @ v, (q, k, v, mask)


@misconception(
    "attention_backward",
    "The gradients of queries and keys lack the factor that the scores were scaled with: it belongs to the chain rule "
    "like every other factor.",
    desk="factor",
)
def attention_backward_not_scaled(dout, cache):
    q, k, v, mask = cache
    weights = _weights(q, k, mask)
    dweights = dout @ v.swapaxes(1, 2)
    dscores = weights * (dweights - (dweights * weights).sum(-1, keepdims=True))
    return dscores @ k, dscores.swapaxes(1, 2) @ q, weights.swapaxes(1, 2) @ dout


@misconception(
    "attention_backward",
    "You took the softmax for an elementwise function. A weight depends on all scores of its query, so a sum over the "
    "keys must be subtracted.",
    desk="value",
)
def attention_softmax_elementwise(dout, cache):
    q, k, v, mask = cache
    weights, scale = _weights(q, k, mask), 1 / np.sqrt(q.shape[2])
    dscores = scale * weights * (dout @ v.swapaxes(1, 2))
    return dscores @ k, dscores.swapaxes(1, 2) @ q, weights.swapaxes(1, 2) @ dout


@misconception(
    "attention_backward",
    "You used the derivative of the sigmoid, weight times one minus weight, for the softmax. That is only its "
    "diagonal: every weight also depends on the scores of the other keys.",
    desk="value",
)
def attention_softmax_diagonal(dout, cache):
    q, k, v, mask = cache
    weights, scale = _weights(q, k, mask), 1 / np.sqrt(q.shape[2])
    dscores = scale * weights * (1 - weights) * (dout @ v.swapaxes(1, 2))
    return dscores @ k, dscores.swapaxes(1, 2) @ q, weights.swapaxes(1, 2) @ dout


@misconception(
    "attention_backward",
    "In the backward pass you forgot the mask: keys that a query was not allowed to see get a gradient from it.",
    desk="value",
)
def attention_backward_without_mask(dout, cache):
    q, k, v, mask = cache
    weights, scale = _weights(q, k, np.ones_like(mask)), 1 / np.sqrt(q.shape[2])
    dweights = dout @ v.swapaxes(1, 2)
    dscores = scale * weights * (dweights - (dweights * weights).sum(-1, keepdims=True))
    return dscores @ k, dscores.swapaxes(1, 2) @ q, weights.swapaxes(1, 2) @ dout
