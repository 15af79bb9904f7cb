"""The logistic function in plain loops, by the hyperbolic tangent and by a sum of exponentials."""

import math

import numpy as np


def one(value):
    return 1 / (1 + math.exp(-value)) if value >= 0 else math.exp(value) / (1 + math.exp(value))


def in_loops(x):
    return np.array([one(value) for value in x.ravel()]).reshape(x.shape)


def layer_in_loops(x):
    return in_loops(x), (x,)


def slope_in_loops(dout, cache):
    dx = np.zeros_like(dout)
    for index, value in np.ndenumerate(cache[0]):
        dx[index] = dout[index] * one(value) * one(-value)
    return dx


def loss_in_loops(z, t):
    loss, dz = 0.0, []
    for logit, target in zip(z.tolist(), t.tolist(), strict=True):
        loss += target * max(0, -logit) + (1 - target) * max(0, logit) + math.log1p(math.exp(-abs(logit)))
        dz.append((one(logit) - target) / len(z))
    return loss / len(z), np.array(dz)


def by_tanh(x):
    return 0.5 + 0.5 * np.tanh(x / 2)


def layer_by_tanh(x):
    return by_tanh(x), np.tanh(x / 2)


def slope_by_tanh(dout, cache):
    return dout * (1 - cache**2) / 4


def loss_by_sums(z, t):
    logs = np.logaddexp(0, np.stack([z, -z]))
    return np.einsum("kn,kn->", np.stack([1 - t, t]), logs) / z.size, (np.exp(-logs[1]) - t) / z.size


def loops_sigmoid(x):
    out = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        small = math.exp(-abs(x[i]))
        out[i] = (1 if x[i] >= 0 else small) / (1 + small)
    return out, out.copy()


def loops_sigmoid_backward(dout, cache):
    dx = np.zeros_like(dout)
    for i in np.ndindex(dout.shape):
        dx[i] = dout[i] * (cache[i] - cache[i] ** 2)
    return dx


def logarithm_sigmoid(x):
    return np.exp(-np.logaddexp(0, -x)), (x,)


def logarithm_sigmoid_backward(dout, cache):
    (x,) = cache
    return dout * np.exp(-np.logaddexp(0, -x) - np.logaddexp(0, x))


STYLES = {
    "loops": {
        "sigmoid": in_loops,
        "sigmoid_forward": layer_in_loops,
        "sigmoid_backward": slope_in_loops,
        "bce_with_logits": loss_in_loops,
    },
    "output kept": {
        "sigmoid_forward": loops_sigmoid,
        "sigmoid_backward": loops_sigmoid_backward,
    },
    "other formulas": {
        "sigmoid": by_tanh,
        "sigmoid_forward": layer_by_tanh,
        "sigmoid_backward": slope_by_tanh,
        "bce_with_logits": loss_by_sums,
    },
    "logarithms": {
        "sigmoid_forward": logarithm_sigmoid,
        "sigmoid_backward": logarithm_sigmoid_backward,
    },
}
