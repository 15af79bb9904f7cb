"""Which class is taken for which."""

import numpy as np

from autograder.conversion import exchanged
from autograder.specification import Argument, Case, Example, Spec
from autograder.variants import Family, Variant


def _case(rng, n, classes):
    y = rng.integers(0, classes, size=n)
    y_pred = np.where(rng.random(n) < 0.5, y, rng.integers(0, classes, size=n))
    return Case(f"{n} samples, {classes} classes", {"y": y, "y_pred": y_pred, "classes": classes})


def cases(rng):
    """Enough samples for every mistake to be made more than once, and classes that nobody has."""
    return [_case(rng, 60, 4), _case(rng, 35, 3), _case(rng, 9, 7)]


def ties(rng):
    """Classes that do not occur, the last ones among them; one sample."""
    few, one = _case(rng, 12, 3), _case(rng, 1, 4)
    return [Case("12 samples, 6 classes, three of which occur", few.inputs | {"classes": 6}), one]


SEVEN = {"y": np.array([0, 0, 0, 1, 1, 1, 1]), "y_pred": np.array([0, 1, 1, 1, 1, 2, 1]), "classes": 4}
SPECS = (
    Spec(
        name="confusion_matrix",
        kind="function",
        summary="Count for every pair of classes how often the one was taken for the other.",
        arguments=(
            Argument("y", "int array of shape (N,)", "the right class of each sample, from 0 to C - 1"),
            Argument("y_pred", "int array of shape (N,)", "the class that the classifier named"),
            Argument("classes", "int", "C"),
        ),
        outputs=(Argument("counts", "int array of shape (C, C)", "row: right class, column: named class"),),
        points=2,
        section="workflow/curves#comparing-classifiers-that-may-refuse",
        cases=cases,
        ties=ties,
        note="A class that does not occur has a row and a column all the same.",
        examples=(
            Example(
                Case("seven samples of two classes, four classes in all", SEVEN),
                {"counts": np.array([[1, 2, 0, 0], [0, 3, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]])},
                "by hand",
            ),
        ),
    ),
)
VARIANTS = (
    Family(
        "confusion",
        ("confusion_matrix",),
        (
            Variant("right_in_rows", "a row of the matrix is a right class, a column a named one"),
            Variant(
                "named_in_rows",
                "a row of the matrix is a named class, a column a right one",
                {"counts": exchanged(0, 1)},
                {"counts": {"meaning": "row: named class, column: right class"}},
            ),
        ),
    ),
)
