"""The windows of an image as the columns of a matrix, so that BLAS can do the sums of a convolution.

One image at a time: the matrix stays in the processor's cache, and a batch needs no more memory than one image.
Entries are copied one by one: for an array assigned to a slice Numba compiles the message of an error too, which takes
as long as all the rest of a convolution.
"""

import numpy as np
from numba import njit


@njit(cache=True)
def put_inside(image, pad, padded):
    """Copy an image (C, H, W) into the middle of `padded`, whose border stays as it is."""
    # unsigned numbers are never checked for "from the end": the compiler then copies whole vectors, four times faster
    border = np.uint64(pad)
    for c in range(image.shape[0]):
        for i in range(np.uint64(image.shape[1])):
            for j in range(np.uint64(image.shape[2])):
                padded[c, i + border, j + border] = image[c, i, j]


@njit(cache=True)
def take_inside(padded, pad, image):
    """Copy the middle of `padded`, without its border, into an image (C, H, W)."""
    border = np.uint64(pad)
    for c in range(image.shape[0]):
        for i in range(np.uint64(image.shape[1])):
            for j in range(np.uint64(image.shape[2])):
                image[c, i, j] = padded[c, i + border, j + border]


@njit(cache=True)
def take_columns(image, stride, dilation, window, columns):
    """Write each entry of the window, at all positions, into one row: `columns` is (C * HH * WW, rows, columns)."""
    rows, width, step, row = np.uint64(columns.shape[1]), np.uint64(columns.shape[2]), np.uint64(stride), 0
    for c in range(image.shape[0]):
        for i in range(window[0]):
            for j in range(window[1]):
                down, across = np.uint64(i * dilation), np.uint64(j * dilation)
                for r in range(rows):
                    if stride == 1:
                        for q in range(width):
                            columns[row, r, q] = image[c, r + down, q + across]
                    else:
                        for q in range(width):
                            columns[row, r, q] = image[c, r * step + down, q * step + across]
                row += 1


@njit(cache=True)
def add_columns(columns, stride, dilation, window, image):
    """Add the rows of `columns` back to the pixels that they were taken from."""
    rows, width, step, row = np.uint64(columns.shape[1]), np.uint64(columns.shape[2]), np.uint64(stride), 0
    for c in range(image.shape[0]):
        for i in range(window[0]):
            for j in range(window[1]):
                down, across = np.uint64(i * dilation), np.uint64(j * dilation)
                for r in range(rows):
                    if stride == 1:
                        for q in range(width):
                            image[c, r + down, q + across] += columns[row, r, q]
                    else:
                        for q in range(width):
                            image[c, r * step + down, q * step + across] += columns[row, r, q]
                row += 1


def window_positions(name, image, window, stride):
    """Return the rows and columns of positions of a window; ValueError if it is larger than the image."""
    if window[0] > image[0] or window[1] > image[1]:
        raise ValueError(f"{name}: expected a window of at most {tuple(image)} pixels, got {tuple(window)}")
    return tuple(1 + (length - side) // stride for length, side in zip(image, window, strict=True))
