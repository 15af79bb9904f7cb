"""The formal neuron."""

from solutions.bench_rows import Row


def _neuron(rng):
    return {"x": rng.normal(size=(20_000, 100)), "w": rng.normal(size=100), "w0": 0.5}


ROWS = (
    Row("step", lambda rng: {"xi": rng.normal(size=1_000_000)}, lambda torch, xi: (xi >= 0).long()),
    Row("neuron_predict", _neuron, lambda torch, x, w, w0: (torch.mv(x, w) + w0 >= 0).long()),
    Row("xor_net", lambda rng: {"x": rng.uniform(-1, 2, size=(500_000, 2))}),
)
