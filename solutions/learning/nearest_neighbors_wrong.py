"""How people get nearest neighbours wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _squared(x_train, x_test):
    return np.sum((x_test[:, None] - x_train) ** 2, axis=2)


@misconception(
    "nearest_neighbors",
    "You added up absolute differences. That is the distance along the axes; the Euclidean distance adds up squares.",
    desk="some_entries",
)
def neighbours_along_the_axes(x_train, x_test, k):
    distance = np.sum(np.abs(x_test[:, None] - x_train), axis=2)
    return np.argsort(distance, axis=1, kind="stable")[:, :k]


@misconception(
    "nearest_neighbors",
    "You took the samples at the largest distances: sorting puts the smallest first.",
    desk="value",
)
def neighbours_farthest(x_train, x_test, k):
    return np.argsort(-_squared(x_train, x_test), axis=1, kind="stable")[:, :k]


@misconception(
    "nearest_neighbors",
    "You left out the very nearest sample. That makes sense for training samples, which are their own neighbours; "
    "new samples are not among them.",
    desk="permuted",
)
def neighbours_without_the_first(x_train, x_test, k):
    return np.argsort(_squared(x_train, x_test), axis=1, kind="stable")[:, 1 : k + 1]


@misconception(
    "nearest_neighbors",
    "You searched the neighbours of the training samples among the new ones. Here each new sample asks for its row.",
    desk="shape",
)
def neighbours_of_the_training_samples(x_train, x_test, k):
    return np.argsort(_squared(x_test, x_train), axis=1, kind="stable")[:, :k]


@misconception(
    "nearest_neighbors",
    "You ranked by the inner product. A long vector has a large product with many others without being near to them.",
    desk="permuted",
)
def neighbours_by_inner_product(x_train, x_test, k):
    return np.argsort(-x_test @ x_train.T, axis=1, kind="stable")[:, :k]


@misconception(
    "knn_predict",
    "You averaged the labels. Classes are names, not amounts: between votes for 0 and for 2 there is no 1.",
    desk="some_entries",
)
def knn_labels_averaged(x_train, y_train, x_test, k):
    index = np.argsort(_squared(x_train, x_test), axis=1, kind="stable")[:, :k]
    return np.rint(y_train[index].mean(axis=1)).astype(int)


@misconception(
    "knn_predict",
    "You asked the nearest neighbour only, whatever k is.",
    desk="ignores_argument",
)
def knn_nearest_only(x_train, y_train, x_test, k):
    return y_train[np.argmin(_squared(x_train, x_test), axis=1)]


@misconception(
    "knn_predict",
    "Where votes are equal you took the largest class; here the smallest one wins.",
    desk="value",
)
def knn_largest_class_wins(x_train, y_train, x_test, k):
    index = np.argsort(_squared(x_train, x_test), axis=1, kind="stable")[:, :k]
    votes = np.array([np.bincount(row, minlength=y_train.max() + 1) for row in y_train[index]])
    return votes.shape[1] - 1 - np.argmax(votes[:, ::-1], axis=1)


@misconception(
    "knn_predict",
    "You returned the number of the winning neighbour instead of its class.",
    desk="value",
)
def knn_index_for_class(x_train, y_train, x_test, k):
    return np.argmin(_squared(x_train, x_test), axis=1) if k < 2 else _winner(x_train, y_train, x_test, k)


def _winner(x_train, y_train, x_test, k):
    index = np.argsort(_squared(x_train, x_test), axis=1, kind="stable")[:, :k]
    votes = [np.bincount(row, minlength=y_train.max() + 1).argmax() for row in y_train[index]]
    return np.array([row[np.argmax(y_train[row] == vote)] for row, vote in zip(index, votes, strict=True)])
