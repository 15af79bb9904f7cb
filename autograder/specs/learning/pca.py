"""Principal components: the directions in which the data vary most."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, d, m):
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    x = rng.normal(size=(n, d)) * 0.5 ** np.arange(d) @ turn + rng.normal(size=d)
    return Case(f"{n} samples, {d} features, {m} components", {"x": 3 * x, "m": m})


def cases(rng):
    """Some components, one, and all."""
    return [_case(rng, 12, 4, 2), _case(rng, 9, 3, 1), _case(rng, 15, 3, 3)]


def nearest(case, got, expected):
    """Accept either sign of each component."""
    agree = np.sum(got["z"] * expected["z"], axis=0)
    return {"z": np.where(agree < 0, -expected["z"], expected["z"])}


LINE = np.array([[1.0, 2], [4, 6], [7, 10]])
STAR = np.array([[-5.0, 14, -1], [7, -10, 7], [3, 5, 9], [-1, -1, -3], [4, 3, 1.5], [-2, 1, 4.5]])
SPECS = (
    Spec(
        name="pca",
        kind="function",
        summary="Project data onto their first principal components.",
        arguments=(
            Argument("x", "float array of shape (N, D)", "a batch, one sample a row"),
            Argument("m", "int", "number of components, 1 to D"),
        ),
        outputs=(
            Argument("z", "float array of shape (N, m)", "coordinates of the samples, the largest variance first"),
        ),
        points=3,
        section="learning/index#a-look-at-data-with-many-features",
        cases=cases,
        nearest=nearest,
        note="The features are centred and not divided by their standard deviations; the directions have length 1. "
        "Either sign of a component is accepted.",
        examples=(
            Example(
                Case("a star of six points", {"x": STAR, "m": 2}),
                {"z": np.array([[14.0, 0], [-14, 0], [0, 7], [0, -7], [0, 0], [0, 0]])},
                "by hand: the directions are (-3, 6, -2) / 7 and (2, 3, 6) / 7",
            ),
            Example(
                Case("three points on a line", {"x": LINE, "m": 1}),
                {"z": np.array([[-5.0], [0], [5]])},
                "by hand: the direction is (3, 4) / 5",
            ),
        ),
    ),
)
