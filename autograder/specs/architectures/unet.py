"""The joint of a U-Net: coarse maps are enlarged and put beside the fine ones from the way down."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _case(rng, x, skip):
    return Case(f"x {x}, skip {skip}", {"x": rng.normal(size=x), "skip": rng.normal(size=skip)})


def cases(rng):
    """Sizes that fit, and sizes where the last row, the last column or both fall off."""
    return [
        _case(rng, (2, 3, 2, 3), (2, 1, 4, 6)),
        _case(rng, (1, 2, 3, 2), (1, 4, 5, 4)),
        _case(rng, (3, 1, 2, 4), (3, 2, 3, 7)),
    ]


def large(rng):
    """Maps of thousands of pixels."""
    h, w = int(rng.integers(58, 64)), int(rng.integers(62, 68))
    return _case(rng, (1, 1, h, w), (1, 1, 2 * h, 2 * w)), 20 * h * w


SMALL = {"x": np.array([[[[1.0, 2]]]]), "skip": np.array([[[[5.0, 6, 7, 8], [-1, -2, -3, -4]]]])}
CUT = {
    "x": np.array([[[[1.0, 2], [3, 4]], [[10, 20], [30, 40]]]]),
    "skip": np.array([[[[0.0, 5, 0], [5, 0, 5], [0, 5, 0]]]]),
}
FORWARD = Spec(
    name="unet_join_forward",
    kind="forward",
    summary="Enlarge maps by 2 and put them behind the maps of the skip connection.",
    arguments=(
        Argument("x", "float array of shape (N, C, H, W)", "coarse maps, from below"),
        Argument("skip", "float array of shape (N, S, HS, WS)", "fine maps, from the way down: HS is 2 H or 2 H - 1"),
    ),
    outputs=(
        Argument("out", "float array of shape (N, S + C, HS, WS)", "the S maps of skip, then the C enlarged maps of x"),
    ),
    points=2,
    section="architectures/modules#u-net",
    cases=cases,
    note="Every pixel of x becomes a square of 2 x 2 equal pixels (nearest neighbour). Where that is a row or a "
    "column too many, the last one falls off.",
    examples=(
        Example(
            Case("one row of two pixels", SMALL),
            {"out": np.array([[[[5.0, 6, 7, 8], [-1, -2, -3, -4]], [[1, 1, 2, 2], [1, 1, 2, 2]]]])},
            "by hand",
        ),
        Example(
            Case("two maps, cut to 3 x 3", CUT),
            {
                "out": np.array(
                    [
                        [
                            [[0.0, 5, 0], [5, 0, 5], [0, 5, 0]],
                            [[1, 1, 2], [1, 1, 2], [3, 3, 4]],
                            [[10, 10, 20], [10, 10, 20], [30, 30, 40]],
                        ]
                    ]
                )
            },
            "by hand",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss with respect to both inputs of the joint.",
        points=3,
        section="architectures/modules#u-net",
        steps={
            "dx": "Upsampling copies a pixel: what is copied forward is added up backward.",
            "dskip": "Only the cut-out middle was joined: what was cut off had no influence.",
        },
        large=large,
        examples=(
            Example(
                Case(
                    "one row of two pixels",
                    SMALL,
                    {"dout": np.array([[[[1.0, 2, 3, 4], [5, 6, 7, 8]], [[1, 10, 2, 30], [100, 1000, 300, 4000]]]])},
                ),
                {"dx": np.array([[[[1111.0, 4332]]]]), "dskip": np.array([[[[1.0, 2, 3, 4], [5, 6, 7, 8]]]])},
                "by hand",
            ),
        ),
    ),
)
