"""An argument, an upstream gradient or a parameter has no influence: call the function with others, and nothing
changes."""

import numpy as np

from autograder.hints.argument_places import argument, argument_places, place_name, with_argument
from autograder.hints.evidence import Evidence, Hint, explains
from autograder.registry import find
from autograder.specification import Case
from autograder.verdict.central_differences import agrees, directional
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import WrongForm, answer, upstream_of

SEED = 20240302
ASKED_FOR = (Finding.VALUE, Finding.SHAPE, Finding.NOT_FINITE)
VAGUE = (Finding.SHAPE, Finding.MASK, Finding.SOME_ENTRIES)


@explains(*ASKED_FOR, replaces=VAGUE, needs=Evidence.has_student, general=True)
def unused_argument(evidence: Evidence) -> Hint | None:
    """No output of a forward function or a loss depends on one of its arguments, or on an entry of one."""
    if evidence.spec.kind == "backward" or np.size(evidence.got) == 0:  # what is empty can't depend on anything
        return None
    name = evidence.shown_by(find_unused_argument)
    return Hint(Finding.IGNORES_ARGUMENT, unused_sentence(name)) if name else None


@explains(*ASKED_FOR, replaces=VAGUE, needs=Evidence.has_student, general=True)
def unused_upstream(evidence: Evidence) -> Hint | None:
    """A gradient does not depend on an upstream gradient, and should, by the student's own forward function."""
    unused = evidence.shown_by(find_unused_upstream) if evidence.spec.kind == "backward" else {}
    name = unused.get(evidence.output)
    return Hint(Finding.IGNORES_UPSTREAM, f"It stays the same whatever {name} is.") if name else None


@explains(*ASKED_FOR, replaces=VAGUE, needs=Evidence.has_student, general=True)
def parameter_without_effect(evidence: Evidence) -> Hint | None:
    """All gradients are right where a parameter of the forward function does nothing, and wrong where it does."""
    name, neutral = evidence.shown_by(find_parameter_without_effect) or ("", None)
    text = f"It would be right if {name} were {neutral}: does it use {name}?"
    return Hint(Finding.IGNORES_ARGUMENT, text) if name else None


def unused_sentence(name):
    """What to say about an argument that has no influence."""
    return f"Whatever {name} is, the result stays the same: is it used?"


def find_unused_argument(spec, functions):
    """Name an argument, or an entry of a dictionary, that never changes any output; empty if there is none.

    Parameters
    ----------
    spec : Spec
        Of a forward function or a loss.
    functions : dict of str to callable

    Returns
    -------
    str
    """
    rng = np.random.default_rng(SEED)
    tried = [(case, answer(spec, case, functions)) for case in spec.cases(rng)]
    for place in argument_places(tried[0][0].inputs):
        if all(_same(first, answer(spec, _with_other(case, place, rng), functions)) for case, first in tried):
            return place_name(place)
    for name, key in _places_in_lists(case for case, _ in tried):
        if all(
            _same(first, answer(spec, _with_other_in_list(case, name, key, rng), functions)) for case, first in tried
        ):
            return f"{key!r} in {name}"
    return ""


def find_unused_upstream(spec, functions):
    """By gradient: the upstream gradient that does not change it."""
    rng = np.random.default_rng(SEED)
    try:
        cases = [upstream_of(spec, case, functions, rng) for case in spec.cases(rng)]
    except (WrongForm, Exception):
        return {}
    firsts = [answer(spec, case, functions) for case in cases]
    found = {}
    for upstream in cases[0].upstream:
        others = [answer(spec, _with_other_upstream(case, upstream, rng), functions) for case in cases]
        for output in spec.outputs:
            pairs = [
                (first.outputs.get(output.name), other.outputs.get(output.name))
                for first, other in zip(firsts, others, strict=True)
            ]
            is_unused = all(_equal(a, b) and np.all(np.isfinite(a)) and np.any(a) for a, b in pairs)
            if is_unused and any(_reaches(spec, case, upstream, output.name, functions, rng) for case in cases):
                found[output.name] = upstream
    return found


def find_parameter_without_effect(spec, functions):
    """A parameter without whose effect all gradients are right, and the value under which it has none; or None."""
    rng = np.random.default_rng(SEED)
    cases = spec.cases(rng)
    for place, neutral in _neutral_values(spec):
        used = [case for case in cases if argument(case.inputs, place) != neutral]
        without = [Case(case.label, with_argument(case.inputs, place, neutral)) for case in used]
        if any(_is_wrong(spec, case, functions, rng) for case in used) and not any(
            _is_wrong(spec, case, functions, rng) for case in without
        ):
            return place[1] or place[0], neutral
    return None


def _neutral_values(spec):
    """Places of a forward function's parameters, and the values under which they do nothing."""
    for each in find(spec.forward).arguments if spec.forward else ():
        yield from (((each.name, key), value) for key, value in sorted(each.neutral.items()))


def _reaches(spec, case, upstream, name, functions, rng):
    """Whether an upstream gradient should have an influence on a gradient, by the student's own forward."""
    alone, name = Case(case.label, case.inputs, {upstream: case.upstream[upstream]}), name.removeprefix("d")
    direction = rng.normal(size=case.inputs[name].shape)
    return abs(directional(find(spec.forward), alone, name, direction, functions)) > 1e-8


def _is_wrong(spec, case, functions, rng):
    """Whether the gradients of a case do not fit the student's own forward function."""
    try:
        case = upstream_of(spec, case, functions, rng)
    except (WrongForm, Exception):
        return True
    got, forward = answer(spec, case, functions), find(spec.forward)
    return bool(got.error) or not all(
        np.shape(got.outputs[f"d{name}"]) == case.inputs[name].shape
        and agrees(forward, case, name, got, functions, rng)
        for name in spec.differentiated
    )


def _with_other(case, place, rng):
    name, key = place
    if key and key not in case.inputs[name]:
        return case
    inputs = with_argument(case.inputs, place, _other(argument(case.inputs, place), rng))
    return Case(case.label, inputs, case.upstream)


def _places_in_lists(cases):
    """Entries of the dictionaries that stand in lists, as (argument, key)."""
    found = {}
    for case in cases:
        for name, value in case.inputs.items():
            for each in value if isinstance(value, list) else ():
                found |= dict.fromkeys((name, key) for key in (each if isinstance(each, dict) else ()))
    return found


def _with_other_in_list(case, name, key, rng):
    others = [each | {key: _other(each[key], rng)} if key in each else each for each in case.inputs[name]]
    return Case(case.label, case.inputs | {name: others}, case.upstream)


def _with_other_upstream(case, name, rng):
    return Case(case.label, case.inputs, case.upstream | {name: _other(case.upstream[name], rng)})


def _other(value, rng):
    """Another value of the same kind."""
    if isinstance(value, list):
        return [_other(item, rng) for item in value]
    if isinstance(value, dict):
        return {key: _other(item, rng) for key, item in value.items()}
    if isinstance(value, str):
        return "train" if value == "test" else "test"
    if isinstance(value, (bool, np.bool_)) or (isinstance(value, np.ndarray) and value.dtype.kind == "b"):
        return np.logical_not(value) if isinstance(value, np.ndarray) else not value
    if isinstance(value, np.ndarray) and value.dtype.kind in "iu":
        return np.where(value > 0, value - 1, value + 1)
    if isinstance(value, np.ndarray):
        return value + rng.uniform(0.5, 1.5, size=value.shape)
    return value + int(rng.integers(1, 12)) if isinstance(value, int) else 0.5 * value + 0.3


def _same(first, second):
    if first.error or second.error:
        return False
    return all(_equal(first.outputs[name], second.outputs.get(name)) for name in first.outputs)


def _equal(a, b):
    try:
        return np.shape(a) == np.shape(b) and bool(np.allclose(a, b, rtol=1e-12, atol=1e-12, equal_nan=True))
    except TypeError:
        return False
