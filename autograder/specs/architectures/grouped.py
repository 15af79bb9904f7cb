"""Convolution in groups of channels, and with gaps between the pixels of a window."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _param(stride, pad, groups, dilation):
    return {"stride": stride, "pad": pad, "groups": groups, "dilation": dilation}


def _case(rng, x, w, *numbers):
    param = _param(*numbers)
    arrays = {"x": rng.normal(size=x), "w": rng.normal(size=w), "b": rng.normal(size=w[0])}
    settings = ", ".join(f"{key} {value}" for key, value in param.items())
    return Case(f"x {x}, w {w}, {settings}", arrays | {"conv_param": param})


def cases(rng):
    """Two groups; every channel by itself with two filters; gaps; gaps, stride and padding together."""
    return [
        _case(rng, (2, 4, 5, 4), (6, 2, 3, 2), 1, 0, 2, 1),
        _case(rng, (1, 3, 6, 5), (6, 1, 2, 3), 2, 1, 3, 1),
        _case(rng, (2, 2, 6, 7), (2, 1, 2, 3), 1, 2, 2, 2),
        _case(rng, (1, 4, 5, 8), (4, 2, 3, 2), 2, 2, 2, 3),
    ]


def large(rng):
    """Many pixels under few windows, which overlap and fit evenly: who refuses others is asked this one too."""
    h, w = 3 + 5 * int(rng.integers(9, 11)), 4 + 5 * int(rng.integers(10, 12))
    return _case(rng, (2, 4, h, w), (4, 2, 5, 6), 5, 1, 2, 1), 16 * h * w


DEPTHWISE = {
    "x": np.array([[[[1.0, 2, 3], [4, 5, 6]], [[1, 0, -1], [2, 2, 0]]]]),
    "w": np.array([[[[1.0, 10]]], [[[2, -1]]]]),
    "b": np.array([0.0, 100]),
    "conv_param": _param(1, 0, 2, 1),
}
GAPS = {
    "x": np.array([[[[9.0, 9, 9, 9, 9], [1, 2, 3, 4, 5]]]]),
    "w": np.array([[[[1.0, 10, 100]]], [[[1, 0, -1]]]]),
    "b": np.array([0.0, 7]),
    "conv_param": _param(2, 1, 1, 2),
}
PAIRS = {
    "x": np.array([[[[1.0, 2]], [[3, 4]], [[5, 6]], [[7, 8]]]]),
    "w": np.array([[[[1.0]], [[10]]], [[[2]], [[0]]], [[[1]], [[1]]], [[[0]], [[-1]]]]),
    "b": np.array([0.0, 0, 0.5, 0]),
    "conv_param": _param(1, 0, 2, 1),
}
FORWARD = Spec(
    name="grouped_conv_forward",
    kind="forward",
    summary="Convolve each group of channels with filters of its own.",
    arguments=(
        Argument("x", "float array of shape (N, C, H, W)", "images: N samples of C channels"),
        Argument(
            "w",
            "float array of shape (F, C / groups, HH, WW)",
            "filters; the first F / groups of them belong to the first group",
        ),
        Argument("b", "float array of shape (F,)", "one bias for each filter"),
        Argument(
            "conv_param",
            "dict",
            "'stride' and 'pad' (ints) as in conv_forward, 'groups' (int, divides C and F) and 'dilation' (int, "
            "pixels of the image between two neighbouring pixels of a window; 1 is the usual window)",
            neutral={"stride": 1, "pad": 0, "dilation": 1},
        ),
    ),
    outputs=(
        Argument(
            "out",
            "float array of shape (N, F, H_out, W_out)",
            "H_out = 1 + (H + 2 pad - dilation (HH - 1) - 1) // stride, and W_out likewise",
        ),
    ),
    points=4,
    section="architectures/modules#depth-wise-separable-convolutions",
    cases=cases,
    note="Groups are blocks of neighbouring channels: of 4 channels in 2 groups, the first two are one group, "
    "and the filters of a group see its channels only. With groups = C the convolution is depth-wise.",
    examples=(
        Example(
            Case("two channels, each with a 1 x 2 filter of its own", DEPTHWISE),
            {"out": np.array([[[[21.0, 32], [54, 65]], [[102, 101], [102, 104]]]])},
            "by hand: 1 + 10 * 2, and 2 * 1 - 0 + 100",
        ),
        Example(
            Case("four channels in two groups, 1 x 1", PAIRS),
            {"out": np.array([[[[31.0, 42]], [[2, 4]], [[12.5, 14.5]], [[-7, -8]]]])},
            "by hand: 1 + 10 * 3, 2 * 1, 5 + 7 + 0.5, -7",
        ),
        Example(
            Case("two rows of pixels, 1 x 3 windows with gaps, stride 2, pad 1", GAPS),
            {"out": np.array([[[[0.0, 0], [420, 42]], [[7, 7], [3, 9]]]])},
            "by hand: 420 = 10 * 2 + 100 * 4; the upper windows lie on the frame",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss with respect to the inputs of a grouped convolution.",
        points=5,
        section="architectures/modules#depth-wise-separable-convolutions",
        steps={
            "dx": "Each group is a convolution of its own: only the filters of its group reach an input.",
            "dw": "A filter meets the channels of its group only, at every position and in every sample.",
            "db": "A bias is copied to every position of every sample: add up there.",
        },
        large=large,
    ),
)
