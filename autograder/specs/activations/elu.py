"""Exponential linear units, plain and self-normalising."""

import numpy as np

from autograder.specification import Argument, Case, Example
from autograder.specs.elementwise import SHAPES, away_from_zero, between_slopes, extremes, pair

SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772
LIMIT = Argument("alpha", "float", "a positive number; the values end at -alpha far out on the left")


def cases(rng):
    """Random potentials away from the kink, three values of alpha."""
    return [
        Case(f"x of shape {shape}, alpha {alpha}", {"x": away_from_zero(rng, shape), "alpha": alpha})
        for shape, alpha in zip(SHAPES, (0.5, 1.6, 1.0), strict=True)
    ]


def ties(rng):
    """Potentials of exactly 0, close to it, and so large that their exponential overflows."""
    return [*extremes(rng, alpha=0.7), *extremes(rng, alpha=1.0)[:2]]


def scaled_cases(rng):
    """Random potentials away from the kink."""
    return [Case(f"x of shape {shape}", {"x": away_from_zero(rng, shape)}) for shape in SHAPES]


def scaled_ties(rng):
    """Potentials of exactly 0, close to it, and so large that their exponential overflows."""
    return extremes(rng)


POINTS = {"x": np.array([[-2.0, -1, 0, 1, 2]])}
OTHER = {"x": np.array([[-2.0, -1, 0.5, 1, 2]])}
HUGE = {"x": np.array([[-1000.0, 1000]])}
SPECS = (
    *pair(
        "elu",
        "the exponential linear unit",
        cases,
        ties,
        section="activations/hidden#elu-selu-and-softplus",
        step="A slope of its own on each side of 0; the one on the left follows from the exponential.",
        argument=LIMIT,
        slopes=between_slopes(lambda inputs: inputs["alpha"], lambda inputs: 1.0),
        note="It is x where x > 0, and alpha (exp(x) - 1) elsewhere. Entries of 1000 and -1000 must work.",
        slope_note="At exactly 0 any slope between alpha and 1 is accepted. Entries of 1000 and -1000 must work.",
        examples=(
            Example(
                Case("five points on the line", POINTS | {"alpha": 1.0}),
                {"out": np.array([[-0.86466472, -0.63212056, 0, 1, 2]])},
                "I2DL, lecture 3, activation functions",
            ),
            Example(
                Case("far out on both sides", HUGE | {"alpha": 0.5}),
                {"out": np.array([[-0.5, 1000]])},
                "PV021, lecture text: the limit on the left is -alpha",
            ),
        ),
    ),
    *pair(
        "selu",
        "the scaled exponential linear unit",
        scaled_cases,
        scaled_ties,
        section="activations/hidden#elu-selu-and-softplus",
        step="The two slopes of the ELU, both scaled.",
        slopes=between_slopes(lambda inputs: SCALE, lambda inputs: SCALE * ALPHA),
        note="It is lambda x where x > 0, and lambda alpha (exp(x) - 1) elsewhere, with "
        f"lambda = {SCALE} and alpha = {ALPHA}. Entries of 1000 and -1000 must work.",
        slope_note="At exactly 0 any slope between those on both sides is accepted. "
        "Entries of 1000 and -1000 must work.",
        examples=(
            Example(
                Case("five points on the line", OTHER),
                {"out": np.array([[-1.52016647, -1.11133074, 0.52535049, 1.05070099, 2.10140197]])},
                "by hand, from the formula of PV021, lecture text",
            ),
            Example(
                Case("far out on both sides", HUGE),
                {"out": np.array([[-1.75809934, 1050.70098736]])},
                "by hand: the limit on the left is -lambda alpha",
            ),
        ),
    ),
)
