"""A layer on a graph: every node adds up what its neighbours say."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _case(rng, v, d, m):
    links = (rng.random((v, v)) < 0.5).astype(float)
    inputs = {"h": rng.normal(size=(v, d)), "a": links * rng.uniform(0.5, 1.5, size=(v, v))}
    weights = {name: rng.normal(size=(d, m)) for name in ("w0", "w1")}
    return Case(f"{v} nodes, {d} features in and {m} out", inputs | weights)


def cases(rng):
    """The links have weights and a direction, so that a transpose shows."""
    return [_case(rng, 4, 3, 2), _case(rng, 5, 1, 3), _case(rng, 3, 4, 1)]


def large(rng):
    """A few nodes with many features."""
    v, d, m = 3, int(rng.integers(3000, 3400)), 2
    return _case(rng, v, d, m), 2 * v * d * m


CHAIN = {
    "h": np.array([[1.0], [2.0], [4.0]]),
    "a": np.array([[0.0, 1, 0], [1, 0, 1], [0, 1, 0]]),
    "w0": np.array([[10.0]]),
    "w1": np.array([[1.0]]),
}
ARROW = {
    "h": np.array([[1.0, 0.0], [0.0, 2.0]]),
    "a": np.array([[0.0, 1.0], [0.0, 0.0]]),
    "w0": np.array([[1.0], [1.0]]),
    "w1": np.array([[3.0], [5.0]]),
}
FORWARD = Spec(
    name="graph_layer_forward",
    kind="forward",
    summary="Compute one layer of message passing.",
    arguments=(
        Argument("h", "float array of shape (V, D)", "features of the V nodes, one row a node"),
        Argument("a", "float array of shape (V, V)", "a[i, j] is the weight with which node i listens to node j"),
        Argument("w0", "float array of shape (D, M)", "weights for a node's own features"),
        Argument("w1", "float array of shape (D, M)", "weights for the features of its neighbours"),
    ),
    outputs=(Argument("out", "float array of shape (V, M)", "own part plus what comes from the neighbours"),),
    points=2,
    section="beyond/graphs#message-passing",
    cases=cases,
    note="No bias and no activation: own features times w0, plus the weighted sum of the neighbours' times w1.",
    examples=(
        Example(
            Case("a chain of three nodes", CHAIN),
            {"out": np.array([[12.0], [25.0], [42.0]])},
            "by hand: 10 + 2, 20 + 1 + 4, 40 + 2",
        ),
        Example(
            Case("an arrow: node 0 listens to node 1", ARROW),
            {"out": np.array([[11.0], [2.0]])},
            "by hand: 1 + 2 times 5, and 2",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        gradients="h w0 w1",
        summary="Compute the gradients of a loss through one layer of message passing.",
        points=3,
        section="beyond/graphs#backward-entry-by-entry",
        steps={
            "dh": "Two ways: a node's own, and through each neighbour that it sent a message to.",
            "dw0": "An affine gradient with the nodes themselves as input.",
            "dw1": "An affine gradient with the sums of messages as input.",
        },
        large=large,
        note="The links `a` are given and get no gradient.",
    ),
)
