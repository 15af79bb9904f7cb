"""LSTM: one step, and a sequence."""

from solutions.bench_rows import Row

COUNT, STEPS, SIZE = 32, 32, 128


def _weights(rng):
    shapes = {"Wx": (SIZE, 4 * SIZE), "Wh": (SIZE, 4 * SIZE), "b": (4 * SIZE,)}
    return {name: rng.normal(size=shape) / SIZE**0.5 for name, shape in shapes.items()}


def _step(rng):
    return {name: rng.normal(size=(COUNT, SIZE)) for name in ("x", "prev_h", "prev_c")} | _weights(rng)


def _sequence(rng):
    return {"x": rng.normal(size=(COUNT, STEPS, SIZE)), "h0": rng.normal(size=(COUNT, SIZE))} | _weights(rng)


def _reordered(torch, weights):
    """PyTorch's order of the gates is i, f, g, o; its weights stand on their side."""
    i, f, o, g = weights.T.chunk(4)
    return torch.cat([i, f, g, o]).contiguous()


def _torch_step(torch, x, prev_h, prev_c, Wx, Wh, b):
    weights = _reordered(torch, Wx), _reordered(torch, Wh), _reordered(torch, b[None])[:, 0]
    return torch.lstm_cell(x, (prev_h, prev_c), *weights, torch.zeros_like(weights[2]))


def _torch_sequence(torch, x, h0, Wx, Wh, b):
    weights = [_reordered(torch, Wx), _reordered(torch, Wh), _reordered(torch, b[None])[:, 0]]
    weights.append(torch.zeros_like(weights[2]))
    state = h0[None], torch.zeros_like(h0)[None]
    return torch.lstm(x, state, weights, True, 1, 0.0, True, False, True)[0]


ROWS = (Row("lstm_step_forward", _step, _torch_step), Row("lstm_forward", _sequence, _torch_sequence))
