"""Dropout entry by entry, and with other ways to draw a mask."""

import numpy as np


def loops_forward(x, dropout_param):
    rng, out, scales = np.random.default_rng(dropout_param["seed"]), np.zeros(x.shape), {}
    for i in np.ndindex(x.shape):
        keep = rng.random() < dropout_param["p"]
        scales[i] = 1.0 if dropout_param["mode"] == "test" else keep / dropout_param["p"]
        out[i] = scales[i] * x[i]
    return out, scales


def loops_backward(dout, cache):
    dx = np.zeros(dout.shape)
    for i, scale in cache.items():
        dx[i] = scale * dout[i]
    return dx


def binomial_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x, None
    mask = np.random.default_rng(dropout_param["seed"]).binomial(1, dropout_param["p"], x.shape)
    return x * mask / dropout_param["p"], (mask, dropout_param["p"])


def binomial_backward(dout, cache):
    if cache is None:
        return dout
    mask, p = cache
    return np.where(mask == 1, dout / p, 0)


def legacy_forward(x, dropout_param):
    np.random.seed(dropout_param["seed"])
    keep = np.random.rand(*x.shape) >= 1 - dropout_param["p"]
    scale = keep / dropout_param["p"] if dropout_param["mode"] == "train" else np.ones(x.shape)
    return np.einsum("...,...->...", x, scale), scale


STYLES = {
    "loops": {"dropout_forward": loops_forward, "dropout_backward": loops_backward},
    "binomial": {"dropout_forward": binomial_forward, "dropout_backward": binomial_backward},
    "legacy": {"dropout_forward": legacy_forward, "dropout_backward": lambda dout, cache: cache * dout},
}
