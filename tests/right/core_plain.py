"""One more style of the first layers: formulas written out another way."""

import numpy as np


def relu_forward(x):
    return (x + np.abs(x)) / 2, np.sign(x)


def relu_backward(dout, cache):
    return dout * np.clip(cache, 0, 1)


def softmax_loss(scores, y):
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    targets = np.eye(scores.shape[1])[y]
    return -np.sum(targets * logs) / len(y), (np.exp(logs) - targets) / len(y)


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
    var = bn_param.get("running_var", np.zeros(x.shape[1]))
    if mode == "train":
        keep = bn_param.get("momentum", 0.9)
        old = mean, var
        mean, var = np.average(x, axis=0), np.var(x, axis=0)
        bn_param["running_mean"] = old[0] + (1 - keep) * (mean - old[0])
        bn_param["running_var"] = old[1] + (1 - keep) * (var - old[1])
    inverse = (var + eps) ** -0.5
    return (x - mean) * (gamma * inverse) + beta, (x - mean, inverse, gamma)


def batchnorm_backward(dout, cache):
    """The graph of nodes, one after the other."""
    centred, inverse, gamma = cache
    dnormal = dout * gamma
    dinverse = (dnormal * centred).sum(axis=0)
    dvar = -0.5 * inverse**3 * dinverse
    dcentred = dnormal * inverse + 2 * centred * dvar / len(dout)
    return dcentred - dcentred.mean(axis=0), (dout * centred * inverse).sum(axis=0), dout.sum(axis=0)


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    n, c, h, w = x.shape
    out, cache = batchnorm_forward(np.moveaxis(x, 1, 3).reshape(-1, c), gamma, beta, bn_param)
    return np.moveaxis(out.reshape(n, h, w, c), 3, 1), cache


def spatial_batchnorm_backward(dout, cache):
    n, c, h, w = dout.shape
    dx, dgamma, dbeta = batchnorm_backward(np.moveaxis(dout, 1, 3).reshape(-1, c), cache)
    return np.moveaxis(dx.reshape(n, h, w, c), 3, 1), dgamma, dbeta


def _sigmoid(a):
    return np.where(a >= 0, 1, np.exp(-np.abs(a))) / (1 + np.exp(-np.abs(a)))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    """One matrix for inputs and hidden state; four gates by columns."""
    joined, weights = np.hstack([x, prev_h]), np.vstack([Wx, Wh])
    i, f, o, g = np.split(joined @ weights + b, 4, axis=1)
    i, f, o, g = _sigmoid(i), _sigmoid(f), _sigmoid(o), np.tanh(g)
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (joined, weights, prev_c, i, f, o, g, next_c)


def lstm_step_backward(dnext_h, dnext_c, cache):
    joined, weights, prev_c, i, f, o, g, next_c = cache
    top = np.tanh(next_c)
    dc = dnext_c + dnext_h * o * (1 - top**2)
    parts = dc * g * i * (1 - i), dc * prev_c * f * (1 - f), dnext_h * top * o * (1 - o), dc * i * (1 - g**2)
    da = np.hstack(parts)
    djoined, dweights = da @ weights.T, joined.T @ da
    size = joined.shape[1] - prev_c.shape[1]
    return djoined[:, :size], djoined[:, size:], dc * f, dweights[:size], dweights[size:], da.sum(axis=0)


def lstm_forward(x, h0, Wx, Wh, b):
    h, c, states, caches = h0, np.zeros_like(h0), [], []
    for step in np.moveaxis(x, 1, 0):
        h, c, cache = lstm_step_forward(step, h, c, Wx, Wh, b)
        states.append(h)
        caches.append(cache)
    return np.moveaxis(np.array(states), 0, 1), caches


def lstm_backward(dh, cache):
    steps, totals, dhidden, dcell = [], 0, 0.0, 0.0
    for t in range(len(cache) - 1, -1, -1):
        dx, dhidden, dcell, *weights = lstm_step_backward(dh[:, t] + dhidden, dcell, cache[t])
        steps.insert(0, dx)
        totals = weights if t == len(cache) - 1 else [total + part for total, part in zip(totals, weights, strict=True)]
    return np.stack(steps, axis=1), dhidden, *totals


STYLES = {"written out": {name: value for name, value in list(globals().items()) if name.endswith(("ward", "loss"))}}
