"""Nearest neighbours."""

from solutions.bench_rows import Row


def _near(rng):
    return {"x_train": rng.normal(size=(1500, 20)), "x_test": rng.normal(size=(200, 20)), "k": 5}


def _vote(rng):
    near = _near(rng)
    return {"x_train": near["x_train"], "y_train": rng.integers(0, 10, 1500), "x_test": near["x_test"], "k": 5}


def _index(torch, x_train, x_test, k):
    return torch.cdist(x_test, x_train).topk(k, largest=False).indices


def _voted(torch, x_train, y_train, x_test, k):
    return torch.as_tensor(y_train)[_index(torch, x_train, x_test, k)].mode(dim=1).values


ROWS = (Row("nearest_neighbors", _near, _index), Row("knn_predict", _vote, _voted))
