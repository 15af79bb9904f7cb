"""A matrix product is missing, or one is too many."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.hints.second_calls import pool
from autograder.verdict.findings import Finding


class Way(NamedTuple):
    """How an array and a result are multiplied.

    `is_first` says that the array stands before the result; with `is_flat`, all axes but the last are one first.
    """

    is_first: bool
    turns_array: bool
    turns_result: bool
    is_flat: bool = False


WAYS = (
    *(Way(bool(n & 1), bool(n & 2), bool(n & 4)) for n in (3, 2, 0, 1, 7, 6, 4, 5)),  # a result as it is comes first
    Way(True, True, False, is_flat=True),
    Way(False, False, True, is_flat=True),
)


@explains(Finding.SHAPE, Finding.VALUE)
def matrix_product_missing(evidence: Evidence) -> Hint | None:
    """After one matrix product with an argument, or with an upstream gradient, it is right."""
    for name, value in _arrays(evidence):
        for way in WAYS:
            if _is_product(evidence.right, evidence.got, value, way) and _in_all(evidence, name, _lacking(name, way)):
                code = Finding.IGNORES_UPSTREAM if name in evidence.case.upstream else Finding.FACTOR
                detail = (
                    f"It would be right as {_in_words(name, way, 'it', 'its transpose')}{_sum(evidence, name, way)}."
                )
                return Hint(code, f"A matrix product with {name} is missing.", detail, holds=_lacking(name, way))
    return None


@explains(Finding.SHAPE, Finding.VALUE)
def matrix_product_too_many(evidence: Evidence) -> Hint | None:
    """It is a matrix product of the right one with an argument, or with an upstream gradient."""
    for name, value in _arrays(evidence):
        for way in WAYS:
            if _is_product(evidence.got, evidence.right, value, way) and _in_all(evidence, name, _having(name, way)):
                detail = f"It is {_in_words(name, way, 'the right one', 'the transposed right one')}."
                text = f"A matrix product with {name} is one too many."
                return Hint(Finding.FACTOR, text, detail, holds=_having(name, way))
    return None


def _arrays(evidence) -> Iterator[tuple[str, np.ndarray]]:
    """Arguments and upstream gradients that may be a factor of a matrix product."""
    if min(evidence.got.ndim, evidence.right.ndim, evidence.got.size) and evidence.got.dtype.kind == "f":
        for name, value in evidence.values.items():
            if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.ndim:
                yield name, value


def _in_all(evidence, name, holds):
    """Whether it holds in all calls: of several products that fit where sizes are equal, one fits everywhere."""
    return all(holds(other) for other in pool(evidence) if name in other.values)


def _lacking(name, way):
    return lambda other: _is_product(other.right, other.got, other.values[name], way)


def _having(name, way):
    return lambda other: _is_product(other.got, other.right, other.values[name], way)


def _is_product(product, result, value, way):
    """Whether one array is the matrix product of a result and another array; False where they do not fit."""
    if way.is_flat:
        if max(value.ndim, result.ndim) < 3 or min(value.ndim, result.ndim) < 2:
            return False  # nothing to make one
        value, result = (each.reshape(-1, each.shape[-1]) for each in (value, result))
    value, result = _turned(value, way.turns_array), _turned(result, way.turns_result)
    first, second = (value, result) if way.is_first else (result, value)
    if first.shape[-1] != second.shape[max(0, second.ndim - 2)]:
        return False
    try:
        return same(first @ second, product)
    except ValueError:  # the leading axes do not fit
        return False


def _turned(array, is_turned):
    return array.swapaxes(-1, -2) if is_turned and array.ndim > 1 else array


def _in_words(name, way, result, turned):
    value = f"{name} transposed" if way.turns_array else name
    result = turned if way.turns_result else result
    first, second = (value, result) if way.is_first else (result, value)
    return f"{first} times {second}"


def _sum(evidence, name, way):
    """Over which axis of the array the product sums, as the end of a sentence."""
    if way.is_flat:
        return ", all axes of both but the last made one: that sums over those"
    count = evidence.values[name].ndim
    axis = count - 1 if count == 1 or way.is_first != way.turns_array else count - 2
    samples = ", the samples" if _letter(evidence, name, axis) == "N" else ""
    return f": that sums over axis {axis} of {name}{samples}"


def _letter(evidence, name, axis):
    """The axis letter of an argument, or of the output to which an upstream gradient belongs."""
    described = {each.name: each.shape for each in evidence.forward.arguments}
    described |= {f"d{each.name}": each.shape for each in evidence.forward.outputs}
    letters = re.search(r"\((.*?),?\)", described.get(name, ""))
    found = letters.group(1).split(", ") if letters else []
    return found[axis] if axis < len(found) else ""
