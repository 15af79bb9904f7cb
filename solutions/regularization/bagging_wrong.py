"""How people get bagging wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _counts(predictions):
    """Votes of every class, one row a sample."""
    return np.array([np.bincount(votes, minlength=predictions.max() + 1) for votes in predictions.T])


@misconception(
    "bootstrap_indices",
    "You shuffled. A shuffled set holds every sample once, so all models would be trained on the same data; "
    "draw with replacement.",
    desk="invalid",
)
def bootstrap_shuffled(count, rng):
    return rng.permutation(count)


@misconception(
    "bootstrap_indices",
    "You returned each drawn sample once. A bootstrap set is as large as the training set; "
    "that some samples stand in it twice is what weights them.",
    desk="shape",
)
def bootstrap_distinct(count, rng):
    return np.unique(rng.integers(0, count, count))


@misconception(
    "bootstrap_indices",
    "Your indices count from 1. The first sample, index 0, is never drawn, and the last index does not exist.",
    desk="invalid",
)
def bootstrap_counted_from_one(count, rng):
    return rng.integers(1, count + 1, count)


@misconception(
    "majority_vote",
    "You averaged the class numbers. Classes are names: between a 3 and a 5 lies no 4 that both could agree on.",
    desk="value",
)
def vote_averaged(predictions):
    return np.rint(predictions.mean(axis=0)).astype(int)


@misconception(
    "majority_vote",
    "You took the median of the class numbers. Classes are names without an order; count the votes for each.",
    desk="mask",
)
def vote_median(predictions):
    return np.sort(predictions, axis=0)[len(predictions) // 2]


@misconception(
    "majority_vote",
    "You let the largest of the tied classes win. The rule is that the smallest does.",
    desk="some_entries",
)
def vote_tie_to_the_largest(predictions):
    counts = _counts(predictions)
    return counts.shape[1] - 1 - counts[:, ::-1].argmax(axis=1)


@misconception(
    "majority_vote",
    "You counted along the wrong axis: each of your winners is the favourite class of one model. "
    "The models vote on one sample after the other.",
    desk="shape",
)
def vote_by_model(predictions):
    return _counts(predictions.T).argmax(axis=1)


@misconception(
    "majority_vote",
    "You returned how many votes the winner has. Asked for is its class.",
    desk="value",
)
def vote_count_of_the_winner(predictions):
    return _counts(predictions).max(axis=1)
