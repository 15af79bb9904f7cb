"""Softplus: the smooth ReLU."""

import numpy as np

from autograder.specification import Case, Example
from autograder.specs.elementwise import SHAPES, away_from_zero, extremes, pair


def cases(rng):
    """Random potentials of one, two and four axes."""
    return [Case(f"x of shape {shape}", {"x": away_from_zero(rng, shape)}) for shape in SHAPES]


def ties(rng):
    """Potentials close to 0, and so large that their exponential is larger than any float, on both sides."""
    return extremes(rng)


POINTS = {"x": np.array([[-2.0, -1, 0, 1, 3]])}
HUGE = {"x": np.array([[-1000.0, 1000]])}
SPECS = pair(
    "softplus",
    "the softplus log(1 + exp(x))",
    cases,
    ties,
    section="activations/hidden#elu-selu-and-softplus",
    step="The slope of the softplus is a function that you know.",
    note="The logarithm is the natural one. Entries of 1000 and -1000 must work: neither inf nor nan may come out.",
    slope_note="Entries of 1000 and -1000 must work: neither inf nor nan may come out.",
    examples=(
        Example(
            Case("five points on the line", POINTS),
            {"out": np.array([[0.12692801, 0.31326169, 0.69314718, 1.31326169, 3.04858735]])},
            "I2DL, exam of winter 2022: at 0 it is log 2 above the ReLU",
        ),
        Example(Case("far out on both sides", HUGE), {"out": np.array([[0.0, 1000]])}, "by hand: there it is the ReLU"),
    ),
)
