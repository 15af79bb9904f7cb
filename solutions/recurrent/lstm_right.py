"""Right answers in other styles: loops, einsum, written out."""

import numpy as np


def _loops_gates(x, prev_h, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x @ Wx + prev_h @ Wh + b
    ifo = 0.5 * (1 + np.tanh(0.5 * a[:, : 3 * H]))
    return ifo[:, :H], ifo[:, H : 2 * H], ifo[:, 2 * H :], np.tanh(a[:, 3 * H :])


def loops_lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = _loops_gates(x, prev_h, Wx, Wh, b)
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


def loops_lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _loops_gates(x, prev_h, Wx, Wh, b)
    squashed = np.tanh(f * prev_c + i * g)
    dc = dnext_c + dnext_h * o * (1 - squashed**2)
    di, df, do, dg = dc * g, dc * prev_c, dnext_h * squashed, dc * i
    da = np.concatenate([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g**2)], axis=1)
    return da @ Wx.T, da @ Wh.T, dc * f, x.T @ da, prev_h.T @ da, da.sum(0)


def loops_lstm_forward(x, h0, Wx, Wh, b):
    N, T, _ = x.shape
    out = np.zeros((N, T, h0.shape[1]))
    h, c = h0, np.zeros_like(h0)
    for t in range(T):
        h, c, _ = loops_lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        out[:, t] = h
    return out, (x, h0, Wx, Wh, b)


def loops_lstm_backward(dh, cache):
    x, h0, Wx, Wh, b = cache
    h, c, steps = h0, np.zeros_like(h0), []
    for t in range(x.shape[1]):
        steps.append((x[:, t], h, c, Wx, Wh, b))
        h, c, _ = loops_lstm_step_forward(*steps[-1])
    dx, dWx, dWh, db = (np.zeros_like(array) for array in (x, Wx, Wh, b))
    dprev_h, dprev_c = np.zeros_like(h0), np.zeros_like(h0)
    for t in range(x.shape[1] - 1, -1, -1):
        dx[:, t], dprev_h, dprev_c, *parts = loops_lstm_step_backward(dh[:, t] + dprev_h, dprev_c, steps[t])
        dWx, dWh, db = dWx + parts[0], dWh + parts[1], db + parts[2]
    return dx, dprev_h, dWx, dWh, db


def einsum_lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    a = np.einsum("nd,dk->nk", x, Wx, optimize=True) + np.einsum("nh,hk->nk", prev_h, Wh, optimize=True) + b
    i, f, o, g = a.reshape(len(x), 4, -1).transpose(1, 0, 2)
    i, f, o = (0.5 * (1 + np.tanh(0.5 * gate)) for gate in (i, f, o))
    next_c = f * prev_c + i * np.tanh(g)
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


def _written_out_sigmoid(a):
    return np.where(a >= 0, 1, np.exp(-np.abs(a))) / (1 + np.exp(-np.abs(a)))


def written_out_lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    """One matrix for inputs and hidden state; four gates by columns."""
    joined, weights = np.hstack([x, prev_h]), np.vstack([Wx, Wh])
    i, f, o, g = np.split(joined @ weights + b, 4, axis=1)
    i, f, o, g = _written_out_sigmoid(i), _written_out_sigmoid(f), _written_out_sigmoid(o), np.tanh(g)
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (joined, weights, prev_c, i, f, o, g, next_c)


def written_out_lstm_step_backward(dnext_h, dnext_c, cache):
    joined, weights, prev_c, i, f, o, g, next_c = cache
    top = np.tanh(next_c)
    dc = dnext_c + dnext_h * o * (1 - top**2)
    parts = dc * g * i * (1 - i), dc * prev_c * f * (1 - f), dnext_h * top * o * (1 - o), dc * i * (1 - g**2)
    da = np.hstack(parts)
    djoined, dweights = da @ weights.T, joined.T @ da
    size = joined.shape[1] - prev_c.shape[1]
    return djoined[:, :size], djoined[:, size:], dc * f, dweights[:size], dweights[size:], da.sum(axis=0)


def written_out_lstm_forward(x, h0, Wx, Wh, b):
    h, c, states, caches = h0, np.zeros_like(h0), [], []
    for step in np.moveaxis(x, 1, 0):
        h, c, cache = written_out_lstm_step_forward(step, h, c, Wx, Wh, b)
        states.append(h)
        caches.append(cache)
    return np.moveaxis(np.array(states), 0, 1), caches


def written_out_lstm_backward(dh, cache):
    steps, totals, dhidden, dcell = [], 0, 0.0, 0.0
    for t in range(len(cache) - 1, -1, -1):
        dx, dhidden, dcell, *weights = written_out_lstm_step_backward(dh[:, t] + dhidden, dcell, cache[t])
        steps.insert(0, dx)
        totals = weights if t == len(cache) - 1 else [total + part for total, part in zip(totals, weights, strict=True)]
    return np.stack(steps, axis=1), dhidden, *totals


STYLES = {
    "loops": {
        "lstm_step_forward": loops_lstm_step_forward,
        "lstm_step_backward": loops_lstm_step_backward,
        "lstm_forward": loops_lstm_forward,
        "lstm_backward": loops_lstm_backward,
    },
    "einsum": {
        "lstm_step_forward": einsum_lstm_step_forward,
    },
    "written out": {
        "lstm_step_forward": written_out_lstm_step_forward,
        "lstm_step_backward": written_out_lstm_step_backward,
        "lstm_forward": written_out_lstm_forward,
        "lstm_backward": written_out_lstm_backward,
    },
}
