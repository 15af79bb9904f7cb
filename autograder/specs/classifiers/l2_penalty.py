"""The penalty on large weights: half of reg times the sum of their squares."""

import numpy as np

from autograder.conversion import scaled
from autograder.specification import Argument, Case, Example, Spec
from autograder.variants import Family, Variant


def _case(rng, reg, *shape):
    return Case(f"weights of shape {shape}, reg {reg}", {"w": rng.normal(size=shape), "reg": reg})


def cases(rng):
    """Weights of one, two and four axes."""
    return [_case(rng, 0.3, 4, 5), _case(rng, 1.7, 7), _case(rng, 0.05, 2, 3, 4, 2)]


def large(rng):
    """Thousands of weights."""
    d, m = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _case(rng, 0.4, d, m), d * m


TEMPLATES = {"w": np.array([[1.0, 0.25], [0, 0.25], [0, 0.25], [0, 0.25]]), "reg": 0.2}
SIGNED = {"w": np.array([0.0, -3, 4, 1]), "reg": 0.5}
SPECS = (
    Spec(
        name="l2_penalty",
        kind="loss",
        summary="Compute the L2 penalty of an array of weights, and its gradient.",
        arguments=(
            Argument("w", "float array of any shape", "weights"),
            Argument("reg", "float", "strength of the penalty, at least 0"),
        ),
        outputs=(
            Argument("value", "float", "reg / 2 times the sum of all squared weights"),
            Argument("dw", "float array of the shape of w", "gradient of the value with respect to `w`"),
        ),
        points=2,
        section="classifiers/penalty#the-full-loss",
        steps={
            "value": "A sum of squares, with the factor of the convention.",
            "dw": "The slope of a square, where the factor of the convention plays its part.",
        },
        cases=cases,
        large=large,
        note="Some courses leave out the factor 1/2. Here it is there: then a step of gradient descent with rate lr on "
        "the penalty alone multiplies every weight by 1 - lr reg.",
        examples=(
            Example(
                Case("two templates with the same score, reg 0.2", TEMPLATES),
                {"value": 0.125, "dw": np.array([[0.2, 0.05], [0, 0.05], [0, 0.05], [0, 0.05]])},
                "I2DL, lecture 7: squares 1 and 0.25, together 1.25",
            ),
            Example(
                Case("four weights, reg 0.5", SIGNED),
                {"value": 6.5, "dw": np.array([0, -1.5, 2, 0.5])},
                "by hand: (9 + 16 + 1) / 4",
            ),
        ),
    ),
)
VARIANTS = (
    Family(
        "l2_penalty",
        ("l2_penalty",),
        (
            Variant("half", "the penalty has the factor 1/2"),
            Variant(
                "whole",
                "the penalty has no factor 1/2",
                {"value": scaled(lambda inputs: 2.0)},
                {"value": {"meaning": "reg times the sum of all squared weights"}},
                {
                    "l2_penalty": {
                        "note": "Then a step of gradient descent with rate lr on the penalty alone multiplies every "
                        "weight by 1 - 2 lr reg."
                    }
                },
            ),
        ),
    ),
)
