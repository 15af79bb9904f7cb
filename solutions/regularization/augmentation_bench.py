"""Augmentation of 256 images as large as those of CIFAR-10."""

from solutions.bench_rows import Row

SHAPE = (256, 3, 32, 32)


def _shift(rng):
    return {"x": rng.normal(size=SHAPE), "rows": 2, "columns": -3}


ROWS = (
    Row("shift_image", _shift),
    Row("random_flip", lambda rng: {"x": rng.normal(size=SHAPE), "rng": 1}),
    Row("random_crop", lambda rng: {"x": rng.normal(size=SHAPE), "pad": 4, "rng": 1}),
)
