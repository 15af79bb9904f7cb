"""A graph of a thousand numbers."""

from solutions.bench_rows import Row


def _real(rng):
    tape = [["mul" if i % 2 else "add", i - 1, i - 500] for i in range(500, 1500)]
    return {"x": rng.uniform(0.1, 0.2, size=500), "tape": tape}


ROWS = (Row("tape_forward", _real),)
