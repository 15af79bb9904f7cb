"""Multiclass hinge loss: the right class must win by a margin of 1."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.freedom import within
from autograder.specs.magnitudes import near_zero


def _margins(scores, y):
    """How far each class reaches into the margin of the right one; the right one itself not at all."""
    rows = np.arange(len(y))
    margins = scores - scores[rows, y][:, None] + 1
    margins[rows, y] = -1.0
    return margins


def _case(rng, n, c, spread):
    y = rng.integers(0, c, size=n)
    scores = spread * rng.normal(size=(n, c))
    while np.min(np.abs(_margins(scores, y))) < 0.01:  # away from the kinks
        scores = spread * rng.normal(size=(n, c))
    return Case(f"{n} samples, {c} classes", {"scores": scores, "y": y})


def cases(rng):
    """Scores with many and with few classes inside the margin, one sample and several."""
    return [_case(rng, 5, 4, 1.0), _case(rng, 1, 6, 2.0), _case(rng, 7, 3, 3.0)]


def ties(rng):
    """Whole numbers, so that many classes lie exactly at the margin; classes close to it on both sides."""
    scores, y = rng.integers(-2, 3, size=(12, 5)).astype(float), rng.integers(0, 5, size=12)
    rows = np.arange(12)
    scores[rows, (y + 1) % 5] = scores[rows, y] - 1
    close = np.where(np.arange(5) == y[:, None], 0.0, scores[rows, y][:, None] - 1 + near_zero(rng, (12, 5)))
    close[rows, y] = scores[rows, y]
    return [
        Case("12 samples, 5 classes, many exactly at the margin", {"scores": scores, "y": y}),
        Case("12 samples, 5 classes, all close to the margin", {"scores": close, "y": y}),
    ]


def large(rng):
    """Thousands of classes."""
    n, c = int(rng.integers(2, 4)), int(rng.integers(4400, 5000))
    scores, y = rng.normal(size=(n, c)), rng.integers(0, c, size=n)
    return Case(f"{n} samples, {c} classes", {"scores": scores, "y": y}), 2 * n * c


def nearest(case, got, expected):
    """Accept, for every class exactly at the margin, any share from 0 to 1 of its slope."""
    y, rows = case.inputs["y"], np.arange(len(case.inputs["y"]))
    at_kink = _margins(case.inputs["scores"], y) == 0
    dscores = np.where(at_kink, np.clip(got["dscores"], 0, 1 / len(y)), expected["dscores"])
    dscores[rows, y] = 0.0
    dscores[rows, y] = -dscores.sum(axis=1)
    return expected | {"dscores": dscores}


def free(case, got):
    """The classes exactly at the margin, and the right class of a sample where one of them goes beyond its bounds."""
    y, rows, dscores = case.inputs["y"], np.arange(len(case.inputs["y"])), got["dscores"]
    at_kink = _margins(case.inputs["scores"], y) == 0
    found = within("dscores", dscores, 0.0, 1 / len(y), at_kink, "where that class is exactly at the margin")
    for each in found.values():
        each.entries[rows, y] = np.any(at_kink & ((dscores < 0) | (dscores > 1 / len(y))), axis=1)
    return found


ANIMALS = {"scores": np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]]), "y": np.array([0, 1, 2])}
FIVE = {"scores": np.array([[5.0, -3, 2], [5, 10, 10], [5, -20, -20], [2, 1.5, 0]]), "y": np.array([0, 0, 0, 0])}
SPECS = (
    Spec(
        name="svm_loss",
        kind="loss",
        summary="Compute the mean multiclass hinge loss of a batch, and its gradient.",
        arguments=(
            Argument("scores", "float array of shape (N, C)", "scores, one row a sample"),
            Argument("y", "int array of shape (N,)", "the right class of each sample, from 0 to C - 1"),
        ),
        outputs=(
            Argument("loss", "float", "mean over the batch of the summed costs of all wrong classes"),
            Argument("dscores", "float array of shape (N, C)", "gradient of the loss with respect to `scores`"),
        ),
        points=4,
        section="classifiers/hinge#backward-entry-by-entry",
        steps={
            "loss": "Every wrong class within the margin adds its excess; a mean over the batch.",
            "dscores": "Each class within the margin pushes itself down and the right class up.",
        },
        cases=cases,
        ties=ties,
        large=large,
        nearest=nearest,
        free=free,
        note="A wrong class with score s costs max(0, s - r + 1), where r is the score of the right class; the right "
        "class itself costs nothing. The costs of a sample are added over its classes. Where s - r + 1 is exactly 0, "
        "any slope from 0 to 1 is accepted.",
        examples=(
            Example(
                Case("cat, chair and car", ANIMALS),
                {"loss": 5.26666667, "dscores": np.array([[-1 / 3, 1 / 3, 0], [0, 0, 0], [1 / 3, 1 / 3, -2 / 3]])},
                "I2DL, lecture 7: losses 2.9, 0 and 12.9",
            ),
            Example(
                Case("right by far, wrong, and right by too little", FIVE),
                {
                    "loss": 3.125,
                    "dscores": np.array([[0, 0, 0], [-0.5, 0.25, 0.25], [0, 0, 0], [-0.25, 0.25, 0]]),
                },
                "I2DL, lecture 7: losses 0, 12 and 0; the last sample by hand: 0.5",
            ),
        ),
    ),
)
