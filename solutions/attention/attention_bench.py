"""Attention with one head: 8 heads of a batch look like 8 samples."""

import numpy as np

from solutions.bench_rows import Row


def _real(rng):
    q, k, v = (rng.normal(size=(8, 128, 32)) for _ in range(3))
    return {"q": q, "k": k, "v": v, "mask": np.tri(128, dtype=bool)}


def _torch(torch, q, k, v, mask):
    return torch.nn.functional.scaled_dot_product_attention(q, k, v, torch.as_tensor(mask))


ROWS = (Row("attention_forward", _real, _torch),)
