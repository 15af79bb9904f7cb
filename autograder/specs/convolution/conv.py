"""Convolution of images (cross-correlation) with stride and zero padding."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _case(rng, x, w, stride, pad):
    label = f"x {x}, w {w}, stride {stride}, pad {pad}"
    arrays = {"x": rng.normal(size=x), "w": rng.normal(size=w), "b": rng.normal(size=w[0])}
    return Case(label, {**arrays, "conv_param": {"stride": stride, "pad": pad}})


def cases(rng):
    """No padding, padding, stride, overlap; images and kernels that are not square."""
    return [
        _case(rng, (2, 3, 4, 5), (2, 3, 3, 2), 1, 0),
        _case(rng, (1, 2, 5, 4), (3, 2, 3, 3), 2, 1),
        _case(rng, (2, 1, 6, 3), (1, 1, 2, 3), 2, 2),
    ]


def large(rng):
    """Many pixels under few windows, which overlap and fit evenly: who refuses others is asked this one too."""
    h, w = 4 + 5 * int(rng.integers(11, 13)), 5 + 5 * int(rng.integers(11, 14))
    return _case(rng, (2, 3, h, w), (2, 3, 6, 7), 5, 1), 18 * h * w


IMAGE = np.array([[-5.0, 3, 2, -5, 3], [4, 3, 2, 1, -3], [1, 0, 3, 3, 5], [-2, 0, 1, 4, 4], [5, 6, 7, 9, -1]])
SHARPEN = np.array([[0.0, -1, 0], [-1, 5, -1], [0, -1, 0]])
LECTURE = {
    "x": IMAGE[None, None],
    "w": SHARPEN[None, None],
    "b": np.zeros(1),
    "conv_param": {"stride": 1, "pad": 0},
}
STRIPS = {
    "x": np.array([[[[1.0, 2, 0, -1, 3], [0, 1, 2, 1, -2], [4, -3, 1, 0, 1]]]]),
    "w": np.array([[[[1.0, 2, 0], [0, -1, 3]]], [[[0, 1, 0], [2, 0, -1]]]]),
    "b": np.array([1.0, -1]),
    "conv_param": {"stride": 2, "pad": 1},
}
CHANNELS = {
    "x": np.array([[[[1.0, 2], [3, 4]], [[0, 1], [-1, 0]]]]),
    "w": np.array([[[[1.0, -1]], [[2, 3]]]]),
    "b": np.array([10.0]),
    "conv_param": {"stride": 1, "pad": 0},
}
X = Argument("x", "float array of shape (N, C, H, W)", "images: N samples of C channels")
FORWARD = Spec(
    name="conv_forward",
    kind="forward",
    summary="Convolve a batch of images with F filters.",
    arguments=(
        X,
        Argument("w", "float array of shape (F, C, HH, WW)", "filters; they are not flipped (cross-correlation)"),
        Argument("b", "float array of shape (F,)", "one bias for each filter"),
        Argument(
            "conv_param",
            "dict",
            "'stride' (int, pixels between two positions) and 'pad' (int, rows and columns of zeros on each side)",
            neutral={"stride": 1, "pad": 0},
        ),
    ),
    outputs=(
        Argument(
            "out",
            "float array of shape (N, F, H_out, W_out)",
            "H_out = 1 + (H + 2 pad - HH) // stride, and W_out likewise",
        ),
    ),
    points=4,
    section="convolution/conv#the-idea",
    cases=cases,
    examples=(
        Example(
            Case("a 5 x 5 image, sharpened", LECTURE),
            {"out": np.array([[[[6.0, 1, 8], [-7, 9, 2], [-5, -9, 3]]]])},
            "I2DL, lecture 9: first row 6, 1, 8",
        ),
        Example(
            Case("a 3 x 5 image, two 2 x 3 filters, stride 2, pad 1", STRIPS),
            {"out": np.array([[[[6.0, -2, -2], [-12, 5, -3]], [[-3, 4, -3], [2, -5, -3]]]])},
            "by hand",
        ),
        Example(
            Case("two channels", CHANNELS),
            {"out": np.array([[[[12.0], [7]]]])},
            "by hand: 1 - 2 + 3 + 10 and 3 - 4 - 2 + 10",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss with respect to the inputs of a convolution.",
        points=6,
        section="convolution/conv#backward-entry-by-entry",
        steps={
            "dx": "A pixel is in several windows: each of them contributes, and the padding is cut off again.",
            "dw": "A filter's entry is used at every position of every sample: add up what each contributes.",
            "db": "A bias is copied to every position of every sample: add up there.",
        },
        large=large,
    ),
)
