"""L2 pooling: the length of every window, taken as a vector."""

import numpy as np

from autograder.specification import Argument, Case, Example, Free, Spec
from autograder.specs.backward import backward_of

TINY = 1e-6  # pixels


def _param(height, width, stride):
    return {"pool_height": height, "pool_width": width, "stride": stride}


def _case(rng, shape, height, width, stride):
    label = f"x {shape}, windows {height} x {width}, stride {stride}"
    return Case(label, {"x": rng.normal(size=shape), "pool_param": _param(height, width, stride)})


def cases(rng):
    """Windows apart, overlapping, and not square; none holds zeros only."""
    return [_case(rng, (2, 3, 4, 6), 2, 3, 3), _case(rng, (1, 2, 5, 4), 3, 3, 1), _case(rng, (2, 3, 4, 7), 2, 4, 1)]


def ties(rng):
    """Windows of zeros, apart from each other: the corner of the function; windows of small and of large numbers."""
    x = rng.normal(size=(2, 2, 4, 6))
    x[:, 0, :2, :3] = x[1, :, 2:] = 0.0
    sizes = rng.permutation(10.0 ** np.array([-7.0, -3.0, 0.0, 3.0])).reshape(2, 2, 1, 1)
    return [
        Case("windows of zeros, 2 x 3 apart", {"x": x, "pool_param": _param(2, 3, 3)}),
        Case("small and large numbers", {"x": sizes * rng.normal(size=(2, 2, 4, 5)), "pool_param": _param(2, 2, 1)}),
    ]


def large(rng):
    """Many pixels under few windows, which overlap and fit evenly: who refuses others is asked this one too."""
    n, c, h, w = 2, 2, 9 + 7 * int(rng.integers(7, 10)), 8 + 7 * int(rng.integers(8, 11))
    return _case(rng, (n, c, h, w), 9, 8, 7), n * c * h * w


def nearest(case, got, expected):
    """In a window of zeros, accept every vector that is no longer than the upstream gradient: all are subgradients.

    Only for windows that do not overlap. Elsewhere a length that was kept from being 0 by a tiny number added to it is
    accepted, where that changes the direction of a tiny window by little.
    """
    x, param, dout = case.inputs["x"], case.inputs["pool_param"], case.upstream["dout"]
    if param["stride"] < max(param["pool_height"], param["pool_width"]):
        close = (np.abs(x) < TINY) & np.isclose(got["dx"], expected["dx"], rtol=1e-4, atol=0)
        return {"dx": np.where(close, got["dx"], expected["dx"])}
    valid = expected["dx"].copy()
    for window, longest in _windows_of_zeros(x, param, dout):
        share = got["dx"][window]
        if np.sqrt(np.sum(share * share)) <= (1 + 1e-9) * longest:
            valid[window] = share
    return {"dx": valid}


def free(case, got):
    """The windows of zeros, and the length of the gradient in the one where it is too long by most."""
    x, param, dout = case.inputs["x"], case.inputs["pool_param"], case.upstream["dout"]
    if param["stride"] < max(param["pool_height"], param["pool_width"]):
        return {}
    entries, worst = np.zeros(x.shape, bool), (0.0, 0.0, 0.0)
    for window, longest in _windows_of_zeros(x, param, dout):
        entries[window], length = True, np.sqrt(np.sum(got["dx"][window] ** 2))
        worst = max(worst, (length - longest, length, longest))
    says = f"has length {worst[1]:.5g}; there any gradient is right that is no longer than {worst[2]:.5g}"
    return {"dx": Free(entries, f"dx: the gradient of a window of zeros {says}, the upstream one.")}


def _windows_of_zeros(x, param, dout):
    """Their places, and the size of the upstream gradient of each."""
    height, width, stride = param["pool_height"], param["pool_width"], param["stride"]
    for n, c, i, j in np.ndindex(dout.shape):
        window = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
        if not x[window].any():
            yield window, abs(dout[n, c, i, j])


LECTURE = {"x": np.array([[[[1.0, 2], [2, 4]]]]), "pool_param": _param(2, 2, 1)}
OVERLAP = {"x": np.array([[[[1.0, 5, 7], [1, 3, 1]]]]), "pool_param": _param(2, 2, 1)}
STRIPS = {"x": np.array([[[[3.0, 4, 6, -8]]], [[[0, -8, 2, 1]]]]), "pool_param": _param(1, 2, 2)}
PAIRS = STRIPS | {"x": STRIPS["x"][:1]}
FORWARD = Spec(
    name="l2_pool_forward",
    kind="forward",
    summary="Replace every window of an image by the root of its sum of squares.",
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
    ties=ties,
    note="The squares are summed, not averaged.",
    examples=(
        Example(
            Case("windows 1 x 2, two samples", STRIPS),
            {"out": np.array([[[[5.0, 10]]], [[[8, 2.23606798]]]])},
            "by hand: 5 from 3 and 4, 10 from 6 and -8",
        ),
        Example(
            Case("inputs 1, 2, 2, 4", LECTURE),
            {"out": np.array([[[[5.0]]]])},
            "by hand, for PV021: 1 + 4 + 4 + 16 = 25",
        ),
        Example(Case("overlapping windows", OVERLAP), {"out": np.array([[[[6.0, 9.16515139]]]])}, "by hand"),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradient of a loss with respect to the input of an L2 pooling.",
        points=2,
        section="convolution/pooling#backward-entry-by-entry",
        steps={
            "dx": "The slope of a root of a sum of squares; where windows overlap, contributions add up.",
        },
        large=large,
        nearest=nearest,
        free=free,
        note="A window of zeros sends back zeros, never nan. (It is a corner of the function; "
        "other subgradients are accepted too.)",
        examples=(
            Example(
                Case("windows 1 x 2", PAIRS, {"dout": np.array([[[[10.0, 2]]]])}),
                {"dx": np.array([[[[6.0, 8, 1.2, -1.6]]]])},
                "by hand: 3/5 and 4/5 of 10",
            ),
            Example(
                Case("inputs 1, 2, 2, 4", LECTURE, {"dout": np.array([[[[10.0]]]])}),
                {"dx": np.array([[[[2.0, 4], [4, 8]]]])},
                "by hand: the direction of the window, 10 long",
            ),
        ),
    ),
)
