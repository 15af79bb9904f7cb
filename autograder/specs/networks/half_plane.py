"""Convex cells cut out by lines: the first two layers of the covering argument."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.magnitudes import gaps


def _case(rng, n, d, h):
    """Bounds at about the same distance on all sides, so that some points lie inside and some outside."""
    w = rng.normal(size=(d, h))
    w /= np.sqrt(np.sum(w**2, axis=0))
    inputs = {"points": rng.normal(size=(n, d)), "w": w, "b": rng.uniform(0.3, 1.2, size=h)}
    inside = np.all(inputs["points"] @ w + inputs["b"] > 0, axis=1)
    if 0 < inside.sum() < n:
        return Case(f"{n} points of {d} coordinates, {h} sides", inputs)
    return _case(rng, n, d, h)


def cases(rng):
    """A cell in the plane, one in space, one of a single side."""
    return [_case(rng, 20, 2, 5), _case(rng, 30, 3, 4), _case(rng, 8, 2, 1)]


SQUARE = {
    "w": np.array([[1.0, -1, 0, 0], [0, 0, 1, -1]]),
    "b": np.array([0.0, 2, 0, 2]),
    "points": np.array([[1.0, 1], [3, 1], [1, -1], [2, 2], [0, 0.5], [2.5, 2.5]]),
}
STRIP = {"w": np.array([[2.0, -2], [2, -2]]), "b": np.array([-1.0, 3]), "points": np.array([[0.0, 0], [0, 1], [1, 1]])}


def ties(rng):
    """Points on the border and on corners of a square, in numbers without rounding; points close to the border."""
    grid = np.stack(np.meshgrid(np.arange(-1.0, 4), np.arange(-1.0, 4), indexing="ij"), axis=-1).reshape(-1, 2)
    across = rng.integers(0, 2, size=16)
    close = np.where(np.arange(2) == across[:, None], gaps(rng)[:, None], rng.uniform(0.5, 1.5, size=(16, 2)))
    close[8:] = np.where(np.arange(2) == across[8:, None], 2.0 + close[8:], close[8:])
    return [
        Case("points on the border of a square", SQUARE | {"points": grid}),
        Case("points close to the border of a square", SQUARE | {"points": close}),
    ]


SPECS = (
    Spec(
        name="half_plane_net",
        kind="function",
        summary="Say which points lie in a convex cell, with two layers of threshold units.",
        arguments=(
            Argument("points", "float array of shape (N, D)", "points, one a row"),
            Argument("w", "float array of shape (D, H)", "one column for each of the H sides of the cell"),
            Argument("b", "float array of shape (H,)", "one bias a side"),
        ),
        outputs=(Argument("inside", "int array of shape (N,)", "1 for points in the cell, else 0"),),
        points=2,
        section="networks/power#sets-in-the-plane",
        cases=cases,
        ties=ties,
        note="A point is on the inner side of side h if its potential, the weighted sum with column h plus bias h, is "
        "0 or more. It is in the cell if it is on the inner side of all: the border belongs to the cell.",
        examples=(
            Example(
                Case("the square from (0, 0) to (2, 2)", SQUARE),
                {"inside": np.array([1, 0, 0, 1, 1, 0])},
                "by hand: (2, 2) is a corner, (0, 0.5) lies on a side",
            ),
            Example(
                Case("the strip of exclusive or", STRIP),
                {"inside": np.array([0, 1, 0])},
                "PV021, lecture text: potentials (-1, 3), (1, 1), (3, -1)",
            ),
        ),
    ),
)
