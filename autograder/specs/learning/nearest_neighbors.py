"""Nearest neighbours: which samples are near, and what they vote for."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _near(rng, n, d, m, k):
    label = f"{n} training samples of {d} features, {m} new ones, k = {k}"
    return Case(label, {"x_train": rng.normal(size=(n, d)), "x_test": rng.normal(size=(m, d)), "k": k})


def near_cases(rng):
    """One neighbour, several, and all of them."""
    return [_near(rng, 12, 3, 5, 4), _near(rng, 15, 2, 6, 1), _near(rng, 6, 4, 3, 6)]


def near_ties(rng):
    """Whole numbers: many distances are equal, and every formula gives them exactly."""
    arrays = {name: rng.integers(-2, 3, size=(n, 2)).astype(float) for name, n in (("x_train", 20), ("x_test", 7))}
    return [Case("points of a grid", arrays | {"k": 5})]


def nearest_index(case, got, expected):
    """Accept every order of samples at the same distance."""
    index, (x_train, x_test) = got["index"].astype(int), (case.inputs["x_train"], case.inputs["x_test"])
    rows = np.sort(index, axis=1)
    is_index = np.array_equal(index, got["index"]) and rows.min() >= 0 and rows.max() < len(x_train)
    if not is_index or np.any(rows[:, 1:] == rows[:, :-1]):
        return expected
    mine, right = (np.sum((x_train[i] - x_test[:, None]) ** 2, axis=2) for i in (index, expected["index"]))
    return {"index": got["index"]} if np.allclose(mine, right, rtol=1e-12, atol=0) else expected


def _vote(rng, n, d, m, k, classes):
    case = _near(rng, n, d, m, k)
    inputs = {"x_train": case.inputs["x_train"], "y_train": rng.integers(0, classes, size=n)}
    return Case(f"{case.label}, {classes} classes", inputs | {"x_test": case.inputs["x_test"], "k": k})


def vote_cases(rng):
    """Odd numbers of neighbours; two classes have no ties."""
    return [_vote(rng, 14, 2, 11, 3, 2), _vote(rng, 20, 3, 8, 5, 4), _vote(rng, 9, 2, 13, 1, 3)]


def vote_ties(rng):
    """Even numbers of neighbours: votes are often equal."""
    return [_vote(rng, 16, 2, 15, 2, 5), _vote(rng, 20, 3, 12, 4, 3)]


LINE = np.array([[0.0], [1.0], [3.0], [7.0], [8.0]])
PLANE = {"x_train": np.array([[3.0, 3], [0, 5], [1, 1], [-6, 0]]), "x_test": np.array([[0.0, 0], [-5, 1]]), "k": 3}
X_TRAIN = Argument("x_train", "float array of shape (N, D)", "training samples, one a row")
X_TEST = Argument("x_test", "float array of shape (M, D)", "new samples, one a row")
K = Argument("k", "int", "number of neighbours, 1 to N")
SPECS = (
    Spec(
        name="nearest_neighbors",
        kind="function",
        summary="Find the nearest training samples of each new sample.",
        arguments=(X_TRAIN, X_TEST, K),
        outputs=(
            Argument(
                "index", "int array of shape (M, k)", "for each new sample the rows in x_train, the nearest first"
            ),
        ),
        points=3,
        section="learning/index#nearest-neighbours",
        cases=near_cases,
        ties=near_ties,
        nearest=nearest_index,
        note="Distances are Euclidean. Samples at exactly the same distance may come in any order.",
        examples=(
            Example(
                Case("four points of the plane", PLANE),
                {"index": np.array([[2, 0, 1], [3, 2, 1]])},
                "by hand: squared distances 18, 25, 2, 36 and 68, 41, 36, 2",
            ),
        ),
    ),
    Spec(
        name="knn_predict",
        kind="function",
        summary="Classify new samples by a vote of their nearest neighbours.",
        arguments=(
            X_TRAIN,
            Argument("y_train", "int array of shape (N,)", "their classes, from 0"),
            X_TEST,
            K,
        ),
        outputs=(Argument("y", "int array of shape (M,)", "the class with the most votes, for each new sample"),),
        points=2,
        section="learning/index#nearest-neighbours",
        cases=vote_cases,
        ties=vote_ties,
        note="Distances are Euclidean. If several classes have the most votes, the smallest of them wins. Samples at "
        "exactly the same distance may be taken in any order.",
        examples=(
            Example(
                Case(
                    "five points of a line",
                    {"x_train": LINE, "y_train": np.array([2, 0, 2, 1, 1]), "x_test": np.array([[1.2], [6.0]]), "k": 3},
                ),
                {"y": np.array([2, 1])},
                "by hand: votes 0, 2, 2 and 1, 1, 2 (I2DL, lecture 2, nearest neighbours)",
            ),
            Example(
                Case(
                    "equal votes",
                    {"x_train": LINE, "y_train": np.array([1, 0, 3, 3, 1]), "x_test": np.array([[0.1], [7.1]]), "k": 2},
                ),
                {"y": np.array([0, 1])},
                "by hand: one vote each for 1 and 0, and for 3 and 1",
            ),
        ),
    ),
)
