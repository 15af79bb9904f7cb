"""Depth: how large the gradient is in each layer of a deep network."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, count, size, layers):
    weights = rng.normal(size=(layers, size, size)) * 1.2 / np.sqrt(size)
    inputs = {"x": rng.normal(size=(count, size)), "weights": weights, "dout": rng.normal(size=(count, size))}
    return Case(f"{layers} layers of {size} units, {count} samples", inputs)


def cases(rng):
    """Several depths, widths and batch sizes; one network with a single layer."""
    return [_case(rng, 4, 3, 5), _case(rng, 2, 4, 3), _case(rng, 5, 2, 4), _case(rng, 3, 2, 1)]


CHAIN = {"x": np.array([[1.0]]), "weights": np.array([[[1.0]], [[2.0]]]), "dout": np.array([[3.0]])}
TURN = {
    "x": np.array([[0.0, 1.0], [2.0, 0.0]]),
    "weights": np.array([[[0.0, 1.0], [0.0, 0.0]], [[0.0, 0.0], [1.0, 0.0]]]),
    "dout": np.array([[3.0, 1.0], [4.0, 0.0]]),
}
SPECS = (
    Spec(
        name="gradient_norms_by_depth",
        kind="function",
        summary="Compute how large the gradient of each layer's weights is in a deep network.",
        arguments=(
            Argument("x", "float array of shape (N, D)", "a batch, one sample a row: the input of the first layer"),
            Argument("weights", "float array of shape (L, D, D)", "the weights of the L layers, from input to output"),
            Argument("dout", "float array of shape (N, D)", "gradient of the loss with respect to the last output"),
        ),
        outputs=(
            Argument("norms", "float array of shape (L,)", "norm of the gradient with respect to weights[l], each l"),
        ),
        points=4,
        section="descent/landscape#what-depth-does",
        cases=cases,
        examples=(
            Example(
                Case("two layers of one unit", CHAIN),
                {"norms": np.array([0.43659204, 0.39586459])},
                "by hand: the slopes are 1 - tanh(1)^2 and 1 - tanh(2 tanh(1))^2",
            ),
            Example(
                Case("two layers that pass one unit on to the other", TURN),
                {"norms": np.array([3.01044876, 1.70973199])},
                "by hand: the second is 4 (1 - tanh(tanh(2))^2) tanh(2)",
            ),
        ),
        note="Each layer computes tanh(h W), without a bias. The norm of a matrix is the square root of the sum of its "
        "squared entries.",
    ),
)
