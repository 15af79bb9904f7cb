"""Sums of ReLUs that pass through given points: the proof that one hidden layer is enough on an interval."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, count):
    knots = np.cumsum(rng.uniform(0.3, 1.5, size=count)) - 2.0
    return Case(f"{count} knots", {"knots": knots, "values": rng.normal(size=count)})


def cases(rng):
    """Gaps that differ; one piece and several."""
    return [_case(rng, 6), _case(rng, 2), _case(rng, 9)]


HAT = {"knots": np.array([0.0, 1, 2, 4]), "values": np.array([1.0, 3, 2, -2])}
LINE = {"knots": np.array([-1.0, 3]), "values": np.array([5.0, 3])}
SPECS = (
    Spec(
        name="relu_interpolant",
        kind="function",
        summary="Find the sum of ReLUs that passes through given points.",
        arguments=(
            Argument("knots", "float array of shape (K,)", "places on the line, ascending, at least 2"),
            Argument("values", "float array of shape (K,)", "what the function is to be there"),
        ),
        outputs=(
            Argument("coeffs", "float array of shape (K - 1,)", "one coefficient for every knot but the last"),
            Argument("offset", "float", "what is added to the sum"),
        ),
        points=3,
        section="networks/power#every-function-on-an-interval",
        cases=cases,
        note="The function is F(x) = offset + sum over i from 0 to K - 2 of coeffs[i] * max(x - knots[i], 0). Between "
        "two knots it is a straight line, and F(knots[i]) = values[i] for every i. The gaps between knots may differ.",
        examples=(
            Example(
                Case("up, down, down faster", HAT),
                {"coeffs": np.array([2.0, -3, -1]), "offset": 1.0},
                "by hand: slopes 2, -1 and -2",
            ),
            Example(
                Case("one straight line", LINE), {"coeffs": np.array([-0.5]), "offset": 5.0}, "by hand: one slope, -1/2"
            ),
        ),
    ),
)
