"""Principal components by the covariances, and one after the other."""

import numpy as np


def covariances(x, m):
    values, vectors = np.linalg.eig(np.cov(x, rowvar=False).reshape(x.shape[1], -1))
    return (x - x.mean(0)) @ vectors[:, np.argsort(-values)[:m]]


def one_after_the_other(x, m):
    rest, found = x - x.mean(0), []
    for _ in range(m):
        direction = np.linalg.svd(rest)[2][0]
        found.append(rest @ direction)
        rest = rest - np.outer(found[-1], direction)
    return -np.stack(found, axis=1)


STYLES = {"covariances": {"pca": covariances}, "one after the other": {"pca": one_after_the_other}}
