"""Networks of threshold units for any truth table: two layers are enough."""

import numpy as np

from autograder.specification import Argument, Case, Example, NotValid, Spec


def _case(label, table):
    return Case(label, {"table": np.array(table)})


def cases(rng):
    """Random tables of one to four inputs, none of them constant."""
    found = []
    for n in (3, 2, 4):
        table = rng.integers(0, 2, size=2**n)
        table[rng.permutation(2**n)[:2]] = 0, 1
        found.append(_case(f"a table of {n} inputs", table))
    return found


def ties(rng):
    """The constant tables, and single inputs."""
    return [
        _case("always 0", [0] * 8),
        _case("always 1", [1] * 4),
        _case("NOT", [1, 0]),
        _case("1 only for 01", [0, 1, 0, 0]),
    ]


def words(n):
    """All inputs in binary order, one a row."""
    return np.arange(2**n)[:, None] >> np.arange(n)[::-1] & 1


def nearest(case, got, expected):
    """Accept every network that computes the table."""
    table = case.inputs["table"]
    inputs = words(len(got["w1"]))
    hidden = np.where(inputs @ got["w1"] + got["b1"] >= 0, 1, 0)
    outputs = np.where(hidden @ got["w2"] + got["b2"] >= 0, 1, 0)
    wrong = np.flatnonzero(outputs != table)
    if not len(wrong):
        return got
    first = wrong[0]
    raise NotValid(
        f"for the input ({', '.join(map(str, inputs[first]))}) your network says {outputs[first]}, the table "
        f"{table[first]}; {len(wrong)} of {len(table)} inputs come out wrong."
    )


XOR = {
    "w1": np.array([[2.0, -2, 0, 0], [2, -2, 0, 0]]),
    "b1": np.array([-1.0, 3, 0, 0]),
    "w2": np.array([1.0, 1, 0, 0]),
    "b2": -2.0,
}
SECOND = {"w1": np.array([[0.0, 0, 0, 0], [1, 0, 0, 0]]), "b1": -np.ones(4), "w2": np.array([1.0, 0, 0, 0]), "b2": -1.0}
SPECS = (
    Spec(
        name="boolean_net",
        kind="function",
        summary="Find weights of a network of threshold units that computes a truth table.",
        arguments=(
            Argument(
                "table",
                "int array of shape (2**n,)",
                "0 or 1 for every input in binary order: for n = 2 the inputs (0, 0), (0, 1), (1, 0), (1, 1)",
            ),
        ),
        outputs=(
            Argument("w1", "float array of shape (n, 2**n)", "weights from the n inputs to 2**n hidden units"),
            Argument("b1", "float array of shape (2**n,)", "biases of the hidden units"),
            Argument("w2", "float array of shape (2**n,)", "weights from the hidden units to the output unit"),
            Argument("b2", "float", "bias of the output unit"),
        ),
        points=4,
        section="networks/power#every-truth-table",
        cases=cases,
        ties=ties,
        nearest=nearest,
        note="A threshold unit gives 1 if its potential, the weighted sum plus the bias, is 0 or more, else 0. "
        "All units are of this kind, the output unit too. Every network of these shapes that computes the "
        "table is right; hidden units that you do not need may have output weight 0.",
        examples=(
            Example(
                _case("exclusive or, where the network of two lines is one right answer", [0, 1, 1, 0]),
                XOR,
                "PV021, lecture text: XOR by the lines -1 + 2 x1 + 2 x2 and 3 - 2 x1 - 2 x2",
            ),
            Example(
                _case("the second input, where one unit is enough", [0, 1, 0, 1]),
                SECOND,
                "by hand: one hidden unit repeats the input",
            ),
        ),
    ),
)
