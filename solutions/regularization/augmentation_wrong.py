"""How people get flips, crops and shifts of images wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _shift(x, rows, columns, mode="constant"):
    size = max(abs(rows), abs(columns))
    wide = np.pad(x, [(0, 0), (0, 0), (size, size), (size, size)], mode)
    height, width = x.shape[2:]
    return wide[:, :, size - rows : size - rows + height, size - columns : size - columns + width]


def _crops(x, pad, rows, columns, mode="constant"):
    return np.concatenate(
        [_shift(x[n : n + 1], pad - i, pad - j, mode) for n, (i, j) in enumerate(zip(rows, columns, strict=True))]
    )


@misconception(
    "shift_image",
    "What leaves your image comes back in on the other side. A digit whose left edge appears on the right is no digit; "
    "fill with zeros.",
    desk="mask",
)
def shift_around_the_edge(x, rows, columns):
    return np.roll(x, (rows, columns), axis=(2, 3))


@misconception(
    "shift_image",
    "You moved the images in the opposite direction. Positive numbers mean downwards and to the right: "
    "a pixel comes from further up and further left.",
    desk="mask",
)
def shift_reversed(x, rows, columns):
    return _shift(x, -rows, -columns)


@misconception(
    "shift_image",
    "You exchanged rows and columns. The third axis holds the rows, the fourth the columns.",
    desk="mask",
)
def shift_rows_for_columns(x, rows, columns):
    return _shift(x, columns, rows)


@misconception(
    "shift_image",
    "You filled the empty edge with copies of the last row or column. The exercise asks for zeros, the colour of the "
    "paper here.",
    desk="mask",
)
def shift_with_copied_edge(x, rows, columns):
    return _shift(x, rows, columns, "edge")


@misconception(
    "random_flip",
    "You threw one coin for the whole batch. Then the network sees all images of a step from the same side; "
    "each image needs a coin of its own.",
    desk="invalid",
)
def flip_with_one_coin(x, rng):
    return x[..., ::-1].copy() if rng.random(len(x))[0] < 0.5 else x.copy()


@misconception(
    "random_flip",
    "You turned the images upside down. Left and right change places along the last axis, the columns.",
    desk="some_entries",
)
def flip_upside_down(x, rng):
    coins = rng.random(len(x)) < 0.5
    return np.where(coins[:, None, None, None], x[:, :, ::-1], x)


@misconception(
    "random_flip",
    "You wrote the mirror images into x itself. The next epoch would start from the flipped ones; work on a copy.",
    desk="input_changed",
)
def flip_in_place(x, rng):
    coins = rng.random(len(x)) < 0.5
    x[coins] = x[coins][..., ::-1].copy()
    return x


@misconception(
    "random_crop",
    "You drew one offset for the whole batch. Each image needs its own, or the batch just moves as a whole.",
    desk="invalid",
)
def crop_with_one_offset(x, pad, rng):
    rows, columns = rng.integers(0, 2 * pad + 1, size=(2, len(x)))
    return _shift(x, pad - int(rows[0]), pad - int(columns[0]))


@misconception(
    "random_crop",
    "The last offset never comes up: the upper bound of the random integers is not included. "
    "With pad zeros on both sides there are 2 pad + 1 places.",
    desk="invalid",
)
def crop_last_offset_left_out(x, pad, rng):
    return _crops(x, pad, *rng.integers(0, 2 * pad, size=(2, len(x))))


@misconception(
    "random_crop",
    "You used one number for rows and columns. Then images move along a diagonal only; draw two for each.",
    desk="invalid",
)
def crop_along_the_diagonal(x, pad, rng):
    rows = rng.integers(0, 2 * pad + 1, size=len(x))
    return _crops(x, pad, rows, rows)


@misconception(
    "random_crop",
    "You padded with copies of the edge. The exercise asks for zeros around the image.",
    desk="value",
)
def crop_from_copied_edge(x, pad, rng):
    return _crops(x, pad, *rng.integers(0, 2 * pad + 1, size=(2, len(x))), mode="edge")


@misconception(
    "random_crop",
    "You returned the images with the padding. A window of the old size must be cut out, "
    "because the network above expects that size.",
    desk="ignores_argument",
)
def crop_not_cut(x, pad, rng):
    return np.pad(x, [(0, 0), (0, 0), (pad, pad), (pad, pad)])
