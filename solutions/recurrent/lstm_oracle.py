"""LSTM: one step, and a sequence that starts with a cell state of zeros."""

import autograd.numpy as anp


def sigmoid(a):
    return 0.5 * (1 + anp.tanh(0.5 * a))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    h = prev_h.shape[1]
    a = anp.dot(x, Wx) + anp.dot(prev_h, Wh) + b
    i, f, o, g = sigmoid(a[:, :h]), sigmoid(a[:, h : 2 * h]), sigmoid(a[:, 2 * h : 3 * h]), anp.tanh(a[:, 3 * h :])
    next_c = f * prev_c + i * g
    return o * anp.tanh(next_c), next_c


def lstm_forward(x, h0, Wx, Wh, b):
    h, c, states = h0, anp.zeros(h0.shape), []
    for t in range(x.shape[1]):
        h, c = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
    return (anp.stack(states, axis=1),)
