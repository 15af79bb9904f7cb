"""Word embedding."""

import numpy as np
from numba import njit

from solutions.arguments import codes, float_array


@njit(cache=True)
def _backward(dout, x, words):
    dW = np.zeros((words, dout.shape[1]), dout.dtype)
    for i in range(x.size):
        row = dW[np.uint64(x[i])]  # taken once, and without a test for a negative index: the loop can use vectors
        for d in range(dout.shape[1]):
            row[d] += dout[i, d]
    return dW


def word_embedding_forward(x, W):
    """Take the row of W that belongs to each word.

    Parameters
    ----------
    x : int array of shape (N, T)
        Words, 0 to V - 1.
    W : float array of shape (V, D)

    Returns
    -------
    out : float array of shape (N, T, D)
    cache : tuple
        For `word_embedding_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or a word is out of range.

    Notes
    -----
    The same as an affine layer without bias on one-hot rows, without the multiplications by 0.

    References
    ----------
    Stanford CS231n, assignment on recurrent networks.

    Examples
    --------
    >>> import numpy as np
    >>> word_embedding_forward(np.array([[1, 0]]), np.array([[2.0], [3.0]]))[0]
    array([[[3.],
            [2.]]])
    """
    W = float_array("W", W, ("V", "D"))
    x = codes("x", x, ("N", "T"), W.shape[0])
    return W[x], (x, W.shape)


def word_embedding_backward(dout, cache):
    """Add the gradient of every place to the row of its word.

    Parameters
    ----------
    dout : float array of shape (N, T, D)
    cache : tuple
        From `word_embedding_forward`.

    Returns
    -------
    dW : float array of shape (V, D)
    """
    x, (words, size) = cache
    dout = float_array("dout", dout, (*x.shape, size))
    return _backward(dout.reshape(-1, size), x.ravel(), words)
