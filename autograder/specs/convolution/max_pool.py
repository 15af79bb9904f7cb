"""Max pooling: the largest entry of every window."""

import numpy as np

from autograder.specification import Argument, Case, Example, Free, Spec
from autograder.specs.backward import backward_of
from autograder.specs.magnitudes import gaps


def _case(rng, shape, height, width, stride):
    label = f"x {shape}, windows {height} x {width}, stride {stride}"
    size = int(np.prod(shape))
    distinct = (rng.permutation(size).reshape(shape) - 0.8 * size) / 7.0  # some windows hold negative entries only
    return Case(label, {"x": distinct, "pool_param": _param(height, width, stride)})


def _param(height, width, stride):
    return {"pool_height": height, "pool_width": width, "stride": stride}


def cases(rng):
    """Windows apart, overlapping, and not square; no ties."""
    return [_case(rng, (2, 3, 4, 6), 2, 2, 2), _case(rng, (1, 2, 5, 4), 3, 3, 1), _case(rng, (2, 3, 4, 7), 2, 3, 2)]


def ties(rng):
    """Windows that do not overlap, with maxima that occur more than once; others that are the largest by little."""
    x = rng.integers(0, 2, size=(2, 2, 4, 6)).astype(float)
    return [
        Case("tied maxima, windows 2 x 3 apart", {"x": x, "pool_param": _param(2, 3, 3)}),
        Case("maxima by a little, windows 2 x 3 apart", {"x": _nearly_tied(rng), "pool_param": _param(2, 3, 3)}),
        Case("maxima by a little, overlapping windows", {"x": _nearly_tied(rng), "pool_param": _param(2, 2, 1)}),
    ]


def _nearly_tied(rng):
    """Entries that differ from a number of their image by steps of all sizes from 1e-9 to 0.05."""
    return rng.normal(size=(2, 2, 1, 1)) - np.abs(np.stack([gaps(rng, -2) for _ in range(6)])).reshape(2, 2, 4, 6)


def large(rng):
    """Many pixels under few windows, which overlap and fit evenly: who refuses others is asked this one too."""
    n, c, h, w = 2, 2, 9 + 7 * int(rng.integers(7, 10)), 8 + 7 * int(rng.integers(8, 11))
    return _case(rng, (n, c, h, w), 9, 8, 7), n * c * h * w


def nearest(case, got, expected):
    """Accept every split of a window's gradient among its tied maxima.

    Only for windows that do not overlap; elsewhere the answer is unique.
    """
    x, param = case.inputs["x"], case.inputs["pool_param"]
    size, stride = (param["pool_height"], param["pool_width"]), param["stride"]
    dx, valid = got["dx"], expected["dx"].copy()
    if stride < max(size):
        return expected
    for i, j, window in _windows(case):
        valid[window] = _split(x[window], dx[window], case.upstream["dout"][:, :, i, j], valid[window])
    return {"dx": valid}


def free(case, got):
    """The tied maxima of windows that do not overlap, and what the worst window gives them together."""
    x, param = case.inputs["x"], case.inputs["pool_param"]
    if param["stride"] < max(param["pool_height"], param["pool_width"]):
        return {}
    tied, worst = np.zeros(x.shape, bool), (0.0, 0.0, 0.0)
    for i, j, window in _windows(case):
        top = _top(x[window])
        tied[window] = top & (top.sum(axis=(2, 3), keepdims=True) > 1)
        given, dout = np.where(tied[window], got["dx"][window], 0.0).sum(axis=(2, 3)), case.upstream["dout"][:, :, i, j]
        off = np.where(tied[window].any(axis=(2, 3)), np.abs(given - dout), 0.0)
        at = np.unravel_index(np.argmax(off), off.shape)
        worst = max(worst, (off[at], given[at], dout[at]))
    together = f"get {worst[1]:.5g} together; they should share {worst[2]:.5g}"
    return {"dx": Free(tied, f"dx: the entries that tie for the maximum of a window {together}.")}


def _windows(case):
    """The row and column of each window in the output, and its place in the image."""
    x, param = case.inputs["x"], case.inputs["pool_param"]
    height, width, stride = param["pool_height"], param["pool_width"], param["stride"]
    for i, row in enumerate(range(0, x.shape[2] - height + 1, stride)):
        for j, column in enumerate(range(0, x.shape[3] - width + 1, stride)):
            yield i, j, np.s_[:, :, row : row + height, column : column + width]


def _top(x):
    return x == x.max(axis=(2, 3), keepdims=True)


def _split(x, dx, dout, expected):
    top = _top(x)
    share = np.where(top, dx, 0.0)
    scale = 1e-9 * (1.0 + np.abs(dout))
    fits = np.abs(share.sum(axis=(2, 3)) - dout) <= scale
    return np.where(fits[:, :, None, None], share, expected)


LECTURE = {"x": np.array([[[[3.0, 1, 3, 5], [6, 0, 7, 9], [3, 2, 1, 4], [0, 2, 4, 3]]]]), "pool_param": _param(2, 2, 2)}
OVERLAP = {"x": np.array([[[[1.0, 5, 2, 0], [0, 3, 4, 6]]]]), "pool_param": _param(2, 2, 1)}
STRIPS = {
    "x": np.array([[[[2.0, 1, 5], [0, 2, 1]]], [[[3, 3, -1], [-2, -4, -3]]]]),
    "pool_param": _param(1, 3, 1),
}
APART = {"x": np.array([[[[2.0, 1, 2], [0, 2, 1]]]]), "pool_param": _param(2, 3, 3)}
FORWARD = Spec(
    name="max_pool_forward",
    kind="forward",
    summary="Replace every window of an image by its largest entry.",
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
    points=2,
    section="convolution/pooling#three-rules",
    cases=cases,
    ties=ties,
    examples=(
        Example(
            Case("a 4 x 4 image, windows 2 x 2, stride 2", LECTURE),
            {"out": np.array([[[[6.0, 9], [3, 4]]]])},
            "I2DL, lecture 9",
        ),
        Example(Case("overlapping windows", OVERLAP), {"out": np.array([[[[5.0, 5, 6]]]])}, "by hand"),
        Example(
            Case("two samples, windows 1 x 3", STRIPS),
            {"out": np.array([[[[5.0], [2]]], [[[3], [-2]]]])},
            "by hand",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradient of a loss with respect to the input of a max pooling.",
        points=3,
        section="convolution/pooling#backward-entry-by-entry",
        steps={
            "dx": "Only the maximum of a window gets its gradient; where windows overlap, contributions add up.",
        },
        large=large,
        nearest=nearest,
        free=free,
        note="Where several entries of a window share the maximum, every split of the gradient among them "
        "that adds up to it is accepted.",
        examples=(
            Example(
                Case("overlapping windows", OVERLAP, {"dout": np.array([[[[1.0, 10, 100]]]])}),
                {"dx": np.array([[[[0.0, 11, 0, 0], [0, 0, 0, 100]]]])},
                "by hand: the 5 is the maximum of two windows, so it collects 1 + 10",
            ),
            Example(
                Case("three tied maxima in one window", APART, {"dout": np.array([[[[6.0]]]])}),
                {"dx": np.array([[[[6.0, 0, 0], [0, 0, 0]]]])},
                "by hand: any split of 6 among the three 2s",
            ),
        ),
    ),
)
