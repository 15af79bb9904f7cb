"""Look for a change of one argument under which a wrong function would be right.

Right with twice the input, right with the mask turned over, right with k - 1 in
place of k: each sentence tells what was tried, and that it made every worked
example right. A function with that slip, and no other, cannot fail this.
"""

import contextlib
import io
from itertools import combinations, islice

import numpy as np

from autograder.hints.probes import argument, argument_places, place_name
from autograder.verdict.comparison import PRINTED, compare
from autograder.verdict.invocation import answer

MOST = 300  # changes that are tried: the student's function may be slow


def suppose(spec, functions, names):
    """Return a code and a sentence for the first change that makes all worked examples right.

    Parameters
    ----------
    spec : Spec
        Of a forward function or a loss.
    functions : dict of str to callable
    names : tuple of str
        Outputs that are wrong; the others are not looked at.

    Returns
    -------
    tuple of str, or None
    """
    if "rng" in spec.examples[0].case.inputs:
        return None  # no two calls of a random function need agree
    with np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        wrong_first = sorted(spec.examples, key=lambda each: _is_right(spec, each, each.case.inputs, names, functions))
        for code, sentence, change in islice(_changes(wrong_first[0].case.inputs), MOST):
            if all(_is_right_after(change, spec, example, names, functions) for example in wrong_first):
                return code, f"It would be right if {sentence}."
    return None


def _is_right_after(change, spec, example, names, functions):
    inputs = example.case.inputs
    try:
        inputs = inputs | change(inputs)
    except KeyError:
        pass  # it leaves this argument out
    except (TypeError, ValueError, ZeroDivisionError):
        return False
    return _is_right(spec, example, inputs, names, functions)


def _is_right(spec, example, inputs, names, functions):
    got = answer(spec, type(example.case)(example.case.label, inputs), functions)
    return not got.error and not any(
        compare(name, got.outputs.get(name), example.expected[name], PRINTED) for name in names
    )


def _changes(inputs):
    """All changes, as (code, what they do in words, function from the inputs to those that change)."""
    places = argument_places(inputs)
    for place in places:
        for code, words, change in _of_value(argument(inputs, place), inputs, place):
            yield code, f"{place_name(place)} {words}", _changer(place, change)
    yield from _exchanges(inputs)


def _of_value(value, inputs, place):
    kind = np.asarray(value).dtype.kind if isinstance(value, (np.ndarray, np.generic, int, float)) else ""
    if kind == "b":
        yield "mask", "were turned over, False for True", lambda v, _: np.logical_not(v)
    elif isinstance(value, str):
        yield "permuted", "were read backwards", lambda v, _: v[::-1]
    elif kind == "i":
        yield "off_by_one", "were 1 more", lambda v, _: v + 1
        if np.min(value) > 1:
            yield "off_by_one", "were 1 less", lambda v, _: v - 1
    elif kind == "f":
        yield from _of_array(value) if np.ndim(value) else _of_scalar(inputs)
        yield from _scaled(inputs, place)
        yield from _NUMBERS


_NUMBERS = (
    ("sign", "had the other sign", lambda v, _: -v),
    ("factor", "were twice as large", lambda v, _: 2 * v),
    ("factor", "were half as large", lambda v, _: v / 2),
    ("function", "were squared", lambda v, _: v * v),
    ("function", "were its square root", lambda v, _: np.sqrt(v)),
    ("function", "were 1 divided by it", lambda v, _: 1 / v),
    ("complement", "were 1 minus it", lambda v, _: 1 - v),
    ("offset", "were larger by 1", lambda v, _: v + 1),
    ("offset", "were smaller by 1", lambda v, _: v - 1),
)


def _of_array(value):
    yield "function", "were its exponential", lambda v, _: np.exp(v)
    yield "function", "were its logarithm", lambda v, _: np.log(v)
    if value.ndim == 2:
        yield "offset", "had mean 0 along axis 0", lambda v, _: v - v.mean(0)
    if value.ndim == 3:
        root = "the square root of the length of its last axis"
        yield "factor", f"were divided by {root}", lambda v, _: v / np.sqrt(v.shape[-1])
        yield "factor", f"were multiplied by {root}", lambda v, _: v * np.sqrt(v.shape[-1])
    if value.ndim == 2 and value.shape[0] == value.shape[1]:
        yield "transposed", "were transposed", lambda v, _: v.T.copy()


def _of_scalar(inputs):
    first = next((name for name, value in inputs.items() if isinstance(value, np.ndarray) and value.ndim > 1), "")
    if first:
        yield "factor", f"were multiplied by the length of {first}", lambda v, other: v * len(other[first])
        yield "factor", f"were divided by the length of {first}", lambda v, other: v / len(other[first])


def _scaled(inputs, place):
    """Multiplied, and divided, by a number among the arguments."""
    for other in argument_places(inputs):
        if other != place and isinstance(argument(inputs, other), float):
            name = place_name(other)
            yield "factor", f"were multiplied by {name}", lambda v, given, by=other: v * argument(given, by)
            yield "factor", f"were divided by {name}", lambda v, given, by=other: v / argument(given, by)


def _exchanges(inputs):
    arrays = {name: value for name, value in inputs.items() if isinstance(value, np.ndarray) and value.ndim}
    for first, second in combinations(arrays, 2):
        if arrays[first].shape == arrays[second].shape and arrays[first].dtype == arrays[second].dtype:
            yield "exchanged", f"{first} and {second} were exchanged", _exchange(first, second)


def _exchange(first, second):
    return lambda inputs: {first: inputs[second], second: inputs[first]}


def _changer(place, change):
    name, key = place

    def changed(inputs):
        old = argument(inputs, place)
        value = change(old, inputs)
        if isinstance(value, np.generic) and not isinstance(old, (np.generic, np.ndarray)):
            value = value.item()
        if not isinstance(value, str) and not np.all(np.isfinite(value)):
            raise ValueError("this change does not give numbers")
        return {name: inputs[name] | {key: value} if key else value}

    return changed
