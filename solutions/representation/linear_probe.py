"""Linear probe by ridge regression."""

import numpy as np

from solutions.arguments import codes, float_array, number


def linear_probe(features, y, reg):
    r"""Minimise :math:`\|F W + 1 b^T - T\|^2 + \rho \|W\|^2` for one-hot targets T.

    Parameters
    ----------
    features : float array of shape (N, M)
    y : int array of shape (N,)
        Classes, 0 to C - 1.
    reg : float
        :math:`\rho`, above 0.

    Returns
    -------
    weights : float array of shape (M + 1, C)
        W, and the biases as the last row.

    Raises
    ------
    ValueError
        If an argument does not fit.

    Notes
    -----
    The biases are not penalised: about the means of features and targets they drop out, and one symmetric system of M
    equations is left.

    References
    ----------
    Alain and Bengio (2016); I2DL, lecture 11, transfer learning.

    Examples
    --------
    >>> import numpy as np
    >>> linear_probe(np.array([[-1.0], [1.0]]), np.array([0, 1]), 2.0)
    array([[-0.25,  0.25],
           [ 0.5 ,  0.5 ]])
    """
    features = float_array("features", features, ("N", "M"))
    y = codes("y", y, (len(features),), np.iinfo(np.int64).max)
    reg = number("reg", reg, least=np.finfo(float).tiny)
    targets = np.zeros((len(y), y.max() + 1), features.dtype)
    targets[np.arange(len(y)), y] = 1
    mean, share = features.mean(axis=0), targets.mean(axis=0)
    apart = features - mean
    squares = apart.T @ apart
    squares.flat[:: len(squares) + 1] += reg
    weights = np.linalg.solve(squares, apart.T @ targets)
    return np.vstack([weights, share - mean @ weights])
