"""Principal components."""

from solutions.bench_rows import Row


def _torch(torch, x, m):
    centred = x - x.mean(dim=0)
    return centred @ torch.linalg.svd(centred, full_matrices=False).Vh[:m].T


ROWS = (Row("pca", lambda rng: {"x": rng.normal(size=(3000, 60)), "m": 2}, _torch),)
