"""Call a student's function again with other arguments, to find out what it does not use.

The numbers of a worked example say that something is wrong. Whether an
argument has any influence, or which change of the arguments would make the
answer right, says more about why.
"""

from itertools import permutations

import numpy as np

from autograder.registry import find
from autograder.verdict.central_differences import agrees, directional
from autograder.verdict.comparison import Mismatch, compare
from autograder.verdict.invocation import WrongForm, answer, upstream_of

SEED = 20240302
WEAK = {"value", "shape", "not_finite", "some_entries", "mask"}  # findings that a probe may sharpen
NEUTRAL = {"stride": 1, "pad": 0, "dilation": 1, "eps": 0.0}  # values under which a parameter does nothing


def unused_argument(spec, functions):
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
        same = [_same(first, answer(spec, _with_other(case, place, rng), functions)) for case, first in tried]
        if all(same):
            return place_name(place)
    return ""


def sharpen(spec, functions, mismatches, case=None, expected=None):
    """Replace the code of weak findings, and add a sentence, where probing tells more.

    Parameters
    ----------
    mismatches : list of Mismatch
    case, expected : Case, dict, optional
        The worked example that failed.

    Returns
    -------
    list of Mismatch
    """
    if not any(mismatch.code in WEAK for mismatch in mismatches):
        return mismatches
    probe = _probe_backward if spec.kind == "backward" else _probe_forward
    with np.errstate(all="ignore"):
        found = probe(spec, functions, mismatches, case, expected)
    return [_sharpened(mismatch, *found.get(mismatch.output, ("", ""))) for mismatch in mismatches]


def _sharpened(mismatch, code, sentence):
    if not sentence or mismatch.code not in WEAK:
        return mismatch
    return Mismatch(code, mismatch.output, f"{mismatch.text} {sentence}", mismatch.got, mismatch.right)


def _probe_forward(spec, functions, mismatches, case, expected):
    names = [mismatch.output for mismatch in mismatches]
    unused = unused_argument(spec, functions)
    if unused:
        return dict.fromkeys(names, ("ignores_argument", unused_sentence(unused)))
    for inputs, sentence in _rearranged(spec, case) if case else ():
        got = answer(spec, type(case)(case.label, inputs), functions)
        if all(compare(name, got.outputs.get(name), expected[name]) is None for name in names):
            return dict.fromkeys(names, ("permuted", sentence))
    return {}


def unused_sentence(name):
    """What to say about an argument that has no influence."""
    return f"Whatever {name} is, the result stays the same: it is not used."


def _rearranged(spec, case):
    """Inputs in another order, and what it means if they give the right answer."""
    for order in permutations(range(spec.blocks)):
        packed = {n: v for n, v in case.inputs.items() if spec.blocks > 1 and _is_packed(n)}
        if packed and order != tuple(range(spec.blocks)):
            moved = {name: _reordered(value, order) for name, value in packed.items()}
            yield (
                case.inputs | moved,
                "The blocks along the last axis of the weights (the gates) are in the wrong order.",
            )
    for name, value in case.inputs.items():
        if isinstance(value, np.ndarray) and value.ndim == 4:
            flipped = {name: value[:, :, ::-1, ::-1].copy()}
            yield case.inputs | flipped, f"It would be right if {name} were turned by 180 degrees."


def _is_packed(name):
    return name in ("Wx", "Wh", "b")


def _reordered(value, order):
    pieces = np.split(value, len(order), axis=-1)
    return np.concatenate([pieces[i] for i in order], axis=-1)


def _probe_backward(spec, functions, mismatches, case, expected):
    names = [mismatch.output for mismatch in mismatches]
    found = _unused_upstream(spec, functions, names)
    key = _ignored_parameter(spec, functions, names)
    if key:
        sentence = f"It would be right if {key} were {NEUTRAL[key]}: does it use {key}?"
        found = dict.fromkeys(names, ("ignores_argument", sentence)) | found
    return found


def _unused_upstream(spec, functions, names):
    """By output: the upstream gradient that does not change it."""
    rng = np.random.default_rng(SEED)
    try:
        cases = [upstream_of(spec, case, functions, rng) for case in spec.cases(rng)]
    except (WrongForm, Exception):
        return {}
    firsts = [answer(spec, case, functions) for case in cases]
    found = {}
    for upstream in cases[0].upstream:
        others = [answer(spec, _with_other_upstream(case, upstream, rng), functions) for case in cases]
        for name in names:
            pairs = [(a.outputs.get(name), b.outputs.get(name)) for a, b in zip(firsts, others, strict=True)]
            same = all(_equal(a, b) and np.all(np.isfinite(a)) and np.any(a) for a, b in pairs)
            if same and any(_reaches(spec, case, upstream, name, functions, rng) for case in cases):
                found[name] = ("ignores_upstream", f"It stays the same whatever {upstream} is.")
    return found


def _reaches(spec, case, upstream, name, functions, rng):
    """Whether an upstream gradient should have an influence on a gradient, by the student's own forward."""
    alone, name = type(case)(case.label, case.inputs, {upstream: case.upstream[upstream]}), name.removeprefix("d")
    direction = rng.normal(size=case.inputs[name].shape)
    return abs(directional(find(spec.forward), alone, name, direction, functions)) > 1e-8


def _ignored_parameter(spec, functions, names):
    """A parameter without whose effect the gradients would be right."""
    rng = np.random.default_rng(SEED)
    cases = spec.cases(rng)
    parameters = {key for case in cases for key in NEUTRAL if key in _parameters(case)}
    for key in sorted(parameters):
        used = [case for case in cases if _parameters(case)[key] != NEUTRAL[key]]
        neutral = [_with_parameter(case, key, NEUTRAL[key]) for case in used]
        if any(_is_wrong(spec, each, functions, rng) for each in used) and not any(
            _is_wrong(spec, each, functions, rng) for each in neutral
        ):
            return key
    return ""


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


def _parameters(case):
    return next((value for value in case.inputs.values() if isinstance(value, dict)), {})


def _with_parameter(case, key, value):
    return type(case)(case.label, {n: v | {key: value} if isinstance(v, dict) else v for n, v in case.inputs.items()})


def argument_places(inputs):
    """Arguments, and entries of dictionaries, as (argument, key); the key of a whole argument is empty."""
    for name, value in inputs.items():
        yield from ((name, key) for key in value) if isinstance(value, dict) else [(name, "")]


def argument(inputs, place):
    """The value in a place of `argument_places`."""
    name, key = place
    return inputs[name][key] if key else inputs[name]


def place_name(place):
    """A place of `argument_places` as it stands in Python."""
    name, key = place
    return f"{name}['{key}']" if key else name


def _with_other(case, place, rng):
    name, key = place
    value = case.inputs[name]
    if key and key not in value:
        return case
    other = value | {key: _other(value[key], rng)} if key else _other(value, rng)
    return type(case)(case.label, case.inputs | {name: other}, case.upstream)


def _with_other_upstream(case, name, rng):
    return type(case)(case.label, case.inputs, case.upstream | {name: _other(case.upstream[name], rng)})


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
