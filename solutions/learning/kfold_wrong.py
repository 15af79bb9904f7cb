"""How people get the folds of cross validation wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "kfold_indices",
    "You left the validation fold among the training samples. What the model has been trained on can not tell how it "
    "does on new data.",
    desk="shape",
)
def folds_validation_in_training(count, k, fold):
    return np.arange(count), np.array_split(np.arange(count), k)[fold]


@misconception(
    "kfold_indices",
    "You dropped the samples that are left over when count is not a multiple of k. Every sample must validate once.",
    desk="shape",
)
def folds_rest_dropped(count, k, fold):
    size = count // k
    val = np.arange(fold * size, (fold + 1) * size)
    return np.setdiff1d(np.arange(size * k), val), val


@misconception(
    "kfold_indices",
    "You gave all samples that are left over to the last fold. Here they are spread, one each, over the first folds.",
    desk="shape",
)
def folds_rest_to_the_last(count, k, fold):
    size = count // k
    val = np.arange(fold * size, count if fold == k - 1 else (fold + 1) * size)
    return np.setdiff1d(np.arange(count), val), val


@misconception(
    "kfold_indices",
    "You dealt the samples out like cards. That is a valid way to make folds, but here a fold is a block of "
    "consecutive samples.",
    desk="value",
)
def folds_dealt_out(count, k, fold):
    val = np.arange(fold, count, k)
    return np.setdiff1d(np.arange(count), val), val


@misconception(
    "kfold_indices",
    "You trained on one fold and validated on the rest. It is the other way round: one fold is held back.",
    desk="shape",
)
def folds_exchanged(count, k, fold):
    blocks = np.array_split(np.arange(count), k)
    return blocks[fold], np.concatenate(blocks[:fold] + blocks[fold + 1 :])
