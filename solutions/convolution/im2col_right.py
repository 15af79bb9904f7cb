"""Images and columns, window by window and by tables of indices."""

import numpy as np


def _positions(shape, height, width, stride, pad):
    rows, across = (shape[2] + 2 * pad - height) // stride + 1, (shape[3] + 2 * pad - width) // stride + 1
    for number, (i, j) in enumerate(np.ndindex(rows, across)):
        yield number, np.s_[:, :, i * stride : i * stride + height, j * stride : j * stride + width]


def _im2col_by_window(x, height, width, stride, pad):
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    columns = [padded[here].reshape(len(x), -1) for _, here in _positions(x.shape, height, width, stride, pad)]
    return np.stack(columns, axis=2)


def _col2im_by_window(columns, shape, height, width, stride, pad):
    N, C, H, W = shape
    padded = np.zeros((N, C, H + 2 * pad, W + 2 * pad))
    for number, here in _positions(shape, height, width, stride, pad):
        padded[here] += columns[:, :, number].reshape(N, C, height, width)
    return padded[:, :, pad : pad + H, pad : pad + W]


def _table(shape, height, width, stride, pad):
    """The pixel (in the padded image, flat) of every entry of the columns."""
    _, C, H, W = shape
    numbers = np.arange(C * (H + 2 * pad) * (W + 2 * pad)).reshape(1, C, H + 2 * pad, W + 2 * pad)
    return np.stack([numbers[here].ravel() for _, here in _positions(shape, height, width, stride, pad)], axis=1)


def _im2col_by_table(x, height, width, stride, pad):
    flat = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad))).reshape(len(x), -1)
    return flat[:, _table(x.shape, height, width, stride, pad)]


def _col2im_by_table(columns, shape, height, width, stride, pad):
    N, C, H, W = shape
    flat = np.zeros((N, C * (H + 2 * pad) * (W + 2 * pad)))
    np.add.at(flat, (slice(None), _table(shape, height, width, stride, pad)), columns)
    padded = flat.reshape(N, C, H + 2 * pad, W + 2 * pad)
    return padded[:, :, pad : pad + H, pad : pad + W]


STYLES = {
    "windows": {"im2col": _im2col_by_window, "col2im": _col2im_by_window},
    "tables": {"im2col": _im2col_by_table, "col2im": _col2im_by_table},
}
