"""Folds by their bounds, and by a mask."""

import numpy as np


def bounds(count, k, fold):
    sizes = [count // k + (i < count % k) for i in range(k)]
    start = sum(sizes[:fold])
    inside = range(start, start + sizes[fold])
    return np.array([n for n in range(count) if n not in inside]), np.array(inside)


def mask(count, k, fold):
    validates = np.zeros(count, bool)
    validates[np.array_split(np.arange(count), k)[fold]] = True
    return np.flatnonzero(~validates), np.flatnonzero(validates)


STYLES = {"bounds": {"kfold_indices": bounds}, "mask": {"kfold_indices": mask}}
