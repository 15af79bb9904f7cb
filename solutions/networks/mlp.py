"""Multi-layer perceptrons: counting parameters, and a network of three layers."""

from numba import njit

from solutions.arguments import codes, float_array, same_dtype

LARGEST = 2**24  # no layer is wider, so that no product leaves int64
NAMES = (("W1", "b1"), ("W2", "b2"), ("W3", "b3"))
WANTED = {name for names in NAMES for name in names}


@njit(cache=True)
def _count(sizes):
    total = 0
    for layer in range(1, len(sizes)):
        total += (sizes[layer - 1] + 1) * sizes[layer]
    return total


def count_params(sizes):
    r"""Compute :math:`\sum_l (n_{l-1} + 1)\, n_l`.

    Parameters
    ----------
    sizes : int array of shape (L + 1,)
        Number of inputs, then the widths of the layers.

    Returns
    -------
    count : int

    Raises
    ------
    ValueError
        If it is no row of at least two whole numbers.

    References
    ----------
    PV021, lecture text, architecture of multi-layer perceptrons.

    Examples
    --------
    >>> import numpy as np
    >>> count_params(np.array([3, 4, 2]))
    26
    """
    sizes = codes("sizes", sizes, ("L + 1",), LARGEST)
    if len(sizes) < 2:
        raise ValueError(f"sizes: expected the inputs and at least one layer, got {len(sizes)} number")
    return _count(sizes)


@njit(cache=True)
def _add_and_rectify(potentials, b):
    """Add the biases and set what is negative to 0, in place: the potentials are ours."""
    for n in range(potentials.shape[0]):
        for m in range(potentials.shape[1]):
            a = potentials[n, m] + b[m]
            potentials[n, m] = a if a > 0 or a != a else 0  # nan stays nan


@njit(cache=True)
def _switch_off(dhidden, hidden):
    """Set the gradients of units that were off to 0, in place."""
    for n in range(hidden.shape[0]):
        for m in range(hidden.shape[1]):
            if not hidden[n, m] > 0:
                dhidden[n, m] = 0


def mlp_forward(x, params):
    r"""Compute :math:`Y = \mathrm{relu}(\mathrm{relu}(X W_1 + b_1) W_2 + b_2) W_3 + b_3`.

    Parameters
    ----------
    x : float array of shape (N, D)
    params : dict
        `W1` (D, H1), `b1` (H1,), `W2` (H1, H2), `b2` (H2,), `W3` (H2, M), `b3` (M,).

    Returns
    -------
    out : float array of shape (N, M)
    cache : tuple
        For `mlp_backward`.

    Raises
    ------
    ValueError
        If a parameter is missing, or a shape or a dtype does not fit.

    References
    ----------
    Neural Networks, lecture text, matrix form; PV021, lecture text, multi-layer perceptrons.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones((1, 1))
    >>> params = {"W1": -one, "b1": one[0], "W2": one, "b2": one[0], "W3": 3 * one, "b3": one[0]}
    >>> mlp_forward(np.array([[-2.0], [5.0]]), params)[0]
    array([[13.],
           [ 4.]])
    """
    x = float_array("x", x, ("N", "D"))
    layers = _layers(x, params)
    first = x @ layers[0][0]
    _add_and_rectify(first, layers[0][1])
    second = first @ layers[1][0]
    _add_and_rectify(second, layers[1][1])
    out = second @ layers[2][0]
    out += layers[2][1]
    return out, (x, first, second, [w for w, _ in layers])


def _layers(x, params):
    """Weights and biases of the three layers, checked."""
    if not isinstance(params, dict) or params.keys() != WANTED:
        got = sorted(params) if isinstance(params, dict) else f"a {type(params).__name__}"
        raise ValueError(f"params: expected a dictionary with {sorted(WANTED)}, got {got}")
    layers, width = [], x.shape[1]
    for weights, biases in NAMES:
        w = float_array(weights, params[weights], (width, "H"))
        width = w.shape[1]
        layers.append((w, float_array(biases, params[biases], (width,))))
    same_dtype(x=x, **params)
    return layers


def mlp_backward(dout, cache):
    r"""Bring the gradient back layer by layer: :math:`\delta_{l-1} = (\delta_l W_l^T) \odot [h_{l-1} > 0]`.

    Parameters
    ----------
    dout : float array of shape (N, M)
    cache : tuple
        From `mlp_forward`.

    Returns
    -------
    dx : float array of shape (N, D)
    grads : dict
        `dW1` to `db3`, each of the shape of its parameter.

    Notes
    -----
    The slope of a ReLU at exactly 0 is 0 here.
    """
    x, first, second, weights = cache
    delta = float_array("dout", dout, (len(x), weights[2].shape[1]))
    grads = {}
    for layer, below in ((3, second), (2, first), (1, x)):
        grads[f"dW{layer}"], grads[f"db{layer}"] = below.T @ delta, delta.sum(axis=0)
        delta = delta @ weights[layer - 1].T
        if layer > 1:
            _switch_off(delta, below)
    return delta, grads
