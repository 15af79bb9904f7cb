"""Multi-similarity loss."""

import numpy as np

from solutions.bench_rows import Row


def _real(rng):
    inputs = {"similarities": rng.uniform(-1, 1, size=(1024, 1024)), "labels": rng.integers(0, 20, size=1024)}
    return inputs | {"alpha": 2.0, "beta": 50.0, "threshold": 0.5}


def _torch(torch, similarities, labels, alpha, beta, threshold):
    same = torch.as_tensor(labels[:, None] == labels)
    alone, never = torch.eye(len(labels), dtype=torch.bool), torch.tensor(-np.inf, dtype=similarities.dtype)
    near = torch.where(same & ~alone, -alpha * (similarities - threshold), never)
    far = torch.where(same, never, beta * (similarities - threshold))
    one = torch.zeros_like(similarities[:, :1])
    near, far = (torch.logsumexp(torch.cat([one, side], dim=1), dim=1) for side in (near, far))
    return (near / alpha + far / beta).mean()


ROWS = (Row("multi_similarity_loss", _real, _torch),)
