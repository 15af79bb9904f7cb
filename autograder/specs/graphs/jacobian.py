"""Measured derivatives, and how far two arrays are apart."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec

FUNCTIONS = {
    "polar coordinates": lambda x: np.array([np.hypot(x[0], x[1]), x[0] * x[1] * x[2]]),
    "softmax": lambda x: np.exp(x) / np.exp(x).sum(),
    "squares and sum": lambda x: np.concatenate([x**2, [x.sum()]]),
}


def with_function(inputs):
    """Turn the name of a function, which is all that crosses to the sandbox, into the function."""
    return inputs | {"f": FUNCTIONS[inputs["f"]]}


def jacobian_cases(rng):
    """More outputs than inputs, fewer, and as many; large steps tell one formula from another."""
    return [
        Case(f"{f}, {n} inputs, step {step:g}", {"f": f, "x": rng.uniform(0.5, 2, size=n), "step": step})
        for f, n, step in (("polar coordinates", 3, 0.25), ("squares and sum", 2, 0.125), ("softmax", 4, 1e-4))
    ]


def error_cases(rng):
    """Close arrays, arrays far apart, and zeros."""
    found = []
    for shape, noise in (((3, 4), 1e-3), ((5,), 1.0), ((2, 1, 3), 1e-6)):
        a = rng.normal(size=shape)
        b = a + noise * rng.normal(size=shape)
        a.flat[1] = b.flat[1] = 0.0
        found.append(Case(f"arrays of shape {shape}", {"a": a, "b": b}))
    return found


def small_cases(rng):
    """Pairs of small numbers, where nothing else hides how far they are apart."""
    found = []
    for size in (3e-9, 3e-7, 3e-4, 0.02):
        a, b = size * rng.uniform(1.0, 1.5, size=(2, 2)) * rng.choice([-1.0, 1.0], size=2)
        found.append(Case(f"two numbers near {size:g}", {"a": a, "b": b}))
    return found


SPECS = (
    Spec(
        name="numeric_jacobian",
        kind="function",
        summary="Compute all derivatives of a function of several numbers by central differences.",
        arguments=(
            Argument("f", "function", "takes an array of shape (D,) and returns one of shape (M,)"),
            Argument("x", "float array of shape (D,)", "where the derivatives are wanted"),
            Argument("step", "float", "above 0"),
        ),
        outputs=(Argument("jacobian", "float array of shape (M, D)", "row i holds the derivatives of output i"),),
        points=2,
        section="graphs/matrices#measuring",
        cases=jacobian_cases,
        prepare=with_function,
        note="x must be the same afterwards.",
        examples=(
            Example(
                Case("squares and sum at (1, 3)", {"f": "squares and sum", "x": np.array([1.0, 3.0]), "step": 0.5}),
                {"jacobian": np.array([[2.0, 0.0], [0.0, 6.0], [1.0, 1.0]])},
                "by hand: central differences are exact for squares",
            ),
        ),
    ),
    Spec(
        name="relative_error",
        kind="function",
        summary="Compute how far two arrays are apart, relative to their size.",
        arguments=(
            Argument("a", "float array of any shape", "one array"),
            Argument("b", "float array of the shape of a", "the other"),
        ),
        outputs=(Argument("error", "float", "largest of |a - b| / max(1e-8, |a| + |b|) over all entries"),),
        points=1,
        section="graphs/matrices#measuring",
        cases=error_cases,
        ties=small_cases,
        examples=(
            Example(
                Case("three entries", {"a": np.array([1.0, 2.0, 0.0]), "b": np.array([1.0, 2.02, 0.0])}),
                {"error": 0.00497512},
                "by hand: 0.02 / 4.02",
            ),
            Example(
                Case("nearly nothing", {"a": np.array([0.0, 1.0]), "b": np.array([1e-9, 1.0])}),
                {"error": 0.1},
                "by hand: the floor of 1e-8 counts",
            ),
        ),
    ),
)
