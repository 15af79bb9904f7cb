"""How people get maxout wrong. The cache is (x, w, b)."""

import numpy as np

from solutions.misconceptions import misconception


def _potentials(x, w, b):
    return x @ w + b[:, None]


def _winner(x, w, b):
    return _potentials(x, w, b).argmax(axis=0) == np.arange(len(w))[:, None, None]


def _gradients(routed, x, w):
    return (routed @ w.transpose(0, 2, 1)).sum(0), x.T @ routed, routed.sum(1)


@misconception(
    "maxout_forward",
    "You added the largest bias after taking the maximum. Each piece has its own bias, "
    "so it must be added before the pieces compete.",
    desk="some_entries",
)
def maxout_bias_after_maximum(x, w, b):
    return (x @ w).max(0) + b.max(0), (x, w, b)


@misconception(
    "maxout_forward",
    "You added the pieces up. A maxout unit keeps the largest of them; a sum of affine functions is affine again.",
    desk="value",
)
def maxout_summed(x, w, b):
    return _potentials(x, w, b).sum(0), (x, w, b)


@misconception(
    "maxout_forward",
    "You took the piece that is largest in absolute value. The maximum compares the numbers with their signs.",
    desk="some_entries",
)
def maxout_largest_in_size(x, w, b):
    potentials = _potentials(x, w, b)
    return np.take_along_axis(potentials, np.abs(potentials).argmax(0)[None], 0)[0], (x, w, b)


@misconception(
    "maxout_forward",
    "You also cut negative values off, as a ReLU does. A maxout unit may be negative if all its pieces are.",
    desk="mask",
)
def maxout_rectified(x, w, b):
    return np.maximum(0, _potentials(x, w, b).max(0)), (x, w, b)


@misconception(
    "maxout_backward",
    "You sent the gradient to all pieces. Only the piece that was the largest had a part in the output; "
    "the others get nothing.",
    desk="mask",
)
def maxout_gradient_to_all(dout, cache):
    x, w, b = cache
    return _gradients(np.broadcast_to(dout, (len(w), *dout.shape)), x, w)


@misconception(
    "maxout_backward",
    "You split the gradient evenly among the pieces, as if the output were their mean. "
    "The largest piece alone gets all of it.",
    desk="value",
)
def maxout_gradient_shared(dout, cache):
    x, w, b = cache
    return _gradients(np.broadcast_to(dout / len(w), (len(w), *dout.shape)), x, w)


@misconception(
    "maxout_backward",
    "Where pieces tie you gave each of them the whole gradient. Their shares must add up to 1.",
    desk="value",
)
def maxout_ties_paid_twice(dout, cache):
    x, w, b = cache
    potentials = _potentials(x, w, b)
    return _gradients(dout * (potentials == potentials.max(0)), x, w)


@misconception(
    "maxout_backward",
    "You chose the winner without the biases. The forward pass compared the potentials with their biases, "
    "and the gradient must go where the output came from.",
    desk="value",
)
def maxout_winner_without_bias(dout, cache):
    x, w, b = cache
    return _gradients(dout * _winner(x, w, np.zeros_like(b)), x, w)


@misconception(
    "maxout_backward",
    "You chose one winner for each unit and used it for the whole batch. Each sample has its own winner.",
    desk="value",
)
def maxout_one_winner_a_unit(dout, cache):
    x, w, b = cache
    best = _potentials(x, w, b).sum(1).argmax(0)
    return _gradients(dout * (best == np.arange(len(w))[:, None])[:, None], x, w)


@misconception(
    "maxout_backward",
    "You let the gradient through only where the output was positive. That is the ReLU; a maxout unit has a slope "
    "everywhere.",
    desk="some_entries",
)
def maxout_gradient_of_relu(dout, cache):
    x, w, b = cache
    return _gradients(dout * _winner(x, w, b) * (_potentials(x, w, b).max(0) > 0), x, w)


@misconception(
    "maxout_backward",
    "Your bias gradient counts how often each piece won. Each win brings the upstream gradient of that sample.",
    desk="ignores_upstream",
)
def maxout_bias_gradient_counts(dout, cache):
    x, w, b = cache
    winner = _winner(x, w, b)
    return *_gradients(dout * winner, x, w)[:2], winner.sum(1).astype(float)


@misconception(
    "maxout_backward",
    "Your bias gradient is a mean over the batch. Each sample uses the bias of its winner once; sum them.",
    desk="factor",
)
def maxout_bias_gradient_averaged(dout, cache):
    x, w, b = cache
    routed = dout * _winner(x, w, b)
    return *_gradients(routed, x, w)[:2], routed.mean(1)
