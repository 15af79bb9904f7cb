"""Principal component analysis."""

import numpy as np

from solutions.arguments import float_array, whole


def pca(x, m):
    """Project centred data onto the directions in which they vary most.

    Parameters
    ----------
    x : float array of shape (N, D)
    m : int
        At most D.

    Returns
    -------
    z : float array of shape (N, m)
        The largest variance first.

    Raises
    ------
    ValueError
        If a shape does not fit, or there are fewer than m features.

    Notes
    -----
    Either sign of a component is right; here the largest entry of each direction is positive. With fewer features
    than samples the eigenvectors of the covariances are found many times faster than singular vectors of the data.

    References
    ----------
    Pearson (1901); Neural Networks, lecture, feature visualization.

    Examples
    --------
    >>> import numpy as np
    >>> pca(np.array([[0.0, 0.0], [3.0, 4.0]]), 1).round(8)
    array([[-2.5],
           [ 2.5]])
    """
    x = float_array("x", x, ("N", "D"))
    if whole("m", m, 1) > x.shape[1]:
        raise ValueError(f"m: expected at most {x.shape[1]}, got {m}")
    centred = x - x.mean(axis=0)
    if x.shape[0] > x.shape[1]:
        directions = np.linalg.eigh(centred.T @ centred)[1][:, ::-1]
    else:
        directions = np.linalg.svd(centred)[2].T
    largest = np.take_along_axis(directions, np.argmax(np.abs(directions), axis=0)[None], axis=0)
    return centred @ (directions * np.sign(largest))[:, :m]
