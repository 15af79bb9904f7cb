"""An array of the wrong shape holds a part of the right one, or the right one and more."""

from itertools import permutations, product

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.hints.second_calls import known_calls
from autograder.verdict.findings import Finding

FEWEST = 2  # calls that show it
MOST = 500  # places at which a part may begin, and entries of an array whose rows are looked through


@explains(Finding.SHAPE, needs=Evidence.has_any_numbers)
def a_part_of_the_right_one(evidence: Evidence) -> Hint | None:
    """It is right as far as it goes: places at an end are missing, or it is one index along an axis, or some rows."""
    found = _part(evidence.got, evidence.right)
    return (
        Hint(Finding.SHAPE, f"What it holds is right, but not all is there: {found[0]}.", found[1]) if found else None
    )


@explains(Finding.SHAPE, needs=Evidence.has_any_numbers)
def more_than_the_right_one(evidence: Evidence) -> Hint | None:
    """The right numbers are in it, and more of them than there should be."""
    found = _part(evidence.right, evidence.got)
    return Hint(Finding.SHAPE, f"The right numbers are in it, and more: {found[0]}.", found[1]) if found else None


@explains(Finding.SHAPE, needs=Evidence.has_shapes, general=True)
def as_long_as_another_axis(evidence: Evidence) -> Hint | None:
    """In all calls it is as long as an argument along one axis, and should be as long as that along another."""
    shapes = _shapes(evidence)
    if len(shapes) < FEWEST:
        return None
    for axis, name, yours, asked in _lengths(evidence):
        try:
            pairs = [(inputs[name].shape[yours], inputs[name].shape[asked]) for inputs, _, _ in shapes]
            fits = all((got[axis], right[axis]) == pair for (_, got, right), pair in zip(shapes, pairs, strict=True))
        except (KeyError, IndexError, AttributeError):
            continue
        if fits and len(set(pairs)) > 1:
            text = f"Along an axis it is as long as {name} along another axis than it should be."
            detail = f"Along axis {axis} it has the length of axis {yours} of {name}, not of axis {asked}."
            return Hint(Finding.OTHER_AXIS, text, detail)
    return None


@explains(Finding.SHAPE, needs=Evidence.has_shapes, general=True)
def longer_or_shorter(evidence: Evidence) -> Hint | None:
    """In all calls known it is longer, or shorter, by the same number along an axis, or an axis is missing."""
    shapes = _shapes(evidence)
    if len({right for _, _, right in shapes}) < FEWEST:
        return None
    if {len(right) - len(got) for _, got, right in shapes} == {1}:
        return Hint(Finding.SHAPE, "It has one axis too few: something is taken over an axis that should stay.")
    if {len(right) - len(got) for _, got, right in shapes} != {0}:
        return None
    found = {tuple(b - a for a, b in zip(got, right, strict=True)) for _, got, right in shapes}
    (by, *others) = found
    if others or not any(by):
        return None
    axes = [
        f"{abs(each)} too {'few' if each > 0 else 'many'} along axis {axis}" for axis, each in enumerate(by) if each
    ]
    return Hint(Finding.SHAPE, "In all calls it is too short or too long by as much.", f"It has {', '.join(axes)}.")


def _shapes(evidence):
    """Of all calls in which the shape is wrong: the arguments, the shape that came, the right one."""
    found = []
    for call in known_calls(evidence):
        right = call.expected.get(evidence.output)
        got = call.got.outputs.get(evidence.output)
        if right is not None and got is not None and np.shape(got) != np.shape(right):
            found.append((call.case.inputs, np.shape(got), np.shape(right)))
    return found


def _lengths(evidence):
    """Axes whose length is wrong, and arguments with two axes of which one has that length, one the right one."""
    got, right = evidence.got.shape, evidence.right.shape
    for axis in range(len(got)) if len(got) == len(right) else ():
        for name, value in evidence.case.inputs.items() if got[axis] != right[axis] else ():
            for yours, asked in permutations(range(np.ndim(value)), 2):
                if isinstance(value, np.ndarray) and value.shape[yours] == got[axis]:
                    yield axis, name, yours, asked


def _part(small, large):
    """Where a small array lies in a large one, as a sentence and a detail; None if it does not."""
    if not small.size or np.unique(np.round(small.astype(float), 9)).size < 2:
        return None
    if small.ndim == large.ndim:
        return _block(small, large) or _some(small, large)
    return _one_index(small, large) if small.ndim == large.ndim - 1 else None


def _block(small, large):
    rooms = [there - here + 1 for here, there in zip(small.shape, large.shape, strict=True)]
    if min(rooms) < 1 or np.prod(rooms) > MOST:
        return None
    for start in product(*map(range, rooms)):
        if same(large[tuple(slice(at, at + length) for at, length in zip(start, small.shape, strict=True))], small):
            axes = [axis for axis, room in enumerate(rooms) if room > 1]
            ends = [_end(start[axis], rooms[axis] - 1) for axis in axes]
            words = "a frame around it" if set(ends) == {"both ends"} else "places at an end of an axis"
            return words, " ".join(f"Along axis {axis}, at {end}." for axis, end in zip(axes, ends, strict=True))
    return None


def _end(start, surplus):
    return "the end" if start == 0 else "the beginning" if start == surplus else "both ends"


def _one_index(small, large):
    for axis in range(large.ndim) if large.size <= MOST else ():
        for index in range(large.shape[axis]):
            if same(np.take(large, index, axis), small):
                return "one index along an axis", f"{_ordinal(index, large.shape[axis])} along axis {axis}."
    return None


def _ordinal(index, length):
    """In words that hold in a case of another length too."""
    return "The first" if index == 0 else "The last" if index == length - 1 else f"Index {index} of {length}"


def _some(small, large):
    """Rows in order, some left out."""
    for axis in range(large.ndim) if large.size <= MOST else ():
        shapes = [np.delete(array.shape, axis).tolist() for array in (small, large)]
        if shapes[0] == shapes[1] and small.shape[axis] < large.shape[axis]:
            places = [
                [j for j in range(large.shape[axis]) if same(np.take(small, i, axis), np.take(large, j, axis))]
                for i in range(small.shape[axis])
            ]
            if all(places):
                return "some places along an axis", f"Along axis {axis}."
    return None
