"""Leaky rectified linear units: a small slope for negative potentials, fixed or learnt."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of
from autograder.specs.elementwise import SHAPES, away_from_zero, between_slopes, extremes, pair

FIXED = Argument("alpha", "float", "slope for negative potentials, from 0 to 1")


def cases(rng):
    """Random potentials away from the kink, three slopes."""
    return [
        Case(f"x of shape {shape}, alpha {alpha}", {"x": away_from_zero(rng, shape), "alpha": alpha})
        for shape, alpha in zip(SHAPES, (0.1, 0.25, 0.01), strict=True)
    ]


def ties(rng):
    """Potentials of exactly 0, and very close to it."""
    return extremes(rng, alpha=0.2)[:2]


def _learnt(rng, n, c):
    alpha = rng.permutation(np.linspace(-0.6, 1.7, c + 1)[1:]) + rng.uniform(0.05, 0.1)
    return Case(f"{n} samples, {c} units", {"x": away_from_zero(rng, (n, c)), "alpha": alpha})


def learnt_cases(rng):
    """Random potentials away from the kink; slopes of both signs, some larger than 1."""
    return [_learnt(rng, 5, 3), _learnt(rng, 2, 6), _learnt(rng, 7, 4)]


def learnt_ties(rng):
    """Potentials of exactly 0, and very close to it."""
    return extremes(rng, alpha=rng.permutation([-1.5, -0.4, 0.02, 0.3, 1.0, 1.8]))[:2]


def learnt_large(rng):
    """Many samples, many units."""
    n, d = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _learnt(rng, n, d), n * d


SLOPES = between_slopes(lambda inputs: inputs["alpha"], lambda inputs: 1.0)
POINTS = {"x": np.array([[-2.0, -1, 0, 1, 2]]), "alpha": 0.1}
SMALL = {"x": np.array([[-3.0, 3]]), "alpha": 0.01}
LEARNT = {"x": np.array([[-2.0, 1, -1], [4, -3, -2]]), "alpha": np.array([0.25, -0.5, 2.0])}
PRELU_FORWARD = Spec(
    name="prelu_forward",
    kind="forward",
    summary="Apply a leaky rectified linear unit whose slope is learnt, one slope a unit.",
    arguments=(
        Argument("x", "float array of shape (N, C)", "potentials, one row a sample, one column a unit"),
        Argument("alpha", "float array of shape (C,)", "the slope of each unit for negative potentials"),
    ),
    outputs=(Argument("out", "float array of shape (N, C)", "the values, entry by entry"),),
    points=1,
    section="activations/hidden#leaky-and-parametric-relu",
    cases=learnt_cases,
    ties=learnt_ties,
    note="It is x where x > 0, and elsewhere x times the alpha of its column. "
    "The slopes are learnt, so they may become negative, or larger than 1.",
    examples=(
        Example(Case("2 samples, 3 units", LEARNT), {"out": np.array([[-0.5, 1, -2], [4, 1.5, -4]])}, "by hand"),
    ),
)
SPECS = (
    *pair(
        "leaky_relu",
        "the leaky rectified linear unit",
        cases,
        ties,
        section="activations/hidden#leaky-and-parametric-relu",
        step="A slope of its own on each side of 0.",
        argument=FIXED,
        slopes=SLOPES,
        note="It is x where x > 0, and alpha x elsewhere.",
        slope_note="At exactly 0 the slope is not defined; any value from alpha to 1 is accepted.",
        examples=(
            Example(
                Case("five points on the line", POINTS),
                {"out": np.array([[-0.2, -0.1, 0, 1, 2]])},
                "I2DL, lecture 3, activation functions",
            ),
            Example(Case("a smaller slope", SMALL), {"out": np.array([[-0.03, 3]])}, "I2DL, lecture 7, leaky ReLU"),
        ),
    ),
    PRELU_FORWARD,
    backward_of(
        PRELU_FORWARD,
        summary="Compute the gradients of a loss with respect to the inputs and the slopes of a PReLU.",
        points=3,
        section="activations/hidden#leaky-and-parametric-relu",
        steps={
            "dx": "A slope on each side of 0, on the left the one of the unit.",
            "dalpha": "Alpha acts on negative potentials only, and all samples of a unit share it: each contributes.",
        },
        large=learnt_large,
        **SLOPES,
        note="At exactly 0 any slope between alpha and 1 is accepted.",
        examples=(
            Example(
                Case("2 samples, 3 units", LEARNT, {"dout": np.array([[1.0, 2, 3], [-1, 4, -5]])}),
                {"dx": np.array([[0.25, 2, 6], [-1, -2, -10]]), "dalpha": np.array([-2.0, -12, 7])},
                "by hand",
            ),
        ),
    ),
)
