"""Nearest neighbours with sorted lists, and with expanded squares."""

from collections import Counter

import numpy as np


def ranked(x_train, sample):
    return sorted(range(len(x_train)), key=lambda n: sum((a - b) ** 2 for a, b in zip(x_train[n], sample, strict=True)))


def neighbours_lists(x_train, x_test, k):
    return np.array([ranked(x_train, sample)[:k] for sample in x_test])


def knn_lists(x_train, y_train, x_test, k):
    found = []
    for sample in x_test:
        votes = Counter(int(y_train[n]) for n in ranked(x_train, sample)[:k])
        found.append(min(votes, key=lambda label: (-votes[label], label)))
    return np.array(found)


def neighbours_squares(x_train, x_test, k):
    distances = np.sum(x_train**2, axis=1) - 2 * x_test @ x_train.T
    return np.argsort(distances + np.sum(x_test**2, axis=1, keepdims=True), axis=1)[:, :k]


def knn_squares(x_train, y_train, x_test, k):
    votes = np.eye(y_train.max() + 1)[y_train[neighbours_squares(x_train, x_test, k)]].sum(axis=1)
    return votes.argmax(axis=1)


def neighbours_backwards(x_train, x_test, k):
    """At equal distances the last sample comes first."""
    distances = np.linalg.norm(x_test[:, None] - x_train[::-1], axis=2)
    return len(x_train) - 1 - np.argsort(distances, axis=1, kind="stable")[:, :k]


STYLES = {
    "lists": {"nearest_neighbors": neighbours_lists, "knn_predict": knn_lists},
    "squares": {"nearest_neighbors": neighbours_squares, "knn_predict": knn_squares},
    "backwards": {"nearest_neighbors": neighbours_backwards},
}
