"""Networks with cycles, all neurons at once: activity in steps."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, steps):
    inputs = {"w": rng.normal(size=(n, n)) * 1.2, "x": rng.uniform(0, 1, size=n), "steps": steps}
    return Case(f"{n} neurons, {steps} steps", inputs)


def cases(rng):
    """Several neurons and steps; most of them saturate now and then."""
    return [_case(rng, 4, 6), _case(rng, 6, 3), _case(rng, 3, 1)]


def ties(rng):
    """No step at all, and potentials exactly 0 and 1."""
    still = _case(rng, 3, 0)
    moves = {"w": np.array([[0.0, 1, 0], [0, 0, 1], [1, 0, 0]]), "x": np.array([1.0, 0.5, 0]), "steps": 4}
    return [still, Case("a value that goes round", moves)]


THREE = {
    "w": np.array([[0.5, 0.5, 0], [0, 0.5, -1], [1, 0, 0.5]]),
    "x": np.array([0.5, 0.25, 1]),
    "steps": 2,
}
RING = {"w": np.array([[0.5, 3.0], [-1, 0]]), "x": np.array([1.0, 0.25]), "steps": 2}
SPECS = (
    Spec(
        name="run_digraph",
        kind="function",
        summary="Run a network with any connections, cycles too, for some steps.",
        arguments=(
            Argument("w", "float array of shape (n, n)", "w[i, j] is the weight from neuron i to neuron j; 0: none"),
            Argument("x", "float array of shape (n,)", "the state at the start, from 0 to 1"),
            Argument("steps", "int", "0 or more"),
        ),
        outputs=(
            Argument("states", "float array of shape (steps + 1, n)", "the state at the start and after each step"),
        ),
        points=2,
        section="networks/cycles#state-by-state",
        cases=cases,
        ties=ties,
        note="In a step all neurons change at once: each takes the weighted sum of the old states. The activation is "
        "the identity from 0 to 1; below it is 0, above it is 1. There are no biases.",
        examples=(
            Example(
                Case("three neurons", THREE),
                {"states": np.array([[0.5, 0.25, 1], [1.0, 0.375, 0.25], [0.75, 0.6875, 0]])},
                "by hand: potentials (1.25, 0.375, 0.25), then (0.75, 0.6875, -0.25)",
            ),
            Example(
                Case("two neurons, a cycle", RING),
                {"states": np.array([[1.0, 0.25], [0.25, 1.0], [0.0, 0.75]])},
                "by hand: potentials (0.25, 3), then (-0.875, 0.75)",
            ),
        ),
    ),
)
