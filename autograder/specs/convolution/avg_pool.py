"""Average pooling: the mean of every window."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _param(height, width, stride):
    return {"pool_height": height, "pool_width": width, "stride": stride}


def _case(rng, shape, height, width, stride):
    label = f"x {shape}, windows {height} x {width}, stride {stride}"
    return Case(label, {"x": rng.normal(size=shape), "pool_param": _param(height, width, stride)})


def cases(rng):
    """Windows apart, overlapping, and not square."""
    return [_case(rng, (2, 3, 4, 6), 2, 3, 3), _case(rng, (1, 2, 5, 4), 3, 3, 1), _case(rng, (2, 3, 4, 7), 2, 4, 1)]


def large(rng):
    """Many pixels under few windows, which overlap and fit evenly: who refuses others is asked this one too."""
    n, c, h, w = 2, 2, 9 + 7 * int(rng.integers(7, 10)), 8 + 7 * int(rng.integers(8, 11))
    return _case(rng, (n, c, h, w), 9, 8, 7), n * c * h * w


LECTURE = {"x": np.array([[[[3.0, 1, 3, 5], [6, 0, 7, 9], [3, 2, 1, 4], [0, 2, 4, 3]]]]), "pool_param": _param(2, 2, 2)}
OVERLAP = {"x": np.array([[[[1.0, 5, 3], [1, 3, 7]]]]), "pool_param": _param(2, 2, 1)}
STRIPS = {"x": np.array([[[[2.0, 1, 6, 9], [0, 2, 1, 9]]], [[[3, 3, -6, 9], [-2, -4, -3, 9]]]])}
STRIPS |= {"pool_param": _param(1, 3, 1)}
FORWARD = Spec(
    name="avg_pool_forward",
    kind="forward",
    summary="Replace every window of an image by its mean.",
    arguments=(
        Argument("x", "float array of shape (N, C, H, W)", "images: N samples of C channels"),
        Argument(
            "pool_param", "dict", "'pool_height', 'pool_width' and 'stride' (ints, pixels)", neutral={"stride": 1}
        ),
    ),
    outputs=(
        Argument(
            "out",
            "float array of shape (N, C, H_out, W_out)",
            "H_out = 1 + (H - pool_height) // stride, and W_out likewise",
        ),
    ),
    points=1,
    section="convolution/pooling#three-rules",
    cases=cases,
    examples=(
        Example(
            Case("a 4 x 4 image, windows 2 x 2, stride 2", LECTURE),
            {"out": np.array([[[[2.5, 6.0], [1.75, 3.0]]]])},
            "I2DL, lecture 9",
        ),
        Example(Case("overlapping windows", OVERLAP), {"out": np.array([[[[2.5, 4.5]]]])}, "by hand"),
        Example(
            Case("two samples, windows 1 x 3, stride 1", STRIPS),
            {"out": np.array([[[[3.0, 16 / 3], [1, 4]]], [[[0, 2], [-3, 2 / 3]]]])},
            "by hand",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradient of a loss with respect to the input of an average pooling.",
        points=2,
        section="convolution/pooling#backward-entry-by-entry",
        steps={
            "dx": "Every entry of a window has the same share; where windows overlap, shares add up.",
        },
        large=large,
        examples=(
            Example(
                Case("windows apart", LECTURE, {"dout": np.array([[[[4.0, 8], [-4, 2]]]])}),
                {"dx": np.array([[[[1.0, 1, 2, 2], [1, 1, 2, 2], [-1, -1, 0.5, 0.5], [-1, -1, 0.5, 0.5]]]])},
                "by hand: a quarter for each pixel of a window",
            ),
            Example(
                Case("overlapping windows", OVERLAP, {"dout": np.array([[[[4.0, 40]]]])}),
                {"dx": np.array([[[[1.0, 11, 10], [1, 11, 10]]]])},
                "by hand: the middle column lies in both windows",
            ),
        ),
    ),
)
