"""Softmax with a temperature."""

from solutions.bench_rows import Row


def _real(rng):
    return {"scores": 3.0 * rng.normal(size=(512, 2000)), "temperature": 0.7}


ROWS = (
    Row("temperature_softmax", _real, lambda torch, scores, temperature: torch.softmax(scores / temperature, dim=1)),
)
