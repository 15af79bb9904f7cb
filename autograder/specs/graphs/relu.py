"""ReLU: keep what is positive, entry by entry."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of
from autograder.specs.freedom import within
from autograder.specs.magnitudes import every_size, near_zero


def _away_from_zero(rng, shape):
    return rng.uniform(0.1, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def _case(rng, *shape):
    return Case(f"x of shape {shape}", {"x": _away_from_zero(rng, shape)})


def cases(rng):
    """Random cases of two and four axes, away from the kink at 0."""
    return [_case(rng, 4, 5), _case(rng, 2, 3, 4, 2), _case(rng, 7)]


def ties(rng):
    """Some entries exactly 0, some close to it on both sides; entries from 1e-6 to 1e3."""
    return [
        Case("entries of 0 and close to it", {"x": near_zero(rng, (5, 6))}),
        Case("entries from 1e-6 to 1e3", {"x": every_size(rng, (4, 2, 3))}),
    ]


def large(rng):
    """Thousands of entries."""
    n, d = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _case(rng, n, d), n * d


def nearest(case, got, expected):
    """Accept every slope in [0, 1] where x is exactly 0."""
    dout, dx = case.upstream["dout"], expected["dx"]
    at_kink = case.inputs["x"] == 0
    low, high = np.minimum(dout, 0), np.maximum(dout, 0)
    return {"dx": np.where(at_kink, np.clip(got["dx"], low, high), dx)}


def free(case, got):
    """The entries where x is exactly 0."""
    return within("dx", got["dx"], 0.0, case.upstream["dout"], case.inputs["x"] == 0, "where x is 0")


LECTURE = {"x": np.array([[-2.0, -1, 0, 1, 2]])}
FORWARD = Spec(
    name="relu_forward",
    kind="forward",
    summary="Apply the rectified linear unit to every entry.",
    arguments=(Argument("x", "float array of any shape", "potentials"),),
    outputs=(Argument("out", "float array of the shape of x", "the entries of x, negative ones replaced by 0"),),
    points=1,
    section="graphs/relu#the-idea",
    cases=cases,
    ties=ties,
    examples=(
        Example(
            Case("five points on the line", LECTURE),
            {"out": np.array([[0.0, 0, 0, 1, 2]])},
            "I2DL, lecture 3, activation functions",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradient of a loss with respect to the input of a ReLU.",
        points=2,
        section="graphs/relu#backward-entry-by-entry",
        steps={
            "dx": "A gate for each entry: the slope is 1 on one side of 0 and 0 on the other.",
        },
        large=large,
        nearest=nearest,
        free=free,
        note="At exactly 0 the slope is not defined; any value from 0 to 1 is accepted.",
        examples=(
            Example(
                Case("five points on the line", LECTURE, {"dout": np.array([[5.0, -4, 3, -2, 1]])}),
                {"dx": np.array([[0.0, 0, 0, -2, 1]])},
                "slopes of I2DL, lecture 3, at the same points",
            ),
        ),
    ),
)
