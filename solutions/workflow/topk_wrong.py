"""How people get the accuracy wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _ranking(scores):
    return np.argsort(scores, axis=1)[:, ::-1]


@misconception(
    "accuracy",
    "You counted the right ones. The accuracy is their share: divide by the number of samples.",
    desk="factor",
)
def accuracy_counted(scores, y):
    return float((scores.argmax(1) == y).sum())


@misconception(
    "accuracy",
    "This is the error rate, the share of wrong answers. The accuracy is the rest.",
    desk="complement",
)
def accuracy_error_rate(scores, y):
    return float((scores.argmax(1) != y).mean())


@misconception(
    "accuracy",
    "You took the class with the smallest score. A large score speaks for a class.",
    desk="sign",
)
def accuracy_smallest_score(scores, y):
    return float((scores.argmin(1) == y).mean())


@misconception(
    "topk_accuracy",
    "You looked at the k smallest scores: sorting puts the largest last.",
    desk="sign",
)
def topk_smallest_scores(scores, y, k):
    return float((np.argsort(scores, axis=1)[:, :k] == y[:, None]).any(1).mean())


@misconception(
    "topk_accuracy",
    "You asked whether the right class is exactly the k-th. It may be any of the first k.",
    desk="complement",
)
def topk_only_the_kth(scores, y, k):
    return float((_ranking(scores)[:, k - 1] == y).mean())


@misconception(
    "topk_accuracy",
    "You divided by N and k. A sample is right once if its class is among the k, so only N divides.",
    desk="factor",
)
def topk_divided_by_k(scores, y, k):
    return float((_ranking(scores)[:, :k] == y[:, None]).mean())


@misconception(
    "topk_accuracy",
    "You took k + 1 guesses instead of k.",
    desk="off_by_one",
)
def topk_one_guess_too_many(scores, y, k):
    return float((_ranking(scores)[:, : k + 1] == y[:, None]).any(1).mean())
