"""Recurrent network: one step, and a sequence."""

from solutions.bench_rows import Row

COUNT, STEPS, SIZE = 64, 64, 256


def _weights(rng):
    shapes = {"Wx": (SIZE, SIZE), "Wh": (SIZE, SIZE), "b": (SIZE,)}
    return {name: rng.normal(size=shape) / SIZE**0.5 for name, shape in shapes.items()}


def _step(rng):
    return {name: rng.normal(size=(4 * COUNT, SIZE)) for name in ("x", "prev_h")} | _weights(rng)


def _sequence(rng):
    return {"x": rng.normal(size=(COUNT, STEPS, SIZE)), "h0": rng.normal(size=(COUNT, SIZE))} | _weights(rng)


def _torch_step(torch, x, prev_h, Wx, Wh, b):
    return torch.rnn_tanh_cell(x, prev_h, Wx.T.contiguous(), Wh.T.contiguous(), b, torch.zeros_like(b))


def _torch_sequence(torch, x, h0, Wx, Wh, b):
    weights = [Wx.T.contiguous(), Wh.T.contiguous(), b, torch.zeros_like(b)]
    return torch.rnn_tanh(x, h0[None], weights, True, 1, 0.0, True, False, True)[0]


ROWS = (Row("rnn_step_forward", _step, _torch_step), Row("rnn_forward", _sequence, _torch_sequence))
