"""ALVINN's outputs."""

from solutions.bench_rows import Row


def _wheel(rng):
    return {"position": rng.uniform(0, 29, size=20_000), "count": 30}


def _neurons(rng):
    return {"outputs": rng.uniform(0.01, 1, size=(20_000, 30))}


def _targets(torch, position, count):
    return torch.exp(-((torch.arange(count) - position[:, None]) ** 2) / 10)


def _decode(torch, outputs):
    return outputs @ torch.arange(outputs.shape[1], dtype=outputs.dtype) / outputs.sum(1)


ROWS = (Row("alvinn_targets", _wheel, _targets), Row("alvinn_decode", _neurons, _decode))
