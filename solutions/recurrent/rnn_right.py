"""Recurrent networks with one product for input and state, and in plain loops."""

import numpy as np


def joined_step(x, prev_h, Wx, Wh, b):
    both, weights = np.hstack([x, prev_h]), np.vstack([Wx, Wh])
    next_h = np.tanh(both @ weights + b)
    return next_h, {"both": both, "weights": weights, "slope": 1 / np.cosh(both @ weights + b) ** 2, "d": x.shape[1]}


def joined_step_backward(dnext_h, cache):
    da, d = dnext_h * cache["slope"], cache["d"]
    dboth, dweights = da @ cache["weights"].T, cache["both"].T @ da
    return dboth[:, :d], dboth[:, d:], dweights[:d], dweights[d:], np.ones(len(da)) @ da


def joined(x, h0, Wx, Wh, b):
    h, caches = np.empty((*x.shape[:2], len(b))), []
    for t in range(x.shape[1]):
        h[:, t], cache = joined_step(x[:, t], h[:, t - 1] if t else h0, Wx, Wh, b)
        caches.append(cache)
    return h, caches


def joined_backward(dh, cache):
    dlater, steps = 0.0, []
    for t in range(dh.shape[1] - 1, -1, -1):
        steps.append(joined_step_backward(dh[:, t] + dlater, cache[t]))
        dlater = steps[-1][1]
    dx, _, dWx, dWh, db = zip(*steps, strict=True)
    return np.stack(dx[::-1], axis=1), dlater, sum(dWx), sum(dWh), sum(db)


def looped_step(x, prev_h, Wx, Wh, b):
    next_h = np.zeros_like(prev_h)
    for n, k in np.ndindex(next_h.shape):
        a = b[k]
        for d, value in enumerate(x[n]):
            a += value * Wx[d, k]
        for j, value in enumerate(prev_h[n]):
            a += value * Wh[j, k]
        next_h[n, k] = np.tanh(a)
    return next_h, (x, prev_h, Wx, Wh, next_h)


def looped_step_backward(dnext_h, cache):
    x, prev_h, Wx, Wh, next_h = cache
    dx, dprev_h, dWx, dWh = (np.zeros_like(value) for value in cache[:4])
    db = np.zeros(Wh.shape[1])
    for n, k in np.ndindex(next_h.shape):
        da = dnext_h[n, k] * (1 - next_h[n, k] ** 2)
        dx[n] += da * Wx[:, k]
        dprev_h[n] += da * Wh[:, k]
        dWx[:, k] += da * x[n]
        dWh[:, k] += da * prev_h[n]
        db[k] += da
    return dx, dprev_h, dWx, dWh, db


def looped(x, h0, Wx, Wh, b):
    states = [h0]
    for t in range(x.shape[1]):
        states.append(looped_step(x[:, t], states[-1], Wx, Wh, b)[0])
    return np.array(states[1:]).swapaxes(0, 1), (x, states, Wx, Wh)


def looped_backward(dh, cache):
    x, states, Wx, Wh = cache
    dx, later, totals = np.zeros_like(x), np.zeros_like(states[0]), [0.0, 0.0, 0.0]
    for t in reversed(range(x.shape[1])):
        kept = x[:, t], states[t], Wx, Wh, states[t + 1]
        dx[:, t], later, *parts = looped_step_backward(dh[:, t] + later, kept)
        totals = [total + part for total, part in zip(totals, parts, strict=True)]
    return dx, later, *totals


STYLES = {
    "one product": {
        "rnn_step_forward": joined_step,
        "rnn_step_backward": joined_step_backward,
        "rnn_forward": joined,
        "rnn_backward": joined_backward,
    },
    "loops": {
        "rnn_step_forward": looped_step,
        "rnn_step_backward": looped_step_backward,
        "rnn_forward": looped,
        "rnn_backward": looped_backward,
    },
}
