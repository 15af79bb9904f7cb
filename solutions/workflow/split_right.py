"""Divisions of a data set: by shuffling a list, and by sorting random keys."""

import numpy as np


def shuffled_list(count, rng):
    order = list(range(count))
    rng.shuffle(order)
    test = [order.pop() for _ in range(count // 5)]
    val = [order.pop() for _ in range(count // 5)]
    return np.array(order), np.array(val), np.array(test)


def random_keys(count, rng):
    fifth = count // 5
    train, val, test = np.split(np.argsort(rng.random(count)), [count - 2 * fifth, count - fifth])
    return np.sort(train), np.sort(val), np.sort(test)


STYLES = {"list": {"train_val_test_split": shuffled_list}, "keys": {"train_val_test_split": random_keys}}
