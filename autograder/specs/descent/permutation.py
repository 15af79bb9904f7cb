"""The symmetry of hidden units: many weights, one function."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, inputs, hidden, outputs):
    perm = np.arange(hidden)
    while np.array_equal(perm[perm], np.arange(hidden)):  # it must differ from its inverse
        perm = rng.permutation(hidden)
    arrays = {"w1": rng.normal(size=(inputs, hidden)), "b1": rng.normal(size=hidden)}
    arrays |= {"w2": rng.normal(size=(hidden, outputs)), "perm": perm}
    return Case(f"{inputs} inputs, {hidden} hidden units, {outputs} outputs", arrays)


def cases(rng):
    """Networks of other sizes in every layer."""
    return [_case(rng, 3, 5, 2), _case(rng, 2, 4, 3), _case(rng, 4, 6, 1)]


NETWORK = {"w1": np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), "b1": np.array([7.0, 8.0, 9.0])}
NETWORK |= {"w2": np.array([[10.0], [20.0], [30.0]]), "perm": np.array([2, 0, 1])}
SPECS = (
    Spec(
        name="permute_hidden",
        kind="function",
        summary="Renumber the hidden units of a network without changing what it computes.",
        arguments=(
            Argument("w1", "float array of shape (D, H)", "weights into the hidden units"),
            Argument("b1", "float array of shape (H,)", "biases of the hidden units"),
            Argument("w2", "float array of shape (H, M)", "weights out of the hidden units"),
            Argument("perm", "int array of shape (H,)", "hidden unit j of the new network is unit perm[j] of the old"),
        ),
        outputs=(
            Argument("new_w1", "float array of shape (D, H)", "weights into the renumbered units"),
            Argument("new_b1", "float array of shape (H,)", "biases of the renumbered units"),
            Argument("new_w2", "float array of shape (H, M)", "weights out of the renumbered units"),
        ),
        points=2,
        section="descent/landscape#equal-valleys",
        cases=cases,
        examples=(
            Example(
                Case("three hidden units, moved on by one place", NETWORK),
                {
                    "new_w1": np.array([[3.0, 1.0, 2.0], [6.0, 4.0, 5.0]]),
                    "new_b1": np.array([9.0, 7.0, 8.0]),
                    "new_w2": np.array([[30.0], [10.0], [20.0]]),
                },
                "by hand",
            ),
        ),
        note="The network is f(x W1 + b1) W2 with any activation f; a bias of the outputs has no part in this. "
        "Return new arrays.",
    ),
)
