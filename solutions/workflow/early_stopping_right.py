"""Early stopping: with a counter, and with running minima."""

import numpy as np


def counter(values, patience):
    lowest, best, waited = np.inf, 0, 0
    for epoch, value in enumerate(values):
        if value < lowest:
            lowest, best, waited = value, epoch, 0
        else:
            waited += 1
        if waited == patience:
            break
    return epoch, best


def running_minima(values, patience):
    epochs = np.arange(len(values))
    before = np.concatenate([[np.inf], np.minimum.accumulate(values)[:-1]])
    last = np.maximum.accumulate(np.where(values < before, epochs, 0))
    late = epochs - last >= patience
    stop = int(np.argmax(late)) if late.any() else len(values) - 1
    return stop, int(last[stop])


STYLES = {"loops": {"early_stopping": counter}, "minima": {"early_stopping": running_minima}}
