"""Central differences of a student's own forward function."""

import copy
from typing import Any

import numpy as np

from autograder.specification import Case, Spec
from autograder.verdict.invocation import Answer, Functions, call_forward

STEP = 1e-5


def weighted_sum(forward: Spec, inputs: dict[str, Any], upstream: dict[str, np.ndarray], functions: Functions) -> float:
    """Sum of all outputs, each weighted by its upstream gradient."""
    outputs, _, _ = call_forward(forward, inputs, functions)
    if forward.kind == "loss":
        return float(outputs[forward.outputs[0].name])
    return sum(float(np.sum(weight * outputs[name.removeprefix("d")])) for name, weight in upstream.items())


def directional(forward: Spec, case: Case, name: str, direction: np.ndarray, functions: Functions) -> float:
    """Derivative of the weighted sum along one direction of one input: two forward calls."""
    sides = []
    for step in (STEP, -STEP):
        moved = copy.copy(case.inputs)
        moved[name] = case.inputs[name] + step * direction
        sides.append(weighted_sum(forward, moved, case.upstream, functions))
    return (sides[0] - sides[1]) / (2 * STEP)


def agrees(forward: Spec, case: Case, name: str, got: Answer, functions: Functions, rng: np.random.Generator) -> bool:
    """Whether one gradient of an answer fits the slope of the forward function along random directions."""
    gradient = got.outputs[f"d{name}"]
    scale = abs(weighted_sum(forward, case.inputs, case.upstream, functions))
    for _ in range(2):
        direction = rng.normal(size=case.inputs[name].shape)
        numeric = directional(forward, case, name, direction, functions)
        analytic = float(np.sum(gradient * direction))
        size = abs(numeric) + float(np.sum(np.abs(gradient * direction)))
        if not abs(numeric - analytic) <= 1e-6 * size + 1e-8 * (1 + scale):
            return False
    return True


def jacobian(forward: Spec, case: Case, name: str, functions: Functions) -> dict[str, np.ndarray]:
    """Derivatives of every output with respect to every entry of one input.

    Returns
    -------
    dict of str to array of shape (entries of the input, *shape of the output)
    """
    value = case.inputs[name]
    outputs = forward.outputs[:1] if forward.kind == "loss" else forward.outputs
    plain = [output.name for output in outputs if not output.entry_of]
    rows = {output: [] for output in plain}
    for index in np.ndindex(value.shape):
        sides = []
        for step in (STEP, -STEP):
            moved = value.copy()
            moved[index] += step
            sides.append(call_forward(forward, case.inputs | {name: moved}, functions)[0])
        for output in plain:
            rows[output].append((1.0 * np.asarray(sides[0][output]) - sides[1][output]) / (2 * STEP))  # also of bools
    return {output: np.array(entries) for output, entries in rows.items()}


def contributions(forward, case, name, functions):
    """What each entry of each output contributes to the gradient with respect to one input.

    It is the Jacobian times the upstream gradient, which is 1 for a loss; the sum over the output is the gradient.

    Returns
    -------
    dict of str to array of shape (*shape of the input, *shape of the output)
    """
    found = {}
    for output, rows in jacobian(forward, case, name, functions).items():
        upstream = case.upstream.get(f"d{output}", np.ones(()))
        found[output] = (rows * upstream).reshape((*np.shape(case.inputs[name]), *np.shape(upstream)))
    return found


def gradient_of(shares, count):
    """The gradient with so many axes: the sum of what `contributions` returned for one output."""
    return shares.sum(tuple(range(count, shares.ndim)))
