"""Hyperbolic tangent, plain and scaled as LeCun proposed."""

import numpy as np

from autograder.conversion import scaled
from autograder.specification import Case, Example
from autograder.specs.elementwise import SHAPES, away_from_zero, extremes, pair
from autograder.variants import Family, Variant


def cases(rng):
    """Random potentials of one, two and four axes, where the function is not a straight line."""
    return [Case(f"x of shape {shape}", {"x": away_from_zero(rng, shape)}) for shape in SHAPES]


def ties(rng):
    """Potentials close to 0, and so large that their exponential is larger than any float, on both sides."""
    return extremes(rng)


POINTS = {"x": np.array([[-2.0, -1, 0.5, 1, 2]])}
HUGE = {"x": np.array([[-1000.0, 1000]])}
SPECS = (
    *pair(
        "tanh",
        "the hyperbolic tangent",
        cases,
        ties,
        section="activations/hidden#hyperbolic-tangent",
        step="The slope of the hyperbolic tangent, written with its own result.",
        note="Entries of 1000 and -1000 must work.",
        slope_note="Entries of 1000 and -1000 must work.",
        examples=(
            Example(
                Case("five points on the line", POINTS),
                {"out": np.array([[-0.96402758, -0.76159416, 0.46211716, 0.76159416, 0.96402758]])},
                "PV021, lecture text, hyperbolic tangent, with its formula put right",
            ),
            Example(
                Case("far out on both sides", HUGE), {"out": np.array([[-1.0, 1]])}, "by hand: the limits are -1 and 1"
            ),
        ),
    ),
    *pair(
        "scaled_tanh",
        "the scaled hyperbolic tangent 1.7159 tanh(2 x / 3)",
        cases,
        ties,
        section="activations/hidden#hyperbolic-tangent",
        step="The chain rule through both constants: one scales the result, one the argument.",
        examples=(
            Example(
                Case("five points on the line", POINTS),
                {"out": np.array([[-1.49293881, -0.99999726, 0.55168371, 0.99999726, 1.49293881]])},
                "PV021, lecture text: the value at 1 is nearly 1",
            ),
            Example(
                Case("far out on both sides", HUGE),
                {"out": np.array([[-1.7159, 1.7159]])},
                "PV021, lecture text: the limits are -1.7159 and 1.7159",
            ),
        ),
    ),
)


def _scaled(name, formula, height, steepness):
    """The variant with other constants than 1.7159 and 2/3."""
    summaries = {
        "scaled_tanh_forward": f"Apply the scaled hyperbolic tangent {formula} to every entry.",
        "scaled_tanh_backward": f"Compute the gradient of a loss through the scaled hyperbolic tangent {formula}.",
    }
    return Variant(
        name,
        f"the function is {formula}",
        {"x": scaled(lambda inputs: 2 / 3 / steepness), "out": scaled(lambda inputs: height / 1.7159)},
        told={function: {"summary": summary} for function, summary in summaries.items()},
    )


VARIANTS = (
    Family(
        "scaled_tanh",
        ("scaled_tanh_forward", "scaled_tanh_backward"),
        (
            Variant("lecun", "the function is 1.7159 tanh(2 x / 3)"),
            _scaled("two_half", "2 tanh(x / 2)", 2.0, 0.5),
            _scaled("five_fourths", "1.25 tanh(0.9 x)", 1.25, 0.9),
        ),
    ),
)
