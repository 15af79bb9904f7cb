"""A wide random domain: valid inputs of every function with values that its own cases need not have.

The structure (sizes, dictionaries, labels) is that of a function's cases; the values are of another making: from 1e-6
to 1e3, with zeros, ties and near ties, small and large parameters. An input counts as valid where the model answer, the
reference and the right answers in other styles agree, by the same comparison as in grading.
"""

from dataclasses import replace

import numpy as np

import solutions
from autograder.specification import Case, Spec
from autograder.verdict.comparison import EXACT, differences
from autograder.verdict.invocation import Functions, answer, upstream_of
from solutions.right_answers import styles

WANTED = 30
GAPS = (1e-9, 1e-7, 1e-6, 1e-4, 1e-3, 1e-2)
ONES = ("p", "momentum", "beta1", "beta2", "decay", "decay_rate", "mu", "rho", "keep")  # from 0 to 1
TINY = ("eps", "epsilon")


def wide_cases(spec: Spec, model: Functions, rng: np.random.Generator) -> list[tuple[Case, dict]]:
    """Valid cases with the model answer's outputs.

    Parameters
    ----------
    model : dict of str to callable
        The model answers.
    """
    others = [solutions_of(spec), *(model | functions for _, functions in styles() if spec.name in functions)]
    found = []
    for number in range(3 * WANTED):
        drawn = [*spec.cases(rng), *spec.ties(rng)]
        case = drawn[number % len(drawn)]
        change = CHANGES[number % len(CHANGES)]
        inputs = {name: _changed(name, value, change, rng) for name, value in case.inputs.items()}
        case = replace(case, label=f"{change.__name__} of {case.label}", inputs=inputs)
        valid = _valid(spec, case, model, others, rng)
        if valid:
            found.append(valid)
        if len(found) == WANTED:
            break
    return found


def solutions_of(spec: Spec) -> Functions:
    """The reference's functions that a spec needs."""
    return {name: getattr(solutions, name) for name in spec.functions}


def _valid(spec, case, model, others, rng):
    """The case, with upstream gradients, and the model answer's outputs, if all right functions agree on them."""
    try:
        case = upstream_of(spec, case, model, rng) if spec.kind == "backward" else case
    except Exception:
        return None
    case = replace(case, upstream={name: _magnitudes(value, rng) for name, value in case.upstream.items()})
    got = answer(spec, case, model)
    if got.error or any(differences(spec, case, got, got.outputs, EXACT)):
        return None
    for functions in others:
        other = answer(spec, case, functions)
        if other.error or differences(spec, case, other, got.outputs, EXACT):
            return None
    return case, got.outputs


def _changed(name, value, change, rng):
    if isinstance(value, dict):
        return {key: _changed(key, part, change, rng) for key, part in value.items()}
    if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size:
        return change(value, rng)
    if isinstance(value, float) and name in TINY:
        return value * 10.0 ** rng.integers(-2, 7)
    if isinstance(value, float) and 0 < value < 1 and name in ONES:
        return float(rng.uniform(0.05, 0.95))
    return value * float(rng.uniform(0.5, 2.0)) if isinstance(value, float) else value


def unchanged(value, rng):
    """As the cases have it."""
    return value


def scaled(value, rng):
    """All entries larger or smaller by the same factor, from 1e-6 to 1e3."""
    return value * 10.0 ** rng.uniform(-6, 3)


def _magnitudes(value, rng):
    """Every entry of another magnitude."""
    return np.sign(value) * 10.0 ** rng.uniform(-6, 3, size=value.shape)


def magnitudes(value, rng):
    """Every entry of another magnitude; of any sign where there are negative ones."""
    return _magnitudes(value if (value < 0).any() else np.abs(value), rng)


def zeros(value, rng):
    """A third of the entries is 0."""
    return np.where(rng.random(value.shape) < 1 / 3, 0.0, value)


def tied(value, rng):
    """A half of the entries equals others."""
    return np.where(rng.random(value.shape) < 0.5, rng.permutation(value.ravel()).reshape(value.shape), value)


def nearly_tied(value, rng):
    """A half of the entries nearly equals others, or 0."""
    near = tied(zeros(value, rng), rng) + rng.choice(GAPS, size=value.shape) * rng.choice([-1.0, 1.0], value.shape)
    return np.where(rng.random(value.shape) < 0.5, near, value)


CHANGES = (unchanged, magnitudes, nearly_tied, scaled, tied, zeros)
