"""How people get minibatches wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _epoch(count, size, rng):
    return rng.permutation(count), np.arange(0, count, size)


def _batches(count, size, trials, rng):
    return [rng.permutation(count)[:size] for _ in range(trials)]


@misconception(
    "iterate_minibatches",
    "You drew the samples with replacement: some come twice in an epoch and others, about a third, not at all. "
    "An epoch sees every sample once.",
    desk="some_entries",
)
def minibatches_with_replacement(count, size, rng):
    return rng.integers(0, count, count), np.arange(0, count, size)


@misconception(
    "iterate_minibatches",
    "You did not shuffle. Data often come sorted, by class or by date; a batch of neighbours then has a gradient "
    "that points away from that of the whole set.",
    desk="ignores_argument",
)
def minibatches_not_shuffled(count, size, rng):
    return np.arange(count), np.arange(0, count, size)


@misconception(
    "iterate_minibatches",
    "You dropped the last minibatch because it is not full. Its samples would have no part in this epoch; "
    "the mean over a batch takes care of its size.",
    desk="shape",
)
def minibatches_last_dropped(count, size, rng):
    return rng.permutation(count), np.arange(0, count - size + 1, size)


@misconception(
    "iterate_minibatches",
    "Your starts number the batches. They are places in the shuffled order, so each is one batch size further "
    "than the one before; with yours the batches overlap.",
    desk="factor",
)
def minibatches_numbered(count, size, rng):
    order, starts = _epoch(count, size, rng)
    return order, starts // size


@misconception(
    "minibatch_gradient_std",
    "You drew with replacement, so a sample can be in a batch twice. A batch from a shuffled epoch varies less: "
    "the more of the samples it holds, the less is left to chance.",
    desk="value",
)
def gradient_std_with_replacement(grads, size, trials, rng):
    return np.std([grads[rng.integers(0, len(grads), size)].mean(0) for _ in range(trials)], axis=0)


@misconception(
    "minibatch_gradient_std",
    "You summed over the batch. The gradient of a minibatch is the mean over its samples; the sum becomes "
    "noisier with a larger batch, the mean less noisy.",
    desk="value",
)
def gradient_std_of_sums(grads, size, trials, rng):
    return np.std([grads[batch].sum(0) for batch in _batches(len(grads), size, trials, rng)], axis=0)


@misconception(
    "minibatch_gradient_std",
    "You returned the variance. It falls with the batch size itself, but it is in squared units; what compares "
    "with the gradient is its root.",
    desk="value",
)
def gradient_std_as_variance(grads, size, trials, rng):
    return np.var([grads[batch].mean(0) for batch in _batches(len(grads), size, trials, rng)], axis=0)


@misconception(
    "minibatch_gradient_std",
    "You measured the spread of the samples within a batch. Asked is how the means of the batches differ from each "
    "other: that spread falls with the batch size, the one within does not.",
    desk="value",
)
def gradient_std_within_batches(grads, size, trials, rng):
    return np.mean([grads[batch].std(0) for batch in _batches(len(grads), size, trials, rng)], axis=0)


@misconception(
    "minibatch_gradient_std",
    "You took one standard deviation over everything. Every entry of the gradient has its own mean and its own "
    "noise, so the result has one number for each.",
    desk="shape",
)
def gradient_std_as_one_number(grads, size, trials, rng):
    return np.std([grads[batch].mean(0) for batch in _batches(len(grads), size, trials, rng)])
