"""Scalar computation as a list of operations, and the way back through it."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of

PRODUCT = [["add", 0, 1], ["mul", 3, 2]]  # (x + y) z
LOGISTIC = [["mul", 0, 1], ["mul", 2, 3], ["add", 6, 7], ["add", 8, 4], ["neg", 9], ["exp", 10], ["add", 11, 5]]
LOGISTIC = [*LOGISTIC, ["reciprocal", 12]]  # of w0, x0, w1, x1, w2 and the constant 1
REUSED = [["mul", 0, 0], ["neg", 0], ["exp", 3], ["mul", 4, 1], ["add", 2, 5], ["mul", 6, 6]]
QUOTIENT = [["add", 0, 1], ["reciprocal", 3], ["mul", 4, 2], ["mul", 5, 3], ["add", 6, 5], ["neg", 7]]


def _case(rng, label, count, tape):
    return Case(label, {"x": rng.uniform(0.5, 1.5, size=count), "tape": tape})


def cases(rng):
    """A tree, and graphs in which values are used several times."""
    return [
        _case(rng, "(x + y) z", 3, PRODUCT),
        _case(rng, "(x x + exp(-x) y) squared", 2, REUSED),
        _case(rng, "a quotient used twice", 3, QUOTIENT),
        _case(rng, "a logistic unit", 6, LOGISTIC),
    ]


def large(rng):
    """Hundreds of inputs, joined two by two in random order until one number is left."""
    count = int(rng.integers(500, 560))
    open_ends, tape = list(range(count)), []
    while len(open_ends) > 1:
        ends = [open_ends.pop(int(rng.integers(len(open_ends)))) for _ in range(2)]
        open_ends.append(count + len(tape))
        tape.append([str(rng.choice(["add", "mul"])), *ends])
    return _case(rng, f"{count} inputs in a random tree", count, tape), 20 * count


FORWARD = Spec(
    name="tape_forward",
    kind="forward",
    summary="Compute a graph of operations on numbers.",
    arguments=(
        Argument("x", "float array of shape (D,)", "the inputs: values number 0 to D - 1"),
        Argument(
            "tape",
            "list of lists",
            "operations in order, each a name and the numbers of the values it takes: ['add', i, j], "
            "['mul', i, j], ['neg', i], ['exp', i], ['reciprocal', i]; the result of the first is value number D, "
            "and so on",
        ),
    ),
    outputs=(Argument("out", "float array of shape (1,)", "the result of the last operation"),),
    points=2,
    section="graphs/index#any-formula-is-a-graph",
    cases=cases,
    examples=(
        Example(
            Case("(x + y) z at -2, 5, -4", {"x": np.array([-2.0, 5, -4]), "tape": PRODUCT}),
            {"out": np.array([-12.0])},
            "Neychev, lecture on backpropagation: 3 times -4",
        ),
        Example(
            Case("the logistic unit", {"x": np.array([2.0, -1, -3, -2, -3, 1]), "tape": LOGISTIC}),
            {"out": np.array([0.73105858])},
            "Neychev, lecture on backpropagation: 0.73",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Bring a gradient back through a graph of operations on numbers.",
        points=5,
        section="graphs/index#the-chain-rule-with-all-ways",
        steps={
            "dx": "All ways count: a value that is used twice gets both contributions.",
        },
        large=large,
        note="A value that is used several times gets the sum of what comes back from all its uses.",
        examples=(
            Example(
                Case(
                    "the logistic unit",
                    {"x": np.array([2.0, -1, -3, -2, -3, 1]), "tape": LOGISTIC},
                    {"dout": np.array([1.0])},
                ),
                {"dx": np.array([-0.19661193, 0.39322387, -0.39322387, -0.5898358, 0.19661193, -0.53444665])},
                "Neychev, lecture on backpropagation: -0.2, 0.4, -0.4, -0.6, 0.2",
            ),
        ),
    ),
)
