"""A cell of sixty sides and many points."""

from solutions.bench_rows import Row


def _real(rng):
    return {"points": rng.normal(size=(20_000, 10)), "w": rng.normal(size=(10, 60)), "b": rng.uniform(3, 9, size=60)}


ROWS = (Row("half_plane_net", _real),)
