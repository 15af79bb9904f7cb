"""Least squares: the weights with the smallest error, at once."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, d):
    x = rng.normal(size=(n, d))
    return Case(f"{n} samples, {d} inputs", {"x": x, "y": x @ rng.normal(size=d) + 2 + rng.normal(size=n)})


def cases(rng):
    """More samples than weights."""
    return [_case(rng, 8, 2), _case(rng, 5, 3), _case(rng, 10, 1)]


def ties(rng):
    """An input twice, and more weights than samples: many weights have the smallest error."""
    x, y = rng.integers(-4, 5, size=(7, 2)).astype(float), rng.integers(-9, 10, size=7).astype(float)
    few = {"x": x[:3, [0, 0, 1, 1, 1]], "y": y[:3]}
    return [Case("the same input twice", {"x": x[:, [0, 1, 1]], "y": y}), Case("3 samples, 5 inputs", few)]


def with_ones(x):
    """The inputs with a constant 1 in front, for the bias weight."""
    return np.insert(x, 0, 1.0, axis=1)


def nearest(case, got, expected):
    """Where several weights have the smallest error, accept every one at which the gradient vanishes."""
    inputs, y = with_ones(case.inputs["x"]), case.inputs["y"]
    if np.linalg.matrix_rank(inputs) == inputs.shape[1]:
        return expected
    gradient = inputs.T @ (inputs @ got["w"] - y)
    size = np.abs(inputs).T @ (np.abs(inputs) @ np.abs(got["w"]) + np.abs(y))
    return got if np.all(np.abs(gradient) <= 1e-9 * size.max()) else expected


AGES = np.array([[97.0], [93], [88], [81], [75], [57], [52], [45], [28], [15], [12], [11]])
DIAMETERS = np.array([12.5, 12.5, 8, 9.5, 16.5, 11, 10.5, 9, 6, 1.5, 1, 1])
SPECS = (
    Spec(
        name="linreg_closed",
        kind="function",
        summary="Compute the weights of linear regression that have the smallest squared error.",
        arguments=(
            Argument("x", "float array of shape (N, D)", "inputs, one sample a row, without a 1 for the bias"),
            Argument("y", "float array of shape (N,)", "targets"),
        ),
        outputs=(Argument("w", "float array of shape (D + 1,)", "the weights, the bias weight first"),),
        points=3,
        section="learning/regression#the-best-weights",
        cases=cases,
        ties=ties,
        nearest=nearest,
        note="If several weights have the smallest error, return any of them: it happens when an input is a "
        "combination of others, or when there are fewer samples than weights.",
        examples=(
            Example(
                Case("diameter of twelve oaks in inches by their age in years", {"x": AGES, "y": DIAMETERS}),
                {"w": np.array([1.28535397, 0.12779167])},
                "PV021, lecture text, oaks in Wisconsin",
            ),
            Example(
                Case(
                    "the second input is twice the first",
                    {"x": np.array([[1.0, 2], [2, 4], [3, 6], [4, 8]]), "y": np.array([1.0, 2, 3, 4])},
                ),
                {"w": np.array([0.0, 0.2, 0.4])},
                "by hand: error 0; so have 0, 1, 0 and 0, 0, 0.5",
            ),
        ),
    ),
)
