"""The share of wrong predictions."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, c):
    y = rng.integers(0, c, size=n)
    y_pred = np.where(rng.uniform(size=n) < 0.5, y, rng.integers(0, c, size=n))
    return Case(f"{n} samples, {c} classes", {"y": y, "y_pred": y_pred})


def cases(rng):
    """Many samples of few classes, and the reverse."""
    return [_case(rng, 13, 4), _case(rng, 7, 5), _case(rng, 11, 3)]


def ties(rng):
    """One sample; everything right; everything wrong."""
    y = rng.integers(0, 3, size=5)
    shifts = (("everything right", 0), ("everything wrong", 1))
    return [Case(label, {"y": y, "y_pred": (y + shift) % 3}) for label, shift in shifts]


FIVE = {"y": np.array([0, 2, 1, 2, 0]), "y_pred": np.array([0, 0, 1, 2, 1])}
SIGNS = {"y": np.array([1, -1, 1, 1]), "y_pred": np.array([1, -1, -1, 1])}
SPECS = (
    Spec(
        name="zero_one_loss",
        kind="function",
        summary="Compute the share of predictions that are wrong.",
        arguments=(
            Argument("y", "int array of shape (N,)", "the right classes"),
            Argument("y_pred", "int array of shape (N,)", "the predicted ones"),
        ),
        outputs=(Argument("loss", "float", "from 0 (all right) to 1 (all wrong)"),),
        points=1,
        section="classifiers/limits#what-no-line-separates",
        cases=cases,
        ties=ties,
        examples=(
            Example(Case("two of five wrong", FIVE), {"loss": 0.4}, "by hand"),
            Example(
                Case("classes called 1 and -1", SIGNS),
                {"loss": 0.25},
                "Neural Networks lecture, zero-one loss, whose formula gives 1 to the right ones: 1 of 4 is wrong",
            ),
        ),
    ),
)
