"""How people get the multi-similarity loss wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _softplus(exponents, chosen):
    """log(1 + sum of exp) of the chosen entries of each row, and its slopes."""
    kept = np.where(chosen, exponents, -np.inf)
    top = np.maximum(0, kept.max(axis=1, keepdims=True))
    powers = np.exp(kept - top)
    total = np.exp(-top) + powers.sum(axis=1, keepdims=True)
    return (top + np.log(total))[:, 0], powers / total


def _groups(labels):
    same = labels[:, None] == labels
    return same & ~np.eye(len(labels), dtype=bool), ~same


def _loss(similarities, groups, alpha, beta, threshold):
    near, dnear = _softplus(-alpha * (similarities - threshold), groups[0])
    far, dfar = _softplus(beta * (similarities - threshold), groups[1])
    return np.mean(near / alpha + far / beta), (dfar - dnear) / len(similarities)


@misconception(
    "multi_similarity_loss",
    "You counted every sample as one of its own positives. Its similarity to itself is the largest of all "
    "and says nothing; the diagonal has to be left out.",
    desk="some_entries",
)
def multi_similarity_sample_is_its_own_positive(similarities, labels, alpha, beta, threshold):
    same = labels[:, None] == labels
    return _loss(similarities, (same, ~same), alpha, beta, threshold)


@misconception(
    "multi_similarity_loss",
    "You summed over the samples. The loss is the mean, so that it does not grow with the batch.",
    desk="factor",
)
def multi_similarity_summed(similarities, labels, alpha, beta, threshold):
    loss, gradient = _loss(similarities, _groups(labels), alpha, beta, threshold)
    return loss * len(labels), gradient * len(labels)


@misconception(
    "multi_similarity_loss",
    "The loss is a mean over the samples, but its gradient is not divided by their number.",
    desk="factor",
)
def multi_similarity_gradient_not_averaged(similarities, labels, alpha, beta, threshold):
    loss, gradient = _loss(similarities, _groups(labels), alpha, beta, threshold)
    return loss, gradient * len(labels)


@misconception(
    "multi_similarity_loss",
    "The factors 1/alpha and 1/beta are missing. They cancel what the chain rule brings down from the exponents, "
    "so that the steeper term does not win by its steepness.",
    desk="value",
)
def multi_similarity_not_divided_by_steepness(similarities, labels, alpha, beta, threshold):
    near, dnear = _softplus(-alpha * (similarities - threshold), _groups(labels)[0])
    far, dfar = _softplus(beta * (similarities - threshold), _groups(labels)[1])
    return np.mean(near + far), (beta * dfar - alpha * dnear) / len(labels)


@misconception(
    "multi_similarity_loss",
    "The loss has the factors 1/alpha and 1/beta, the gradient still carries alpha and beta: they cancel.",
    desk="value",
)
def multi_similarity_steepness_left_in_gradient(similarities, labels, alpha, beta, threshold):
    near, dnear = _softplus(-alpha * (similarities - threshold), _groups(labels)[0])
    far, dfar = _softplus(beta * (similarities - threshold), _groups(labels)[1])
    return np.mean(near / alpha + far / beta), (beta * dfar - alpha * dnear) / len(labels)


@misconception(
    "multi_similarity_loss",
    "The two kinds of pairs have changed places: your loss falls when samples of different classes become alike.",
    desk="value",
)
def multi_similarity_pairs_exchanged(similarities, labels, alpha, beta, threshold):
    return _loss(similarities, _groups(labels)[::-1], alpha, beta, threshold)


@misconception(
    "multi_similarity_loss",
    "Pairs of the same class should become more alike, so downhill must raise their similarity: "
    "their gradient is negative, and yours is positive.",
    desk="some_entries",
)
def multi_similarity_positives_pushed_apart(similarities, labels, alpha, beta, threshold):
    loss, gradient = _loss(similarities, _groups(labels), alpha, beta, threshold)
    return loss, np.abs(gradient)


@misconception(
    "multi_similarity_loss",
    "You took a logarithm for each pair. There is one for all positives of a sample and one for all its negatives, "
    "so that the hardest pairs get most of the gradient.",
    desk="value",
)
def multi_similarity_one_logarithm_a_pair(similarities, labels, alpha, beta, threshold):
    near, far = _groups(labels)
    pairs = np.where(near, -alpha, beta) * (similarities - threshold)
    costs = np.logaddexp(0, pairs) / np.where(near, alpha, beta)
    slopes = np.where(near, -1, 1) / (1 + np.exp(-pairs))
    return np.sum(costs * (near | far)) / len(labels), slopes * (near | far) / len(labels)


@misconception(
    "multi_similarity_loss",
    "You exponentiate the exponents as they are, and a steep beta makes them overflow. Take the largest of them out of "
    "the sum first; do not forget the 1, whose exponent is 0.",
    desk="not_finite",
)
def multi_similarity_overflows(similarities, labels, alpha, beta, threshold):
    near, far = _groups(labels)
    p = np.where(near, np.exp(-alpha * (similarities - threshold)), 0)
    n = np.where(far, np.exp(beta * (similarities - threshold)), 0)
    p_total, n_total = 1 + p.sum(axis=1, keepdims=True), 1 + n.sum(axis=1, keepdims=True)
    return np.mean(np.log(p_total) / alpha + np.log(n_total) / beta), (n / n_total - p / p_total) / len(labels)


@misconception(
    "multi_similarity_loss",
    "You do not use the threshold. It says which similarity is enough within a class and too much beyond it.",
    desk="ignores_argument",
)
def multi_similarity_threshold_ignored(similarities, labels, alpha, beta, threshold):
    return _loss(similarities, _groups(labels), alpha, beta, 0.0)
