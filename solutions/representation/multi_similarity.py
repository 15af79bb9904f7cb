"""Multi-similarity loss: a binomial deviance with one logarithm for all pairs of a sample, not one for each."""

import numpy as np
from numba import njit

from solutions.arguments import codes, float_array, number


@njit(cache=True)
def _softplus_of_row(exponents, chosen, share):
    """log(1 + sum of exp) over the chosen entries, which become `share` times their slopes; the others stay."""
    top = exponents.dtype.type(0)  # the exponent of the 1
    for j in range(exponents.size):
        if chosen[j]:
            top = max(top, exponents[j])
    total = np.exp(-top)
    for j in range(exponents.size):
        if chosen[j]:
            exponents[j] = np.exp(exponents[j] - top)
            total += exponents[j]
    for j in range(exponents.size):
        if chosen[j]:
            exponents[j] *= share / total
    return top + np.log(total)


@njit(cache=True, error_model="numpy")
def _loss(similarities, labels, alpha, beta, threshold):
    count = len(labels)
    gradient, loss, share = np.empty_like(similarities), 0.0, similarities.dtype.type(1.0 / count)
    for i in range(count):
        same, row = labels == labels[i], gradient[i]
        for j in range(count):
            slope = -alpha if same[j] else beta
            row[j] = slope * (similarities[i, j] - threshold)
        other = ~same
        same[i], row[i] = False, 0
        loss += _softplus_of_row(row, same, -share) / alpha + _softplus_of_row(row, other, share) / beta
    return loss / count, gradient


def multi_similarity_loss(similarities, labels, alpha, beta, threshold):
    r"""Compute the multi-similarity loss of all pairs of a batch, and its gradient.

    .. math::
        \frac1N \sum_i \Big\{ \frac1\alpha \log\Big[1 + \sum_{p \in P_i} e^{-\alpha (S_{ip} - \lambda)}\Big]
        + \frac1\beta \log\Big[1 + \sum_{n \in N_i} e^{\beta (S_{in} - \lambda)}\Big] \Big\}

    Parameters
    ----------
    similarities : float array of shape (N, N)
    labels : int array of shape (N,)
        Classes, from 0.
    alpha, beta : float
        Steepness for pairs of the same class and of different classes, above 0.
    threshold : float
        :math:`\lambda`.

    Returns
    -------
    loss : float
    dsimilarities : float array of shape (N, N)
        0 on the diagonal.

    Raises
    ------
    ValueError
        If an argument does not fit.

    Notes
    -----
    The formula is that of the paper, but no pairs are selected beforehand: all count. (The binomial deviance has a
    logarithm for each pair.) A sample is not its own positive. The similarities are inputs of their own; if they come
    from embeddings, the matrix is symmetric and both halves send something back.

    References
    ----------
    METU CENG 501 notes; Wang et al., Multi-similarity loss with general pair weighting, CVPR 2019.

    Examples
    --------
    >>> import numpy as np
    >>> multi_similarity_loss(np.zeros((2, 2)), np.array([0, 0]), 1.0, 1.0, 0.0)[1]
    array([[ 0.  , -0.25],
           [-0.25,  0.  ]])
    """
    similarities = float_array("similarities", similarities, ("N", "N"))
    count = len(similarities)
    similarities = float_array("similarities", similarities, (count, count))
    labels = codes("labels", labels, (count,), np.iinfo(np.int64).max)
    kind = similarities.dtype.type
    alpha, beta = (kind(number(*each, least=np.finfo(float).tiny)) for each in (("alpha", alpha), ("beta", beta)))
    loss, gradient = _loss(similarities, labels, alpha, beta, kind(number("threshold", threshold, least=-np.inf)))
    return kind(loss), gradient
