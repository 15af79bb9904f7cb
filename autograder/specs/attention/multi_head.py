"""Attention with several heads, from the inputs to the outputs of a transformer's layer."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _case(rng, n, t, heads, size, causal):
    d = heads * size
    weights = {name: rng.normal(size=(d, d)) / np.sqrt(d) * 1.5 for name in ("Wq", "Wk", "Wv", "Wo")}
    label = f"{n} samples, {t} steps, {heads} heads of length {size}{', causal' if causal else ''}"
    param = {"heads": heads, "causal": causal}
    return Case(label, {"x": rng.normal(size=(n, t, d))} | weights | {"attention_param": param})


def cases(rng):
    """One head and several, with and without a look ahead."""
    return [_case(rng, 2, 3, 2, 3, False), _case(rng, 1, 4, 3, 2, True), _case(rng, 3, 2, 1, 3, True)]


def large(rng):
    """Two heads and many weights."""
    size = int(rng.integers(28, 32))
    return _case(rng, 1, 3, 2, size, True), 12 * (2 * size) ** 2


LN3 = np.log(3.0)
TWO = {
    "x": np.array([[[1.0, 0.0], [0.0, 1.0]]]),
    "Wq": np.array([[LN3, 0.0], [0.0, 0.0]]),
    "Wk": np.array([[1.0, 0.0], [0.0, 1.0]]),
    "Wv": np.array([[4.0, 2.0], [8.0, 6.0]]),
    "Wo": np.array([[1.0, 0.0], [1.0, -1.0]]),
}
FORWARD = Spec(
    name="multi_head_forward",
    kind="forward",
    summary="Compute self-attention with several heads.",
    arguments=(
        Argument("x", "float array of shape (N, T, D)", "N sequences of T steps"),
        Argument("Wq", "float array of shape (D, D)", "makes the queries of all heads"),
        Argument("Wk", "float array of shape (D, D)", "makes the keys"),
        Argument("Wv", "float array of shape (D, D)", "makes the values"),
        Argument("Wo", "float array of shape (D, D)", "mixes what the heads found"),
        Argument(
            "attention_param",
            "dict",
            "'heads' (int, divides D) and 'causal' (bool: a step sees itself and earlier steps only)",
        ),
    ),
    outputs=(Argument("out", "float array of shape (N, T, D)", "the heads' results side by side, times Wo"),),
    points=4,
    section="attention/block#several-heads",
    cases=cases,
    note="Head i works with columns i D/heads to (i + 1) D/heads of the queries, keys and values; its scores are "
    "divided by the square root of D/heads. There are no biases.",
    examples=(
        Example(
            Case("two steps, two heads of length 1", TWO | {"attention_param": {"heads": 2, "causal": False}}),
            {"out": np.array([[[9.0, -4.0], [10.0, -4.0]]])},
            "by hand: weights 3/4 and 1/4 in the first head at the first step, else 1/2",
        ),
        Example(
            Case("the same, causal", TWO | {"attention_param": {"heads": 2, "causal": True}}),
            {"out": np.array([[[6.0, -2.0], [10.0, -4.0]]])},
            "by hand: the first step sees itself only",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss through self-attention with several heads.",
        points=5,
        section="attention/block#several-heads",
        steps={
            "dx": "Three ways lead back to x, through queries, keys and values: add all.",
            "dWq": "An affine gradient, from the queries of all heads side by side.",
            "dWk": "An affine gradient, from the keys of all heads side by side.",
            "dWv": "An affine gradient, from the values of all heads side by side.",
            "dWo": "An affine gradient of the last product, with the heads side by side as its input.",
        },
        large=large,
    ),
)
