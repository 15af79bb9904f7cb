"""Windows of images as the columns of a matrix, and back."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec, with_generators


def _geometry(height, width, stride, pad):
    return {"height": height, "width": width, "stride": stride, "pad": pad}


def _label(shape, height, width, stride, pad):
    return f"x {shape}, windows {height} x {width}, stride {stride}, pad {pad}"


def _image(rng, shape, *geometry):
    return Case(_label(shape, *geometry), {"x": rng.normal(size=shape)} | _geometry(*geometry))


def _columns(rng, shape, height, width, stride, pad):
    rows, across = (
        1 + (size + 2 * pad - side) // stride for size, side in zip(shape[2:], (height, width), strict=True)
    )
    columns = rng.normal(size=(shape[0], shape[1] * height * width, rows * across))
    inputs = {"columns": columns, "shape": list(shape)} | _geometry(height, width, stride, pad)
    return Case(_label(shape, height, width, stride, pad), inputs)


SETTINGS = (((2, 3, 4, 5), 3, 2, 1, 0), ((1, 2, 5, 4), 2, 3, 2, 1), ((2, 1, 6, 3), 3, 2, 2, 2))


def image_cases(rng):
    """No padding, padding, stride, overlap; windows that are not square."""
    return [_image(rng, *setting) for setting in SETTINGS]


def column_cases(rng):
    """The same settings, the other way."""
    return [_columns(rng, *setting) for setting in SETTINGS]


def with_tuple(inputs):
    """The shape crosses to the sandbox as a list; a function gets it as the tuple that it is in NumPy."""
    return with_generators(inputs | {"shape": tuple(inputs["shape"])})


WINDOW = (
    Argument("height", "int", "rows of a window"),
    Argument("width", "int", "columns of a window"),
    Argument("stride", "int", "pixels between two positions of the window"),
    Argument("pad", "int", "rows and columns of zeros on each side"),
)
ROWS = "HH = height, WW = width, and L is the number of positions of the window"
ORDER = (
    "A column holds one window: first the pixels of channel 0, row by row, then those of channel 1, and so on. "
    "The columns are in the order of the positions, row by row. "
)
TWO_CHANNELS = {"x": np.array([[[[1.0, 2, 3], [4, 5, 6]], [[10, 20, 30], [40, 50, 60]]]])} | _geometry(2, 2, 1, 0)
PADDED = {"x": np.array([[[[1.0, 2], [3, 4]]]])} | _geometry(1, 2, 2, 1)
SPREAD = {
    "columns": np.array([[[1.0, 10], [2, 20], [3, 30], [4, 40], [5, 50], [6, 60], [7, 70], [8, 80]]]),
    "shape": [1, 2, 2, 3],
} | _geometry(2, 2, 1, 0)
FRAMED = {
    "columns": np.array([[[1.0, 2, 3, 4], [5, 6, 7, 8]]]),
    "shape": [1, 1, 2, 2],
} | _geometry(1, 2, 2, 1)
SPECS = (
    Spec(
        name="im2col",
        kind="function",
        summary="Write every window of a batch of images into a column of a matrix.",
        arguments=(Argument("x", "float array of shape (N, C, H, W)", "images: N samples of C channels"), *WINDOW),
        outputs=(Argument("columns", "float array of shape (N, C * HH * WW, L)", ROWS),),
        points=3,
        section="convolution/windows#one-product-of-matrices",
        cases=image_cases,
        note=ORDER,
        examples=(
            Example(
                Case("two channels, windows 2 x 2", TWO_CHANNELS),
                {"columns": np.array([[[1.0, 2], [2, 3], [4, 5], [5, 6], [10, 20], [20, 30], [40, 50], [50, 60]]])},
                "by hand",
            ),
            Example(
                Case("a 2 x 2 image, windows 1 x 2, stride 2, pad 1", PADDED),
                {"columns": np.array([[[0.0, 0, 0, 4], [0, 0, 3, 0]]])},
                "by hand: four positions; the second row of windows lies on the image's last row",
            ),
        ),
    ),
    Spec(
        name="col2im",
        kind="function",
        summary="Add the columns of a matrix back to the pixels that im2col takes them from.",
        arguments=(
            Argument(
                "columns", "float array of shape (N, C * HH * WW, L)", "one window a column, as im2col returns them"
            ),
            Argument("shape", "tuple of 4 ints", "N, C, H and W of the images"),
            *WINDOW,
        ),
        outputs=(Argument("x", "float array of shape (N, C, H, W)", "sum of all that falls on each pixel"),),
        points=3,
        section="convolution/windows#one-product-of-matrices",
        cases=column_cases,
        prepare=with_tuple,
        note="It is the transpose of im2col, not its inverse: a pixel in several windows gets the sum. "
        "What falls on the frame of zeros is dropped.",
        examples=(
            Example(
                Case("two channels, windows 2 x 2 that overlap", SPREAD),
                {"x": np.array([[[[1.0, 12, 20], [3, 34, 40]], [[5, 56, 60], [7, 78, 80]]]])},
                "by hand: the middle column lies in both windows",
            ),
            Example(
                Case("a 2 x 2 image, windows 1 x 2, stride 2, pad 1", FRAMED),
                {"x": np.array([[[[0.0, 0], [7, 4]]]])},
                "by hand: of the eight numbers, six fall on the frame",
            ),
        ),
    ),
)
