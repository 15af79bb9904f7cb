"""How people get the zero-one loss wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "zero_one_loss",
    "You computed the accuracy, the share of what is right. A loss is to be small, so it counts what is wrong.",
    desk="complement",
)
def zero_one_inverted(y, y_pred):
    return np.mean(y == y_pred)


@misconception(
    "zero_one_loss",
    "You counted the wrong ones, but did not divide by the number of samples: asked for is their share.",
    desk="factor",
)
def zero_one_counted(y, y_pred):
    return float(np.sum(y != y_pred))


@misconception(
    "zero_one_loss",
    "You averaged the distance between the class numbers. Classes are names: to take a 0 for a 9 is no worse than to "
    "take it for a 1.",
    desk="complement",
)
def zero_one_distance(y, y_pred):
    return np.mean(np.abs(y - y_pred))
