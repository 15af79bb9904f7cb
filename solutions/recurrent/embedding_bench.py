"""Word embedding."""

from solutions.bench_rows import Row


def _real(rng):
    return {"x": rng.integers(0, 5000, size=(64, 64)), "W": rng.normal(size=(5000, 256))}


ROWS = (Row("word_embedding_forward", _real, lambda torch, x, W: torch.nn.functional.embedding(torch.as_tensor(x), W)),)
