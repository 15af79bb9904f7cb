"""Initial weights, and the activations that they lead to."""

import numpy as np

from solutions.arguments import float_array, same_dtype, whole

ACTIVATIONS = {"tanh": np.tanh, "relu": lambda a, out: np.maximum(a, 0, out=out)}


def init_weights(n_in, n_out, scheme, rng):
    r"""Draw weights from :math:`N(0, \sigma^2)`.

    The variance :math:`\sigma^2` is :math:`1 / n_{in}` (LeCun), :math:`2 / (n_{in} + n_{out})` (Glorot)
    or :math:`2 / n_{in}` (He).

    Parameters
    ----------
    n_in, n_out : int
        Each at least 1.
    scheme : str
        "lecun", "glorot" or "he".
    rng : numpy.random.Generator

    Returns
    -------
    w : float array of shape (n_in, n_out)

    Raises
    ------
    ValueError
        If a size is below 1 or the scheme unknown.

    Notes
    -----
    "Xavier" names Glorot's scheme in most libraries, LeCun's in some lectures.

    References
    ----------
    LeCun et al., Efficient backprop, 1998; Glorot and Bengio (2010); He et al. (2015).

    Examples
    --------
    >>> import numpy as np
    >>> w = init_weights(500, 400, "he", np.random.default_rng(0))
    >>> w.shape, round(float(w.std()), 3)  # the root of 2 / 500 is 0.0632
    ((500, 400), 0.063)
    """
    n_in, n_out = whole("n_in", n_in, 1), whole("n_out", n_out, 1)
    variances = {"lecun": 1 / n_in, "glorot": 2 / (n_in + n_out), "he": 2 / n_in}
    if scheme not in variances:
        raise ValueError(f"scheme: expected one of {sorted(variances)}, got {scheme!r}")
    w = rng.standard_normal((n_in, n_out))
    w *= np.sqrt(variances[scheme])
    return w


def forward_statistics(x, weights, activation):
    r"""Compute mean and standard deviation of :math:`h_l = f(h_{l-1} W_l)` for every layer.

    Parameters
    ----------
    x : float array of shape (N, D)
    weights : float array of shape (L, D, D)
    activation : str
        "tanh" or "relu".

    Returns
    -------
    mean, std : float arrays of shape (L,)
        Over all samples and units; the standard deviation is the biased one.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit, or the activation is unknown.

    Notes
    -----
    Matrix products go to BLAS through NumPy; the potentials are overwritten by the activations.

    References
    ----------
    I2DL, lecture 7, weight initialisation.

    Examples
    --------
    >>> import numpy as np
    >>> forward_statistics(np.array([[1.0, -3.0]]), np.eye(2)[None], "relu")
    (array([0.5]), array([0.5]))
    """
    x = float_array("x", x, ("N", "D"))
    weights = float_array("weights", weights, ("L", x.shape[1], x.shape[1]))
    same_dtype(x=x, weights=weights)
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation: expected one of {sorted(ACTIVATIONS)}, got {activation!r}")
    h, moments = x, np.empty((2, len(weights)))
    for layer, w in enumerate(weights):
        h = h @ w
        ACTIVATIONS[activation](h, out=h)
        moments[:, layer] = _moments(h.ravel())
    return moments[0], moments[1]


def _moments(values):
    """Mean and standard deviation; two dot products instead of a copy."""
    mean = values.mean()
    centred = values - mean
    return mean, np.sqrt(centred @ centred / values.size)
