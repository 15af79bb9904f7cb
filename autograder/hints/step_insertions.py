"""One more operation in a step, or another array in it."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograder.hints.step_edits import FUNCTIONS, Change, is_float, ordinal, replaced, then
from autograder.verdict.findings import Finding

AFTERWARDS = {
    "negative": (Finding.SIGN, "the other sign", np.negative),
    "twice as large": (Finding.FACTOR, "one more factor", lambda v: 2 * v),
    "half as large": (Finding.FACTOR, "one more factor", lambda v: v / 2),
    "1 more": (Finding.OFFSET, "one more term", lambda v: v + 1),
    "1 less": (Finding.OFFSET, "one more term", lambda v: v - 1),
    "1 minus it": (Finding.COMPLEMENT, "1 minus what comes out", lambda v: 1 - v),
    "squared": (Finding.FUNCTION, "one more function", np.square),
    "its square root": (Finding.FUNCTION, "one more function", np.sqrt),
    "1 divided by it": (Finding.FUNCTION, "one more function", np.reciprocal),
    "its absolute value": (Finding.FUNCTION, "one more function", np.abs),
    "its sign": (Finding.FUNCTION, "one more function", np.sign),
    "its exponential": (Finding.FUNCTION, "one more function", np.exp),
    "its hyperbolic tangent": (Finding.FUNCTION, "one more function", np.tanh),
    "its positive part": (Finding.FUNCTION, "one more function", lambda v: np.maximum(v, 0)),
    "1 where it is positive, else 0": (Finding.FUNCTION, "a step function", lambda v: 1.0 * (v > 0)),
    "1 where it is not negative, else 0": (Finding.FUNCTION, "a step function", lambda v: 1.0 * (v >= 0)),
    "multiplied by 1 minus it": (Finding.SLOPE, "a slope made of what comes out", lambda v: v * (1 - v)),
    "1 minus its square": (Finding.SLOPE, "a slope made of what comes out", lambda v: 1 - v * v),
}
COMMON = ("its square root", "its positive part", "its hyperbolic tangent")  # what is left out most often
SLOPES = {
    "the slope of a hyperbolic tangent, 1 - {name} ** 2.": lambda v: 1 - v * v,
    "the slope of a logistic sigmoid, {name} * (1 - {name}).": lambda v: v * (1 - v),
    "the slope of a ReLU, 1 where {name} is positive and 0 elsewhere.": lambda v: v > 0,
}
WITH_ANOTHER = (
    (Finding.FACTOR, "factor", "times", np.multiply),
    (Finding.FACTOR, "factor", "divided by", np.divide),
    (Finding.TERM, "term", "plus", np.add),
    (Finding.TERM, "term", "minus", np.subtract),
)


def functions_left_out(step: Any) -> Iterator[Change]:
    """One more function on what comes out of a step, the likeliest ones."""
    for words in COMMON if is_float(step.result) else ():
        yield _afterwards(words)


def changes_after(step: Any) -> Iterator[Change]:
    """One more operation on what comes out of a step."""
    if not is_float(step.result):
        return
    yield from map(_afterwards, AFTERWARDS)
    for axis in range(np.ndim(step.result)):
        size = np.shape(step.result)[axis]
        if size > 1:
            yield from _by_size(axis)
            yield from _summed(axis)


def _afterwards(words):
    code, kind, after = AFTERWARDS[words]
    return Change(
        code, f"It would be right with {kind} {{where}}.", f"What comes out there should be {words}.", then(after)
    )


def changes_before(step: Any) -> Iterator[Change]:
    """One more operation on what goes into a step of two arrays; what goes in may be used elsewhere as it is."""
    for place, operand in enumerate(step.operands[:2]):
        if is_float(operand) and isinstance(step.function, np.ufunc) and step.function.nin == 2:
            for words, (code, kind, after) in AFTERWARDS.items():
                detail = f"The {ordinal(place)} array there should be {words}."
                yield Change(code, f"It would be right with {kind} {{where}}.", detail, _put_through(place, after))


def changes_with(step: Any, name: str, find: Callable, other: Any) -> Iterator[Change]:
    """A step with another array of the call, or a number, in it.

    Parameters
    ----------
    name : str
        What the other array is called.
    find : callable (recorder) -> array
        It, in any call.
    other : array
        It, in this call.
    """
    for kind in (another_array, _roots, _inside_function, one_more_slope, one_more_factor, _less_likely):
        yield from kind(step, name, find, other)


def another_array(step: Any, name: str, find: Callable, other: Any) -> Iterator[Change]:
    """The other array in place of one there."""
    arrays = [place for place, operand in enumerate(step.operands) if isinstance(operand, np.ndarray)]
    for place in arrays:
        if _fits(step.operands[place], other):
            sentence = "It would be right if another array were used {where}."
            which = f"{ordinal(arrays.index(place))} " if len(arrays) > 1 else ""
            detail = f"The {which}array there should be {name}."
            yield Change(Finding.OTHER_FACTOR, sentence, detail, replaced(place, find))


def another_slope(step: Any, name: str, find: Callable, other: Any) -> Iterator[Change]:
    """A slope of the other array in place of a factor."""
    for place, operand in enumerate(step.operands[:2] if step.function is np.multiply else ()):
        if isinstance(operand, np.ndarray) and operand.dtype.kind == "f" and operand.shape == np.shape(other):
            for words, slope in SLOPES.items():
                detail = f"In place of the {ordinal(place)} array there, {words.format(name=name)}"
                yield Change(
                    Finding.SLOPE,
                    "It would be right with another slope {where}.",
                    detail,
                    replaced(place, _slope_of(slope, find)),
                )


def one_more_factor(step: Any, name: str, find: Callable, other: Any) -> Iterator[Change]:
    """What comes out, times the other array."""
    yield from _combinations(step, name, find, other, WITH_ANOTHER[:1])


def one_more_slope(step: Any, name: str, find: Callable, other: Any) -> Iterator[Change]:
    """What comes out, times a slope of the other array."""
    if _goes_with(step, other) and np.ndim(other) and ".T" not in name:
        for words, slope in SLOPES.items():
            sentence = "It would be right with one more factor {where}: a slope."
            detail = f"What comes out there, times {words.format(name=name)}"
            yield Change(Finding.SLOPE, sentence, detail, _combined(np.multiply, _slope_of(slope, find)))


def _less_likely(step, name, find, other):
    yield from _combinations(step, name, find, other, WITH_ANOTHER[1:])
    for axis in range(np.ndim(other)) if is_float(step.result) and is_float(other) else ():
        for keep in (False, True):
            if np.shape(step.result) == np.shape(np.sum(other, axis, keepdims=keep)):
                sentence = "It would be right if what comes out {where} were divided by a sum over an axis."
                yield Change(
                    Finding.FACTOR, sentence, f"By the sum of {name} over axis {axis}.", _per_sum(find, axis, keep)
                )


def _combinations(step, name, find, other, ways):
    for code, what, word, operation in ways if _goes_with(step, other) else ():
        sentence = f"It would be right with one more {what} {{where}}."
        yield Change(code, sentence, f"What comes out there, {word} {name}.", _combined(operation, find))


def _goes_with(step, other):
    return is_float(step.result) and is_float(other) and _broadcasts(other, step.result)


def _roots(step, name, find, other):
    """A small number under a root or outside of it."""
    if step.function is np.sqrt and np.ndim(other) == 0:
        sentence = "It would be right if the small number stood outside the root {where}."
        yield Change(Finding.TERM, sentence, f"It is {name}.", _outside(find))
    if step.function is np.add and np.ndim(other) == 0:
        sentence = "It would be right if the small number stood under the root, not beside it {where}."
        yield Change(Finding.TERM, sentence, f"It is {name}.", _inside(find))


def _inside_function(step, name, find, other):
    if isinstance(step.function, np.ufunc) and step.function.nin == 1 and _broadcasts(other, step.operands[0]):
        for code, what, word, operation in WITH_ANOTHER:
            sentence = f"It would be right with one more {what} inside the {_name(step)} {{where}}."
            yield Change(code, sentence, f"What goes in there, {word} {name}.", _before(operation, find))


def _slope_of(slope, find):
    return lambda recorder: slope(find(recorder))


def _name(step):
    return FUNCTIONS.get(step.function, step.function.__name__)


def _before(operation, find):
    return lambda f, v, o, recorder: f(operation(v[0], find(recorder)), **o)


def _outside(find):
    return lambda f, v, o, recorder: np.sqrt(v[0] - find(recorder)) + find(recorder)


def _inside(find):
    return lambda f, v, o, recorder: np.sqrt((f(*v, **o) - find(recorder)) ** 2 + find(recorder))


def _put_through(place, after):
    def do(function, operands, options, _):
        changed = list(operands)
        changed[place] = after(operands[place])
        return function(*changed, **options)

    return do


def _by_size(axis):
    sentence = "It would be right with one more factor {where}: a size."
    yield Change(Finding.FACTOR, sentence, f"The length of axis {axis} of what comes out there.", _scaled(axis, 1))
    sentence = "It would be right if what comes out {where} were divided by a size."
    yield Change(Finding.FACTOR, sentence, f"By the length of axis {axis} of it.", _scaled(axis, -1))
    sentence = "It would be right if what comes out {where} were divided by the square root of a size."
    yield Change(Finding.FACTOR, sentence, f"Of the length of axis {axis} of it.", _scaled(axis, -0.5))


def _scaled(axis, power):
    def do(function, operands, options, _):
        value = function(*operands, **options)
        return value * float(np.shape(value)[axis]) ** power

    return do


def _summed(axis):
    sentence = "It would be right if what comes out {where} were {what} over an axis."
    for what, function in (("summed", np.sum), ("averaged", np.mean)):
        for keep in (False, True):
            after = then(lambda v, f=function, k=keep: f(v, axis=axis, keepdims=k))
            yield Change(Finding.MISSING_SUM, sentence.replace("{what}", what), f"Over axis {axis}.", after)


def _combined(operation, find):
    def do(function, operands, options, recorder):
        return operation(function(*operands, **options), find(recorder))

    return do


def _per_sum(find, axis, keep):
    return _combined(np.divide, lambda recorder: np.sum(find(recorder), axis, keepdims=keep))


def _fits(operand, other):
    same_form = np.shape(other) == operand.shape and np.asarray(other).dtype.kind == operand.dtype.kind
    return same_form and not np.array_equal(operand, other)


def _broadcasts(other, result):
    try:
        return np.broadcast_shapes(np.shape(other), np.shape(result)) == np.shape(result)
    except ValueError:
        return False
