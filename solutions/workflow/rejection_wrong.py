"""How people get the rejection curve wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _curve(scores, y, certainty):
    count = len(y)
    wrong = (scores.argmax(1) != y)[np.argsort(certainty)]
    errors = wrong[::-1].cumsum()[::-1]
    return np.arange(count) / count, errors, count - np.arange(count)


def _margin(scores):
    ordered = np.sort(scores, axis=1)
    return ordered[:, -1] - ordered[:, -2]


@misconception(
    "rejection_curve",
    "You rejected where the largest score is small. What counts is its lead: a large score says little if another one "
    "is as large.",
    desk="some_entries",
)
def rejection_by_the_largest_score(scores, y):
    rate, errors, kept = _curve(scores, y, scores.max(1))
    return rate, errors / kept


@misconception(
    "rejection_curve",
    "You rejected the surest samples first. The doubtful ones, with the smallest margins, go first.",
    desk="some_entries",
)
def rejection_of_the_surest(scores, y):
    rate, errors, kept = _curve(scores, y, -_margin(scores))
    return rate, errors / kept


@misconception(
    "rejection_curve",
    "You divided by all samples. Rejected ones got no answer: the error is a share of those that did.",
    desk="some_entries",
)
def rejection_error_over_all(scores, y):
    rate, errors, _ = _curve(scores, y, _margin(scores))
    return rate, errors / len(y)


@misconception(
    "rejection_curve",
    "Your margin is the largest score less the smallest. The rival of the best class is the second best.",
    desk="some_entries",
)
def rejection_margin_to_the_smallest(scores, y):
    rate, errors, kept = _curve(scores, y, scores.max(1) - scores.min(1))
    return rate, errors / kept
