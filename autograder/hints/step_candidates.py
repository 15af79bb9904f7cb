"""What is tried in which step: all changes of each, or each with another array of the call."""

import functools
import itertools

import numpy as np

from autograder.hints.argument_places import named_numbers
from autograder.hints.code_places import GIVEN, source_of
from autograder.hints.step_insertions import changes_with


def of_each(steps, changes):
    """All changes of each step, with where it is."""
    for place, step in steps:
        for change in changes(step):
            yield (place,), step, change


def with_each(steps, others, changes=changes_with):
    """Changes with another array in each step.

    Of each other array a function that names it in a function of the student's, the value, and a function that finds
    it in any call.
    """
    others = list(others)
    for place, step in steps:
        for name, value, where in others:
            for change in changes(step, name(step.within), where, value):
                yield (place,), step, change


def has_array(placed):
    """Whether a step gives an array of several numbers."""
    return isinstance(placed[1].result, np.ndarray) and placed[1].result.size > 1


def result_of(placed, names):
    """What a step gives, as another array for `with_each`; `names` are the `LocalNames` of the call."""
    place, step = placed

    def name(within):
        if place.nth == GIVEN:
            return source_of(place)
        return names.of_result(place, within) or f"what line {step.line} gives"

    return name, step.result, lambda recorder: recorder.latest[place]


def given_arrays(recorder, case):
    """Arrays that the function is given, as others for `with_each`, under the names that it has for them."""
    names = {id_of(value): name for name, value in (case.inputs | case.upstream).items()}
    for path, value in leaves(recorder.arguments):
        known = names.get(id_of(value)) or _path_name(recorder.argument_names, path, value)
        array = at(recorder.watched, path)

        def name(within, after="", array=array, known=known):
            return recorder.names.of(array, within, after) or known + after

        yield name, value, lambda r, path=path: at(r.arguments, path)
        if value.ndim > 1:
            yield functools.partial(name, after=".T"), value.T, lambda r, path=path: at(r.arguments, path).T


def _path_name(arguments, path, value):
    """An array of the cache as one writes it in Python, `cache[2]`."""
    if path[0] >= len(arguments):
        return f"an array of shape {value.shape} in the cache"
    return arguments[path[0]] + "".join(f"[{key!r}]" for key in path[1:])


def given_numbers(case):
    """Numbers among the arguments, as others for `with_each`."""
    for name, value in named_numbers(case).items():
        yield lambda _, name=name: name, np.float64(value), lambda r, name=name: float(r.values[name])
        if 0 < value < 1:
            yield (
                lambda _, name=name: f"1 minus {name}",
                np.float64(1 - value),
                lambda r, name=name: 1 - float(r.values[name]),
            )


def id_of(value):
    """What tells an array apart by its numbers."""
    return (np.shape(value), np.asarray(value).tobytes()) if isinstance(value, np.ndarray) else None


def leaves(value, path=()):
    """Arrays in nested containers, with the way to each; of caches of many passes only what all of them share."""
    if isinstance(value, np.ndarray):
        yield path, value
    elif isinstance(value, (tuple, list)):
        found = [list(leaves(each, (*path, i))) for i, each in enumerate(value)]
        yield from _shared(found) if _are_passes(value, found) else itertools.chain(*found)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))


def _are_passes(value, found):
    """Whether these are containers with arrays of the same shapes, as the caches of a loop are."""
    shapes = [[each.shape for _, each in arrays] for arrays in found]
    return (
        len(value) > 1
        and not any(isinstance(each, np.ndarray) for each in value)
        and shapes.count(shapes[0]) == len(shapes)
    )


def _shared(found):
    """What stands at the same place in each pass: a pass of a loop can't use the rest of another one."""
    for nth, (path, value) in enumerate(found[0]):
        if len({id_of(arrays[nth][1]) for arrays in found}) == 1:
            yield path, value


def at(value, path):
    """What stands at the end of a way that `leaves` gave."""
    for key in path:
        value = value[key]
    return value
