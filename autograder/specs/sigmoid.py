"""The logistic function as a layer."""

import numpy as np

from autograder.elementwise import SHAPES, away_from_zero, pair
from autograder.specification import Case, Example


def cases(rng):
    """Random potentials of one, two and four axes."""
    return [Case(f"x of shape {shape}", {"x": away_from_zero(rng, shape)}) for shape in SHAPES]


def ties(rng):
    """Potentials whose exponential overflows, on both sides."""
    return [Case("potentials of a thousand", {"x": np.array([[-1000.0, 1000.0], [-710.0, 710.0]])})]


SPECS = pair(
    "sigmoid",
    "the logistic function",
    cases,
    ties,
    note="1 / (1 + exp(-x)). Entries of 1000 and -1000 must work, without a warning.",
    slope_note="The slope is out (1 - out): keep what the forward pass has computed.",
    examples=(
        Example(
            Case("five points on the line", {"x": np.array([[-2.0, -1, 0, 1, 2]])}),
            {"out": np.array([[0.11920292, 0.26894142, 0.5, 0.73105858, 0.88079708]])},
            "PV021, logistic function",
        ),
    ),
)
