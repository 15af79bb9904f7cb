"""How people get the division of a data set wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "train_val_test_split",
    "You cut without shuffling. Data often come sorted, by class or by time: the test set would hold what the training "
    "set has never seen.",
    desk="invalid",
)
def split_not_shuffled(count, rng):
    fifth = count // 5
    order = np.arange(count)
    return order[: count - 2 * fifth], order[count - 2 * fifth : count - fifth], order[count - fifth :]


@misconception(
    "train_val_test_split",
    "You drew each part by itself from all samples, so some are in two parts. The test set must not hold what the "
    "network has learnt from.",
    desk="invalid",
)
def split_parts_overlap(count, rng):
    fifth = count // 5
    sizes = (count - 2 * fifth, fifth, fifth)
    return tuple(rng.permutation(count)[:size] for size in sizes)


@misconception(
    "train_val_test_split",
    "You drew with replacement: some samples come twice and others never. A permutation has each exactly once.",
    desk="invalid",
)
def split_with_replacement(count, rng):
    fifth = count // 5
    order = rng.integers(0, count, size=count)
    return order[2 * fifth :], order[:fifth], order[fifth : 2 * fifth]


@misconception(
    "train_val_test_split",
    "You gave the parts in another order than asked: the large part, to learn from, comes first.",
    desk="shape",
)
def split_parts_in_another_order(count, rng):
    order, fifth = rng.permutation(count), count // 5
    return order[:fifth], order[fifth : 2 * fifth], order[2 * fifth :]
