"""The symmetry of hidden units."""

from solutions.bench_rows import Row


def _real(rng):
    arrays = {"w1": rng.normal(size=(784, 1024)), "b1": rng.normal(size=1024), "w2": rng.normal(size=(1024, 512))}
    return arrays | {"perm": rng.permutation(1024)}


def _torch(torch, w1, b1, w2, perm):
    index = torch.as_tensor(perm)
    return w1[:, index], b1[index], w2[index]


ROWS = (Row("permute_hidden", _real, _torch),)
