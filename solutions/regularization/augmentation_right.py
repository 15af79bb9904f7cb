"""Flips, crops and shifts pixel by pixel, and with slices and products of matrices."""

import numpy as np


def pixels(x, rows, columns):
    out = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(x.shape):
        if 0 <= i - rows < x.shape[2] and 0 <= j - columns < x.shape[3]:
            out[n, c, i, j] = x[n, c, i - rows, j - columns]
    return out


def matrices(x, rows, columns):
    height, width = x.shape[2:]
    return np.einsum("ik,nckl,lj->ncij", np.eye(height, k=-rows), x, np.eye(width, k=columns))


def one_coin_each(x, rng):
    out = np.array(x)
    for n in range(len(x)):
        if rng.integers(2):
            out[n] = np.flip(x[n], axis=-1)
    return out


def masked(x, rng):
    out, coins = x.copy(), rng.choice([True, False], size=len(x))
    out[coins] = x[coins, :, :, ::-1]
    return out


def cut(x, pad, rng):
    height, width = x.shape[2:]
    out = []
    for image in x:
        wide = np.zeros((len(image), height + 2 * pad, width + 2 * pad))
        wide[:, pad : pad + height, pad : pad + width] = image
        i, j = rng.integers(0, 2 * pad, endpoint=True), rng.integers(0, 2 * pad, endpoint=True)
        out.append(wide[:, i : i + height, j : j + width])
    return np.stack(out)


def gathered(x, pad, rng):
    count, _, height, width = x.shape
    wide = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    i = rng.integers(2 * pad + 1, size=(count, 1)) + np.arange(height)
    j = rng.integers(2 * pad + 1, size=(count, 1)) + np.arange(width)
    n = np.arange(count)[:, None, None]
    return wide[n, :, i[:, :, None], j[:, None, :]].transpose(0, 3, 1, 2)


STYLES = {
    "loops": {"shift_image": pixels, "random_flip": one_coin_each, "random_crop": cut},
    "matrices": {"shift_image": matrices, "random_flip": masked, "random_crop": gathered},
}
