"""Codes of a variational autoencoder, entry by entry and through the standard deviation."""

import math

import numpy as np


def loops_forward(mu, logvar, eps):
    z = np.zeros_like(mu)
    for i in np.ndindex(mu.shape):
        z[i] = mu[i] + math.exp(logvar[i] / 2) * eps[i]
    return z, (mu, logvar, eps)


def loops_backward(dz, cache):
    _, logvar, eps = cache
    dlogvar = np.zeros_like(dz)
    for i in np.ndindex(dz.shape):
        dlogvar[i] = dz[i] * eps[i] * math.exp(logvar[i] / 2) / 2
    return np.array(dz), dlogvar


def loops_kl(mu, logvar):
    total = sum((m * m + math.exp(v) - 1 - v) / 2 for m, v in zip(mu.ravel(), logvar.ravel(), strict=True))
    dlogvar = np.array([[(math.exp(v) - 1) / 2 for v in row] for row in logvar])
    return total / len(mu), mu / len(mu), dlogvar / len(mu)


def deviation_forward(mu, logvar, eps):
    z = mu + np.sqrt(np.exp(logvar)) * eps
    return z, z - mu


def deviation_backward(dz, cache):
    return 1.0 * dz, 0.5 * dz * cache


def deviation_kl(mu, logvar):
    std = np.exp(logvar / 2)
    entries = -np.log(std) + (std**2 + mu**2) / 2 - 0.5
    return np.mean(entries.sum(axis=1)), mu / mu.shape[0], (std - 1) * (std + 1) / (2 * mu.shape[0])


STYLES = {
    "loops": {
        "reparameterize_forward": loops_forward,
        "reparameterize_backward": loops_backward,
        "kl_loss": loops_kl,
    },
    "through the deviation": {
        "reparameterize_forward": deviation_forward,
        "reparameterize_backward": deviation_backward,
        "kl_loss": deviation_kl,
    },
}
