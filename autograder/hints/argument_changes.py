"""Changes of one argument: a hint that says what would be right, and a function from the inputs to the changed ones."""

from itertools import combinations

import numpy as np

from autograder.hints.argument_places import argument, argument_places, place_name, with_argument
from autograder.hints.axes import reordered
from autograder.hints.evidence import Hint
from autograder.hints.shapes import other_orders
from autograder.verdict.findings import Finding

TINY = 1e-6  # what is multiplied by less is as good as left out
NUMBERS = (
    (Finding.SIGN, "had the other sign", lambda v, _: -v),
    (Finding.FACTOR, "were twice as large", lambda v, _: 2 * v),
    (Finding.FACTOR, "were half as large", lambda v, _: v / 2),
    (Finding.FUNCTION, "were squared", lambda v, _: v * v),
    (Finding.FUNCTION, "were its square root", lambda v, _: np.sqrt(v)),
    (Finding.FUNCTION, "were 1 divided by it", lambda v, _: 1 / v),
    (Finding.COMPLEMENT, "were 1 minus it", lambda v, _: 1 - v),
    (Finding.OFFSET, "were larger by 1", lambda v, _: v + 1),
    (Finding.OFFSET, "were smaller by 1", lambda v, _: v - 1),
    (Finding.TERM, "were 0", lambda v, _: 0 * v),
)


def orders(spec, inputs):
    """Blocks of packed weights in another order, and images or windows turned around."""
    packed = {each.name: each.blocks for each in spec.arguments if each.blocks > 1}
    for order in other_orders(max(packed.values())) if packed else ():
        text = "The blocks along the last axis of the weights (the gates) are in the wrong order."
        yield Hint(Finding.PERMUTED, text), _reorder(packed, order)
    for name, value in inputs.items():
        if isinstance(value, np.ndarray) and value.ndim == 4:
            yield _would_be_right(Finding.PERMUTED, f"{name} were turned by 180 degrees"), _turn(name)


def changes(inputs):
    """One argument with another value, or two that are exchanged."""
    for place in argument_places(inputs):
        for code, words, change in _of_value(argument(inputs, place), inputs, place):
            yield _would_be_right(code, f"{place_name(place)} {words}"), _change(place, change)
    yield from _exchanges(inputs)


def exchanged_numbers(inputs):
    """Two numbers of a dictionary in each other's place."""
    for name, value in inputs.items():
        if isinstance(value, dict):
            numbers = [key for key, each in value.items() if isinstance(each, (int, float))]
            for first, second in combinations(numbers, 2):
                words = f"{name}['{first}'] and {name}['{second}'] were exchanged"
                yield _would_be_right(Finding.EXCHANGED, words), _exchange_in(name, first, second)


def _exchange_in(name, first, second):
    return lambda inputs: inputs | {name: inputs[name] | {first: inputs[name][second], second: inputs[name][first]}}


def _would_be_right(code, condition):
    return Hint(code, f"It would be right if {condition}.")


def _of_value(value, inputs, place):
    """Changes of one value: a finding, what they do in words, a function of the value and all inputs."""
    kind = np.asarray(value).dtype.kind if isinstance(value, (np.ndarray, np.generic, int, float)) else ""
    if kind == "b":
        yield Finding.MASK, "were turned over, False for True", lambda v, _: np.logical_not(v)
    elif isinstance(value, str):
        yield Finding.PERMUTED, "were read backwards", lambda v, _: v[::-1]
    elif kind == "i":
        yield Finding.OFF_BY_ONE, "were 1 more", lambda v, _: v + 1
        if np.min(value) > 1:
            yield Finding.OFF_BY_ONE, "were 1 less", lambda v, _: v - 1
    elif kind == "f":
        yield from _of_array(value) if np.ndim(value) else _of_scalar(inputs)
        yield from _scaled(inputs, place)
        yield from NUMBERS


def _of_array(value):
    yield Finding.FUNCTION, "were its exponential", lambda v, _: np.exp(v)
    yield Finding.FUNCTION, "were its logarithm", lambda v, _: np.log(v)
    if value.ndim == 2:
        yield Finding.OFFSET, "had mean 0 along axis 0", lambda v, _: v - v.mean(0)
    if value.ndim == 3:
        root = "the square root of the length of its last axis"
        yield Finding.FACTOR, f"were divided by {root}", lambda v, _: v / np.sqrt(v.shape[-1])
        yield Finding.FACTOR, f"were multiplied by {root}", lambda v, _: v * np.sqrt(v.shape[-1])
    if value.ndim == 2 and value.shape[0] == value.shape[1]:
        yield Finding.TRANSPOSED, "were transposed", lambda v, _: v.T.copy()


def _of_scalar(inputs):
    first = next((name for name, value in inputs.items() if isinstance(value, np.ndarray) and value.ndim > 1), "")
    if first:
        yield Finding.FACTOR, f"were multiplied by the length of {first}", lambda v, given: v * len(given[first])
        yield Finding.FACTOR, f"were divided by the length of {first}", lambda v, given: v / len(given[first])


def _scaled(inputs, place):
    """Multiplied, and divided, by a number among the arguments."""
    for other in argument_places(inputs):
        value = argument(inputs, other)
        if other != place and isinstance(value, float) and abs(value) > TINY:
            name = place_name(other)
            yield Finding.FACTOR, f"were multiplied by {name}", lambda v, given, by=other: v * argument(given, by)
            yield Finding.FACTOR, f"were divided by {name}", lambda v, given, by=other: v / argument(given, by)


def _exchanges(inputs):
    arrays = {name: value for name, value in inputs.items() if isinstance(value, np.ndarray) and value.ndim}
    for first, second in combinations(arrays, 2):
        if arrays[first].shape == arrays[second].shape and arrays[first].dtype == arrays[second].dtype:
            hint = _would_be_right(Finding.EXCHANGED, f"{first} and {second} were exchanged")
            yield hint, _exchange(first, second)


def _exchange(first, second):
    return lambda inputs: inputs | {first: inputs[second], second: inputs[first]}


def _reorder(packed, order):
    return lambda inputs: inputs | {name: reordered(inputs[name], order) for name in packed}


def _turn(name):
    return lambda inputs: inputs | {name: inputs[name][:, :, ::-1, ::-1].copy()}


def _change(place, change):
    def changed(inputs):
        old = argument(inputs, place)
        value = change(old, inputs)
        if isinstance(value, np.generic) and not isinstance(old, (np.generic, np.ndarray)):
            value = value.item()
        if not isinstance(value, str) and not np.all(np.isfinite(value)):
            raise ValueError("this change does not give numbers")
        return with_argument(inputs, place, value)

    return changed
