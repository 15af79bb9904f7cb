"""Codes of a variational autoencoder."""

import numpy as np
from numba import njit

from solutions.arguments import float_array, same_dtype


@njit(cache=True)
def _sample_backward(dz, std, eps):
    dlogvar, half = np.empty_like(dz), dz.dtype.type(0.5)
    for n in range(dz.shape[0]):
        for m in range(dz.shape[1]):
            dlogvar[n, m] = half * dz[n, m] * eps[n, m] * std[n, m]
    return dlogvar


@njit(cache=True, error_model="numpy", fastmath={"reassoc"})
def _divergence(mu, logvar, var):
    """Turn the variances into their gradients; `reassoc` lets the sum use vectors."""
    count, size = mu.shape
    dmu, total, one = np.empty_like(mu), mu.dtype.type(0), mu.dtype.type(1)
    share, half = one / count, mu.dtype.type(0.5)
    for n in range(count):
        for m in range(size):
            total += mu[n, m] * mu[n, m] + var[n, m] - one - logvar[n, m]
            dmu[n, m] = share * mu[n, m]
            var[n, m] = half * share * (var[n, m] - one)
    return half * share * total, dmu


def reparameterize_forward(mu, logvar, eps):
    r"""Compute :math:`z = \mu + e^{\frac12 \log \sigma^2} \epsilon`.

    Parameters
    ----------
    mu, logvar, eps : float arrays of shape (N, M)
        Means, logarithms of the variances, draws from the standard normal.

    Returns
    -------
    z : float array of shape (N, M)
    cache : tuple
        For `reparameterize_backward`.

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Kingma and Welling, Auto-encoding variational Bayes, 2014, section 2.4; I2DL, notes XII.

    Examples
    --------
    >>> import numpy as np
    >>> reparameterize_forward(np.array([[1.0]]), np.array([[0.0]]), np.array([[0.5]]))[0]
    array([[1.5]])
    """
    mu, logvar = _moments(mu, logvar)
    eps = float_array("eps", eps, mu.shape)
    same_dtype(mu=mu, eps=eps)
    std = np.exp(mu.dtype.type(0.5) * logvar)
    return mu + std * eps, (std, eps)


def reparameterize_backward(dz, cache):
    r"""Compute :math:`d\mu = dz` and :math:`d\log\sigma^2 = \frac12 \sigma \epsilon\, dz`.

    Parameters
    ----------
    dz : float array of shape (N, M)
    cache : tuple
        From `reparameterize_forward`.

    Returns
    -------
    dmu, dlogvar : float arrays of shape (N, M)
    """
    std, eps = cache
    dz = float_array("dz", dz, std.shape)
    return dz.copy(), _sample_backward(dz, std, eps)


def kl_loss(mu, logvar):
    r"""Compute :math:`\frac1N \sum_{n,m} \frac12 (\mu^2 + \sigma^2 - 1 - \log \sigma^2)`, and its gradients.

    Parameters
    ----------
    mu, logvar : float arrays of shape (N, M)

    Returns
    -------
    loss : float
        In nats.
    dmu, dlogvar : float arrays of shape (N, M)

    Raises
    ------
    ValueError
        If a shape or a dtype does not fit.

    References
    ----------
    Kingma and Welling, Auto-encoding variational Bayes, 2014, appendix B.

    Examples
    --------
    >>> import numpy as np
    >>> kl_loss(np.array([[2.0]]), np.array([[0.0]]))[1]
    array([[2.]])
    """
    mu, logvar = _moments(mu, logvar)
    dlogvar = np.exp(logvar)
    loss, dmu = _divergence(mu, logvar, dlogvar)
    return mu.dtype.type(loss), dmu, dlogvar


def _moments(mu, logvar):
    mu = float_array("mu", mu, ("N", "M"))
    logvar = float_array("logvar", logvar, mu.shape)
    same_dtype(mu=mu, logvar=logvar)
    return mu, logvar
