"""What is tried in which step: all changes of each, or each with another array of the call."""

import numpy as np

from autograder.hints.code_places import GIVEN, source_of
from autograder.hints.step_insertions import changes_with


def of_each(steps, changes):
    """All changes of each step, with where it is."""
    for place, step in steps:
        for change in changes(step):
            yield (place,), step, change


def with_each(steps, others, changes=changes_with):
    """Changes with another array in each step; of each a name, the value, and a function that finds it in any call."""
    others = list(others)
    for place, step in steps:
        for name, value, where in others:
            for change in changes(step, name, where, value):
                yield (place,), step, change


def has_array(placed):
    """Whether a step gives an array of several numbers."""
    return isinstance(placed[1].result, np.ndarray) and placed[1].result.size > 1


def result_of(placed):
    """What a step gives, as another array for `with_each`."""
    place, step = placed
    name = source_of(place) if place.nth == GIVEN else f"what line {step.line} gives"
    return name, step.result, lambda recorder: recorder.latest[place]


def id_of(value):
    """What tells an array apart by its numbers."""
    return (np.shape(value), np.asarray(value).tobytes()) if isinstance(value, np.ndarray) else None


def leaves(value, path=()):
    """Arrays in nested containers, with the way to each."""
    if isinstance(value, np.ndarray):
        yield path, value
    elif isinstance(value, (tuple, list)):
        for i, each in enumerate(value):
            yield from leaves(each, (*path, i))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, (*path, key))


def at(value, path):
    """What stands at the end of a way that `leaves` gave."""
    for key in path:
        value = value[key]
    return value
