"""Linear probe: how much of the classes a linear classifier finds in given features."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, m, classes, reg):
    y = rng.permutation(np.arange(n) % classes)
    features = rng.normal(size=(n, m)) + rng.normal(size=(classes, m))[y] + 2.0
    return Case(f"{n} samples, {m} features, {classes} classes, reg {reg}", {"features": features, "y": y, "reg": reg})


def cases(rng):
    """More samples than features, and fewer; weak and strong regularisation."""
    return [_case(rng, 9, 2, 3, 0.5), _case(rng, 4, 6, 2, 2.0), _case(rng, 12, 3, 5, 0.125)]


SQUARE = {"features": np.array([[4.0, 3], [4, 1], [2, 3], [2, 1]]), "y": np.array([0, 1, 1, 1]), "reg": 4.0}
SHIFTED = {"features": np.array([[1.0], [2], [6]]), "y": np.array([0, 0, 1]), "reg": 7.0}
SPECS = (
    Spec(
        name="linear_probe",
        kind="function",
        summary="Fit a linear classifier to fixed features by ridge regression, in one step.",
        arguments=(
            Argument("features", "float array of shape (N, M)", "features of N samples, from wherever"),
            Argument("y", "int array of shape (N,)", "the class of each sample; all classes from 0 to C - 1 occur"),
            Argument("reg", "float", "weight of the penalty, above 0"),
        ),
        outputs=(
            Argument(
                "weights",
                "float array of shape (M + 1, C)",
                "a row for each feature, and a last row that holds the biases; a column for each class",
            ),
        ),
        points=3,
        section="representation/index#a-linear-probe",
        cases=cases,
        note="The scores of a sample are its features times the first M rows, plus the last row. The target of a "
        "sample is 1 for its class and 0 for the others. The weights minimise the sum of all squared errors (over "
        "samples and classes, no mean, no factor 1/2) plus reg times the sum of the squared weights; the biases are "
        "not penalised.",
        examples=(
            Example(
                Case("the corners of a square, reg 4", SQUARE),
                {"weights": np.array([[0.125, -0.125], [0.125, -0.125], [-0.375, 1.375]])},
                "by hand: about their means, 1 / (4 + 4)",
            ),
            Example(
                Case("features 1, 2 and 6, reg 7", SHIFTED),
                {"weights": np.array([[-1 / 7, 1 / 7], [23 / 21, -2 / 21]])},
                "by hand: about their means, 3 / (14 + 7)",
            ),
        ),
    ),
)
