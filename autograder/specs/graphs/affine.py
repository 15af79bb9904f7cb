"""Affine layer: every sample times a weight matrix, plus a bias."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of

X = Argument("x", "float array of shape (N, D)", "a batch, one sample a row")
W = Argument("w", "float array of shape (D, M)", "weights from D inputs to M outputs")
B = Argument("b", "float array of shape (M,)", "one bias for each output")


def _case(rng, n, d, m):
    label = f"{n} samples, {d} inputs, {m} outputs"
    return Case(label, {"x": rng.normal(size=(n, d)), "w": rng.normal(size=(d, m)), "b": rng.normal(size=m)})


def cases(rng):
    """Random cases; N, D and M always differ."""
    return [_case(rng, 4, 3, 5), _case(rng, 1, 6, 2), _case(rng, 5, 2, 1)]


def ties(rng):
    """Images: whoever lays the axes of a sample in a row, as CS231n asks, must give dx the shape of x again."""
    case = _case(rng, 3, 12, 4)
    case.inputs["x"] = case.inputs["x"].reshape(3, 2, 3, 2)
    return [Case("3 images of shape (2, 3, 2), 4 outputs", case.inputs, optional=True)]


def large(rng):
    """Many inputs, few outputs."""
    n, d, m = 3, int(rng.integers(6000, 6500)), 2
    return _case(rng, n, d, m), n * d * m


LECTURE = {"x": np.array([[0.0, 1], [2, 3]]), "w": np.ones((2, 2)), "b": np.zeros(2)}
SMALL = {
    "x": np.array([[1.0, 2], [3, 4], [0, -1]]),
    "w": np.array([[1.0, 0, -1, 2], [2, 1, 0, -3]]),
    "b": np.array([0.5, 0, -0.5, 10]),
}
BACKWARD_EXAMPLES = (
    Example(
        Case("the 2 x 2 network of the tutorial", LECTURE, {"dout": np.array([[2.0, 2], [10, 10]])}),
        {
            "dx": np.array([[4.0, 4], [20, 20]]),
            "dw": np.array([[20.0, 20], [32, 32]]),
            "db": np.array([12.0, 12]),
        },
        "I2DL, tutorial on matrix derivatives (bias gradient by hand)",
    ),
)
FORWARD_EXAMPLES = (
    Example(
        Case("the 2 x 2 network of the tutorial", LECTURE),
        {"out": np.array([[1.0, 1], [5, 5]])},
        "I2DL, tutorial on matrix derivatives",
    ),
    Example(
        Case("3 samples, 2 inputs, 4 outputs", SMALL),
        {"out": np.array([[5.5, 2, -1.5, 6], [11.5, 4, -3.5, 4], [-1.5, -1, -0.5, 13]])},
        "by hand",
    ),
)

FORWARD = Spec(
    name="affine_forward",
    kind="forward",
    summary="Compute an affine layer for a whole batch.",
    arguments=(X, W, B),
    outputs=(Argument("out", "float array of shape (N, M)", "the outputs, one row a sample"),),
    points=2,
    section="graphs/affine#the-idea",
    cases=cases,
    examples=FORWARD_EXAMPLES,
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss with respect to the inputs of an affine layer.",
        points=3,
        section="graphs/affine#backward-entry-by-entry",
        steps={
            "dx": "An input reaches every output of its own row, so its gradient adds up those ways.",
            "dw": "A weight is used by every sample: each contributes, by the chain rule with several ways.",
            "db": "A bias is copied to every row: what is copied forward is added up backward.",
        },
        ties=ties,
        large=large,
        examples=BACKWARD_EXAMPLES,
    ),
)
