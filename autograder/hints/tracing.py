"""Watch what a function does with its arrays, step by step, and do one step in another way.

The arrays that the function is given are of a subclass that sees every operation on them. Steps are told apart by
their place in the function's code; a step in a loop is one place. See `repairs`, which asks: if this step were another
one, would everything be right?
"""

import contextlib
import copy
import functools
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from autograder.hints.code_places import GIVEN, Place, is_students, student_frame
from autograder.hints.local_names import LocalNames

MOST_STEPS = 3_000  # in one call: a longer one is too slow to be tried again and again
MOST_CALLERS = 4
MAKERS = ("zeros", "ones", "full", "eye", "arange")
METHODS = ("sum", "mean", "var", "std", "max", "min", "prod", "argmax", "argmin", "cumsum", "swapaxes", "dot", "clip")


class TooLong(Exception):
    """The function takes too many steps to be watched."""


@dataclass
class Step:
    """A step as it was done first: what was called, with which arrays and options, and what came out."""

    function: Callable
    operands: tuple
    options: dict
    line: int
    within: str  # the function
    result: Any = None


@dataclass
class Recorder:
    """What is done in one call; `change` does the steps at some places in another way."""

    places: tuple[Place, ...] = ()
    change: Callable | None = None
    steps: dict[Place, Step] = field(default_factory=dict)
    latest: dict[Place, Any] = field(default_factory=dict)
    arguments: tuple = ()
    watched: tuple = ()  # the arguments, as the function has them
    argument_names: tuple[str, ...] = ()
    names: LocalNames = field(default_factory=LocalNames)
    done: int = 0
    entries: int = 0  # of all arrays that went into steps
    keeps_passes: bool = False
    passes: dict[Place, list] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    keeps_failure: bool = False
    failure: tuple[Place, Step] | None = None
    counts: dict = field(default_factory=dict)
    last_key: Any = None
    at: Place | None = None  # where the step is that is being changed

    def run(self, function, operands, options):
        """Do one step, or what takes its place."""
        self.done += 1
        if self.done > MOST_STEPS:
            raise TooLong
        plain = tuple([_plain(each) for each in operands])
        self.entries += sum([each.size for each in plain if isinstance(each, np.ndarray)])
        kept = {key: _plain(value) for key, value in options.items()} if options else {}
        if function is np.linalg.lstsq and not _is_finite(plain):  # LAPACK never comes back from an infinity
            raise np.linalg.LinAlgError("least squares with numbers that are not finite")
        frame = student_frame()
        place = self._place(frame) if frame else None
        if self.change is None and place is not None and place not in self.steps:
            self.steps[place] = Step(function, _copied(plain), kept, frame.f_lineno, frame.f_code.co_name)
        if self.change is None and frame:
            self.names.look(frame)
        if self.change is not None and place in self.places:
            self.at = place
            result = self.change(function, plain, kept, self)
        else:
            result = function(*plain, **kept)
        self.latest[place] = result
        if self.keeps_passes and isinstance(result, np.ndarray):
            self.passes.setdefault(place, []).append(np.array(result))
        if self.keeps_failure and self.failure is None and place and not _is_finite(result) and _is_finite(plain):
            step = Step(function, _copied(plain), kept, frame.f_lineno, frame.f_code.co_name, result)
            self.failure = place, step
        if self.change is None and place in self.steps and self.steps[place].result is None:
            self.steps[place].result = _copied(result)
        watched = _watched(result, self)
        if self.change is None:
            self.names.keep(place, watched)
        return watched

    def give(self, function, number, value):
        """Hand over an argument: a step like others, so that it can be done in another way."""
        code = getattr(inspect.unwrap(function), "__code__", None)
        if code is None or not isinstance(value, Watched) or value.dtype.kind != "f" or number >= code.co_argcount:
            return value
        place, plain = Place(code, number, (), GIVEN), _plain(value)
        if self.change is not None and place in self.places:
            return _watched(self.change(given, (plain,), {}, self), self)
        if self.change is None:
            self.steps[place] = Step(given, (plain,), {}, code.co_firstlineno, code.co_name, plain)
        self.latest[place] = plain
        return value

    def _place(self, frame):
        """An instruction that takes several steps, such as a call of np.var, counts them anew each time."""
        callers, outer = [], frame.f_back
        while outer is not None and is_students(outer) and len(callers) < MOST_CALLERS:
            callers.append((outer.f_code, outer.f_lasti))
            outer = outer.f_back
        key = (frame.f_code, frame.f_lasti, tuple(callers))
        last, count = self.counts.get(key, (None, 0))
        count = count + 1 if last is frame and self.last_key == key else 0
        self.counts[key], self.last_key = (frame, count), key
        return Place(*key, count)


class Watched(np.ndarray):
    """An array whose operations are seen by a recorder."""

    recorder: Recorder | None = None

    def __array_finalize__(self, parent):
        self.recorder = getattr(parent, "recorder", None)

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        recorder = _recorder_of((*inputs, *(out or ())))
        function = ufunc if method == "__call__" else getattr(ufunc, method)
        if out is None:
            return recorder.run(function, inputs, options)
        if method != "__call__" or len(out) != 1:
            return function(*map(_plain, inputs), out=tuple(map(_plain, out)), **options)
        result = recorder.run(function, inputs, options)
        np.copyto(_plain(out[0]), _plain(result), casting="same_kind")
        return out[0]

    def __array_function__(self, function, types, operands, options):
        recorder = _recorder_of((*operands, *options.values()))
        if function in PASSED or "out" in options:
            return _watched(function(*map(_plain, operands), **{k: _plain(v) for k, v in options.items()}), recorder)
        return recorder.run(function, operands, options)

    @property
    def T(self):
        """As np.transpose, so that it is seen."""
        return self.recorder.run(np.transpose, (self,), {}) if self.recorder else np.ndarray.T.__get__(self)

    def transpose(self, *axes):
        """As np.transpose, so that it is seen."""
        order = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes or None
        return self.recorder.run(np.transpose, (self, order), {})

    def __setitem__(self, index, value):
        if self.recorder is None:
            super().__setitem__(_plain(index), _plain(value))
            return
        old = np.array(self.view(np.ndarray)[_plain(index)], copy=True)
        plain, index = self.view(np.ndarray), _plain(index)
        value = self.recorder.run(assigned, (old, value), {"whole": plain, "index": index})
        index, value = value if isinstance(value, Elsewhere) else (index, value)
        plain[index] = _plain(value)

    def __getitem__(self, *index):  # a star: Python would inline a simpler one, after a while, and steps change places
        (index,) = index
        if self.recorder is not None and self.dtype.kind == "f" and (places := _one_array_of_places(_plain(index))):
            return self.recorder.run(taken, (self,), {"index": places})
        found = super().__getitem__(index)
        return _watched(found, self.recorder) if isinstance(found, np.floating) and self.recorder else found

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def reshape(self, *shape, **options):
        """As np.reshape, so that it is seen."""
        return self.recorder.run(np.reshape, (self, shape[0] if len(shape) == 1 else shape), options)


class Elsewhere(NamedTuple):
    """What is stored at other places than the function says."""

    index: Any
    value: Any


def assigned(old: np.ndarray, new: Any, whole: Any = None, index: Any = None) -> Any:
    """What is stored in a part of an array."""
    return new


def taken(whole: np.ndarray, index: tuple) -> np.ndarray:
    """What is taken from an array at several places along one axis."""
    return whole[index]


def _one_array_of_places(index):
    """The index as a tuple, if it is one array of whole numbers and else only whole axes."""
    index = index if isinstance(index, tuple) else (index,)
    arrays = [each for each in index if not (isinstance(each, slice) and each == slice(None))]
    is_one = len(arrays) == 1 and isinstance(arrays[0], np.ndarray)
    return index if is_one and arrays[0].ndim and arrays[0].dtype.kind in "iu" else None


def _method(name):
    function = getattr(np, name)

    def method(self, *operands, **options):
        return self.recorder.run(function, (self, *operands), options)

    return method


for _name in METHODS:
    setattr(Watched, _name, _method(_name))
PASSED = {
    np.zeros_like,
    np.ones_like,
    np.empty_like,
    np.full_like,
    np.shape,
    np.copyto,
    np.ndim,
    np.size,
    np.array_repr,
}


def given(value: np.ndarray) -> np.ndarray:
    """What a function is given, as a step of its own."""
    return value


def record(function: Callable, arguments: tuple, recorder: Recorder) -> Any:
    """Call a function with watched copies of arrays, and watch the arrays that it makes; what comes back is plain."""
    watched = tuple(_watched(_copied(_with_arrays(each)), recorder) for each in arguments)
    recorder.arguments, recorder.watched = tuple(_plain(each) for each in watched), watched
    code = getattr(inspect.unwrap(function), "__code__", None)
    recorder.argument_names = code.co_varnames[: code.co_argcount] if code else ()
    watched = tuple(recorder.give(function, n, value) for n, value in enumerate(watched))
    with contextlib.ExitStack() as stack:
        for name in MAKERS:
            stack.enter_context(mock.patch.object(np, name, _making(getattr(np, name), recorder)))
        returned = _plain(function(*watched))
    for given, used in zip(arguments, watched, strict=True):
        if isinstance(given, dict):  # what is stored in it is a result
            given.update(_plain(used))
    return returned


def _making(maker, recorder):
    @functools.wraps(maker)
    def make(*operands, **options):
        made = maker(*map(_plain, operands), **{key: _plain(value) for key, value in options.items()})
        return _watched(made, recorder) if is_students(sys._getframe(1)) else made

    return make


def _with_arrays(value):
    """A number as an array without axes, so that what is done with it is seen."""
    return np.asarray(value) if type(value) in (int, float) else value


def _watched(value, recorder):
    """Arrays in it watched; containers anew, all else as it is."""
    if isinstance(value, (np.ndarray, np.floating, np.integer)):
        value = np.asarray(value)
        if value.dtype.kind not in "biuf":
            return value
        watched = value.view(Watched)
        watched.recorder = recorder
        return watched
    if type(value) in (tuple, list):
        return type(value)(_watched(each, recorder) for each in value)
    if type(value) is dict:
        return {key: _watched(each, recorder) for key, each in value.items()}
    return value


def _plain(value):
    """Arrays in it as plain ones that share their memory."""
    if isinstance(value, np.ndarray):
        return value.view(np.ndarray) if isinstance(value, Watched) else value
    if type(value) in (tuple, list):
        return type(value)(_plain(each) for each in value)
    if type(value) is dict:
        return {key: _plain(each) for key, each in value.items()}
    return value


def _is_finite(value):
    if isinstance(value, (tuple, list)):
        return all(map(_is_finite, value))
    return not isinstance(value, (np.ndarray, np.floating)) or value.dtype.kind not in "f" or np.all(np.isfinite(value))


def _copied(value):
    return copy.deepcopy(value)


def _recorder_of(values):
    for value in values:
        if isinstance(value, Watched) and value.recorder is not None:
            return value.recorder
        if isinstance(value, (tuple, list)):
            found = _recorder_of(value)
            if found is not None:
                return found
    return None
