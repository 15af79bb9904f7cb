"""How people get principal components wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "pca",
    "You did not centre the data. The first direction then points from the origin to the middle of the cloud, "
    "and not along it.",
    desk="value",
)
def pca_uncentred(x, m):
    return x @ np.linalg.svd(x, full_matrices=False)[2][:m].T


@misconception(
    "pca",
    "You projected the data themselves: the directions are right, but the coordinates count from the mean.",
    desk="lines",
)
def pca_projects_uncentred(x, m):
    return x @ np.linalg.svd(x - x.mean(axis=0), full_matrices=False)[2][:m].T


@misconception(
    "pca",
    "You took the directions of smallest variance: eigenvalues come in ascending order.",
    desk="some_entries",
)
def pca_smallest_first(x, m):
    centred = x - x.mean(axis=0)
    return centred @ np.linalg.eigh(centred.T @ centred)[1][:, :m]


@misconception(
    "pca",
    "You divided the features by their standard deviations first. That is the analysis of correlations, "
    "with other directions.",
    desk="value",
)
def pca_standardised(x, m):
    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    return scaled @ np.linalg.svd(scaled, full_matrices=False)[2][:m].T


@misconception(
    "pca",
    "All your components have the same size. That is whitening; a projection keeps the variances, "
    "and their order says what matters.",
    desk="some_entries",
)
def pca_whitened(x, m):
    return np.linalg.svd(x - x.mean(axis=0), full_matrices=False)[0][:, :m]


@misconception(
    "pca",
    "You took columns of the matrix whose rows are the directions. Look which index counts the components.",
    desk="value",
)
def pca_rows_for_columns(x, m):
    centred = x - x.mean(axis=0)
    return centred @ np.linalg.svd(centred, full_matrices=False)[2][:, :m]
