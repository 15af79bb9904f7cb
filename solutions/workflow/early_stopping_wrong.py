"""How people get early stopping wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _run(values, patience, improves=np.less, reset=True):
    best, waited = 0, 0
    for epoch in range(1, len(values)):
        if improves(values[epoch], values[best]):
            best, waited = epoch, waited * (not reset)
        else:
            waited += 1
        if waited >= patience:
            return epoch, best
    return len(values) - 1, best


@misconception(
    "early_stopping",
    "You compared each epoch with the one before. A zigzag far above the best value then never stops: compare with the "
    "lowest value so far.",
    desk="value",
)
def stopping_by_the_previous_value(values, patience):
    rises = 0
    for epoch in range(1, len(values)):
        rises = rises + 1 if values[epoch] >= values[epoch - 1] else 0
        if rises >= patience:
            return epoch, int(np.argmin(values[: epoch + 1]))
    return len(values) - 1, int(np.argmin(values))


@misconception(
    "early_stopping",
    "You never start counting anew. Epochs without improvement count in a row: an improvement sets the count to 0.",
    desk="value",
)
def stopping_count_not_reset(values, patience):
    return _run(values, patience, reset=False)


@misconception(
    "early_stopping",
    "The best epoch that you name comes after the stop. Nobody has trained that far: look only at epochs up to "
    "the stop.",
    desk="value",
)
def stopping_looks_ahead(values, patience):
    return _run(values, patience)[0], int(np.argmin(values))


@misconception(
    "early_stopping",
    "You wait one epoch too long: training stops as soon as the row has as many epochs as the patience.",
    desk="off_by_one",
)
def stopping_one_epoch_late(values, patience):
    return _run(values, patience + 1)


@misconception(
    "early_stopping",
    "You took an equal value for an improvement. It has to be lower, else training goes on for ever on a level "
    "stretch.",
    desk="value",
)
def stopping_equal_is_better(values, patience):
    return _run(values, patience, improves=np.less_equal)
