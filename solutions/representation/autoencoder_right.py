"""Autoencoders with the biases as one more row of weights, and sample by sample."""

import numpy as np


def _with_ones(x):
    return np.hstack([x, np.ones((len(x), 1))])


def extended(x, w1, b1, w2, b2):
    w1, w2 = np.vstack([w1, b1]), np.vstack([w2, b2])
    code = np.tanh(_with_ones(x) @ w1)
    return _with_ones(code) @ w2, code, {"x": _with_ones(x), "w1": w1, "w2": w2, "code": _with_ones(code)}


def extended_backward(dout, dcode, cache):
    dw2 = cache["code"].T @ dout
    dcode = dcode + (dout @ cache["w2"].T)[:, :-1]
    da = dcode / np.cosh(cache["x"] @ cache["w1"]) ** 2
    dw1 = cache["x"].T @ da
    return (da @ cache["w1"].T)[:, :-1], dw1[:-1], dw1[-1], dw2[:-1], dw2[-1]


def sample_by_sample(x, w1, b1, w2, b2):
    code = np.array([np.tanh(w1.T @ row + b1) for row in x])
    return np.array([w2.T @ row + b2 for row in code]), code, (x, w1, w2, code)


def sample_by_sample_backward(dout, dcode, cache):
    x, w1, w2, code = cache
    dx, dw1, dw2 = np.zeros_like(x), np.zeros_like(w1), np.zeros_like(w2)
    db1, db2 = np.zeros(w1.shape[1]), np.zeros(w2.shape[1])
    for n in range(len(x)):
        da = (dcode[n] + w2 @ dout[n]) * (1 - code[n]) * (1 + code[n])
        dx[n] = w1 @ da
        dw1 += np.outer(x[n], da)
        dw2 += np.outer(code[n], dout[n])
        db1 += da
        db2 += dout[n]
    return dx, dw1, db1, dw2, db2


STYLES = {
    "biases as weights": {"autoencoder_forward": extended, "autoencoder_backward": extended_backward},
    "sample by sample": {"autoencoder_forward": sample_by_sample, "autoencoder_backward": sample_by_sample_backward},
}
