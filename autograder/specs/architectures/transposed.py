"""Transposed convolution: every pixel paints a window of the output."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _case(rng, x, w, stride, pad):
    label = f"x {x}, w {w}, stride {stride}, pad {pad}"
    arrays = {"x": rng.normal(size=x), "w": rng.normal(size=w), "b": rng.normal(size=w[1])}
    return Case(label, {**arrays, "conv_param": {"stride": stride, "pad": pad}})


def cases(rng):
    """Windows that overlap, that are cut at the border, and that leave gaps; nothing is square."""
    return [
        _case(rng, (2, 3, 4, 2), (3, 2, 2, 3), 1, 0),
        _case(rng, (1, 2, 3, 4), (2, 4, 4, 3), 2, 1),
        _case(rng, (2, 1, 2, 3), (1, 3, 2, 1), 3, 0),
    ]


def large(rng):
    """A few pixels with wide windows, which overlap."""
    hh, ww = int(rng.integers(18, 21)), int(rng.integers(21, 24))
    return _case(rng, (2, 8, 3, 4), (8, 2, hh, ww), 5, 1), 96 * hh * ww


ROW = {"x": np.array([[[[1.0, 2, 3]]]]), "w": np.array([[[[1.0, 10]], [[2, 0]]]]), "b": np.array([0.0, 0.5])}
ROW |= {"conv_param": {"stride": 1, "pad": 0}}
CUT = {
    "x": np.array([[[[1.0, 2], [3, 4]]]]),
    "w": np.array([[[[1.0, 2, 3, 4], [10, 20, 30, 40], [1, 1, 1, 1], [-1, 0, 2, 5]]]]),
    "b": np.zeros(1),
    "conv_param": {"stride": 2, "pad": 1},
}
CHANNELS = {
    "x": np.array([[[[1.0]], [[2]]], [[[0]], [[-1]]]]),
    "w": np.array([[[[1.0, 2], [3, 4]]], [[[10, 20], [30, 40]]]]),
    "b": np.array([100.0]),
    "conv_param": {"stride": 1, "pad": 0},
}
FORWARD = Spec(
    name="transposed_conv_forward",
    kind="forward",
    summary="Enlarge a batch of images: every pixel adds its multiple of a filter to a window of the output.",
    arguments=(
        Argument("x", "float array of shape (N, C, H, W)", "images: N samples of C channels"),
        Argument(
            "w", "float array of shape (C, F, HH, WW)", "for each channel, the window that it paints into each map"
        ),
        Argument("b", "float array of shape (F,)", "one bias for each map, added once to every output pixel"),
        Argument(
            "conv_param",
            "dict",
            "'stride' (int, pixels of the output between the windows of two neighbouring pixels) and 'pad' (int, "
            "rows and columns that are cut off on each side at the end)",
            neutral={"stride": 1, "pad": 0},
        ),
    ),
    outputs=(
        Argument(
            "out",
            "float array of shape (N, F, H_out, W_out)",
            "H_out = (H - 1) stride - 2 pad + HH, and W_out likewise",
        ),
    ),
    points=4,
    section="architectures/modules#transposed-convolution",
    cases=cases,
    note="Filters are not flipped: w[c, f, 0, 0] goes to the upper left corner of the window. Stride and pad are "
    "those of the convolution that this layer undoes in size.",
    examples=(
        Example(
            Case("three pixels in a row, windows of two", ROW),
            {"out": np.array([[[[1.0, 12, 23, 30]], [[2.5, 4.5, 6.5, 0.5]]]])},
            "by hand: 1 + 0, 10 + 2, 20 + 3, 30",
        ),
        Example(
            Case("2 x 2 pixels, a window of 4 x 4, stride 2, pad 1", CUT),
            {"out": np.array([[[[20.0, 50, 80, 60], [7, 16, 23, 14], [60, 130, 205, 124], [3, 7, 7, 4]]]])},
            "by hand; the sizes are those of an I2DL exam, where 4 pixels become 8",
        ),
        Example(
            Case("two samples, two channels of one pixel", CHANNELS),
            {"out": np.array([[[[121.0, 142], [163, 184]]], [[[90, 80], [70, 60]]]])},
            "by hand: 1 + 20 + 100",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss with respect to the inputs of a transposed convolution.",
        points=5,
        section="architectures/modules#transposed-convolution",
        steps={
            "dx": "Forward, an input is spread over a window of the output: backward, it collects from that window.",
            "dw": "An entry of a filter is used at every position of every sample: add up there.",
            "db": "A bias is copied to every position of every sample: add up there.",
        },
        large=large,
    ),
)
