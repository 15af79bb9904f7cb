"""What one step of a function could have been in place of what it is: a code, words, and a function that does it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

import numpy as np

from autograder.hints.tracing import assigned
from autograder.verdict.findings import Finding

REDUCTIONS = {
    np.sum: "sum",
    np.mean: "mean",
    np.max: "maximum",
    np.min: "minimum",
    np.var: "variance",
    np.std: "standard deviation",
    np.prod: "product",
    np.argmax: "argmax",
    np.argmin: "argmin",
    np.cumsum: "cumulative sum",
    np.add.reduce: "sum",
    np.maximum.reduce: "maximum",
}
OTHER_REDUCTIONS = {
    np.sum: (np.mean, np.max),
    np.add.reduce: (np.mean,),
    np.mean: (np.sum, np.max),
    np.max: (np.min, np.sum, np.mean),
    np.min: (np.max,),
    np.var: (np.std,),
    np.std: (np.var,),
    np.argmax: (np.argmin,),
    np.argmin: (np.argmax,),
}
COMPARISONS = {
    np.greater: (np.greater_equal, np.less, np.less_equal),
    np.greater_equal: (np.greater, np.less_equal, np.less),
    np.less: (np.less_equal, np.greater, np.greater_equal),
    np.less_equal: (np.less, np.greater_equal, np.greater),
    np.equal: (np.not_equal,),
    np.not_equal: (np.equal,),
}
FUNCTIONS = {
    np.exp: "exponential",
    np.log: "logarithm",
    np.sqrt: "square root",
    np.square: "square",
    np.tanh: "hyperbolic tangent",
    np.abs: "absolute value",
    np.reciprocal: "reciprocal",
    np.negative: "minus",
    np.sin: "sine",
    np.cos: "cosine",
}
ALIKE = {
    np.exp: (np.log, np.tanh),
    np.log: (np.exp, np.sqrt),
    np.sqrt: (np.square, np.log),
    np.square: (np.sqrt, np.abs),
    np.abs: (np.square,),
    np.tanh: (np.exp,),
    np.sin: (np.cos,),
    np.cos: (np.sin,),
}
SIGNS = {np.add: "plus", np.subtract: "minus"}
FACTORS = {np.multiply: "product", np.divide: "quotient"}
AFTERWARDS = {
    "negative": (Finding.SIGN, "the other sign", np.negative),
    "twice as large": (Finding.FACTOR, "one more factor", lambda v: 2 * v),
    "half as large": (Finding.FACTOR, "one more factor", lambda v: v / 2),
    "1 minus it": (Finding.COMPLEMENT, "1 minus what comes out", lambda v: 1 - v),
    "squared": (Finding.FUNCTION, "one more function", np.square),
    "its square root": (Finding.FUNCTION, "one more function", np.sqrt),
    "1 divided by it": (Finding.FUNCTION, "one more function", np.reciprocal),
    "its exponential": (Finding.FUNCTION, "one more function", np.exp),
    "its hyperbolic tangent": (Finding.FUNCTION, "one more function", np.tanh),
    "its positive part": (Finding.FUNCTION, "one more function", lambda v: np.maximum(v, 0)),
    "1 where it is positive, else 0": (Finding.FUNCTION, "a step function", lambda v: 1.0 * (v > 0)),
    "1 where it is not negative, else 0": (Finding.FUNCTION, "a step function", lambda v: 1.0 * (v >= 0)),
    "multiplied by 1 minus it": (Finding.SLOPE, "a slope made of what comes out", lambda v: v * (1 - v)),
    "1 minus its square": (Finding.SLOPE, "a slope made of what comes out", lambda v: 1 - v * v),
}
SLOPES = {
    "1 minus the square of {name}, as of a hyperbolic tangent.": lambda v: 1 - v * v,
    "{name} times 1 minus {name}, as of a logistic sigmoid.": lambda v: v * (1 - v),
    "1 where {name} is positive and 0 elsewhere, as of a ReLU.": lambda v: v > 0,
}
WITH_ANOTHER = (
    (Finding.FACTOR, "factor", "times", np.multiply),
    (Finding.FACTOR, "factor", "divided by", np.divide),
    (Finding.TERM, "term", "plus", np.add),
    (Finding.TERM, "term", "minus", np.subtract),
)
SIZES = 4  # axes whose sums may be taken in all combinations


@dataclass(frozen=True)
class Change:
    """Another way to do a step.

    Attributes
    ----------
    code : Finding
    sentence : str
        What would be right, with `{where}` for the line.
    detail : str
        Which axis, term or factor.
    do : callable (function, operands, options, recorder) -> result
    """

    code: Finding
    sentence: str
    detail: str
    do: Callable


def changes_of(step: Any) -> Iterator[Change]:
    """Other ways to do one step, the likeliest slips first."""
    for kind in (_reduction, _sign, _factor, _matrix_product, _number, _comparison, _extreme, _function, _triangle, _stored, _order, _parts):
        yield from kind(step)


def changes_of_axis(steps: list) -> Iterator[tuple[tuple, Any, Change]]:
    """All sums, means and maxima along the same axis at once: as where a softmax or a norm takes the wrong one.

    Parameters
    ----------
    steps : list of (Place, Step)
    """
    groups: dict[Any, list] = {}
    for place, step in steps:
        if step.function in REDUCTIONS and isinstance(step.operands[0], np.ndarray):
            groups.setdefault((str(_axis_of(step)), step.operands[0].ndim), []).append((place, step))
    for group in groups.values():
        first, axis = group[0][1], _axis_of(group[0][1])
        for other in _axes(first.operands[0].ndim) if len(group) > 1 else ():
            if other != axis and other != _positive(axis, first.operands[0].ndim):
                sentence = "It would be right if all sums, means and maxima {where} and after it ran over another axis."
                yours = _axis_words(_positive(axis, first.operands[0].ndim))
                detail = f"Over {_axis_words(other)}, not over {yours}: in all {len(group)} steps."
                places = tuple(place for place, _ in group)
                yield places, first, Change(Finding.OTHER_AXIS, sentence, detail, _with_axis(other))
                yield places, first, Change(Finding.OTHER_AXIS, sentence, detail, _with_axis(other, keepdims=True))


def changes_after(step: Any) -> Iterator[Change]:
    """One more operation on what comes out of a step."""
    if not _is_float(step.result):
        return
    for words, (code, kind, after) in AFTERWARDS.items():
        sentence = f"It would be right with {kind} {{where}}."
        yield Change(code, sentence, f"What comes out there should be {words}.", _then(after))
    for place, operand in enumerate(step.operands[:2]):
        if _is_float(operand) and isinstance(step.function, np.ufunc) and step.function.nin == 2:
            for words, (code, kind, after) in AFTERWARDS.items():
                detail = f"The {_ordinal(place)} array there should be {words}."
                yield Change(code, f"It would be right with {kind} {{where}}.", detail, _put_through(place, after))
    for axis in range(np.ndim(step.result)):
        size = np.shape(step.result)[axis]
        if size > 1:
            yield from _by_size(axis)
            yield from _summed(axis)


def changes_with(step: Any, name: str, find: Callable, other: Any) -> Iterator[Change]:
    """A step with another array of the call in it.

    Parameters
    ----------
    name : str
        What the other array is called.
    find : callable (recorder) -> array
        It, in any call.
    other : array
        It, in this call.
    """
    for place, operand in enumerate(step.operands):
        if isinstance(operand, np.ndarray) and _fits(operand, other):
            sentence = "It would be right if another array were used {where}."
            detail = f"{name} in place of the {_ordinal(place)} array there."
            yield Change(Finding.OTHER_FACTOR, sentence, detail, _replaced(place, find))
    if step.function is np.sqrt and np.ndim(other) == 0:
        sentence = "It would be right if the small number stood outside the root {where}."
        yield Change(Finding.TERM, sentence, f"It is {name}.", _outside(find))
    if step.function is np.add and np.ndim(other) == 0:
        sentence = "It would be right if the small number stood under the root, not beside it {where}."
        yield Change(Finding.TERM, sentence, f"It is {name}.", _inside(find))
    if isinstance(step.function, np.ufunc) and step.function.nin == 1 and _broadcasts(other, step.operands[0]):
        for code, what, word, operation in WITH_ANOTHER:
            sentence = f"It would be right with one more {what} inside the {_name(step)} {{where}}."
            yield Change(code, sentence, f"What goes in there, {word} {name}.", _before(operation, find))
    if not _is_float(step.result) or not _is_float(other) or not _broadcasts(other, step.result):
        return
    for words, slope in SLOPES.items():
        sentence, detail = "It would be right with one more factor {where}: a slope.", words.format(name=name)
        find_slope = lambda recorder, slope=slope: slope(find(recorder))  # noqa: E731
        if np.ndim(other) and not name.endswith("transposed"):
            yield Change(Finding.SLOPE, sentence, detail, _combined(np.multiply, find_slope))
    for code, what, word, operation in WITH_ANOTHER:
        sentence = f"It would be right with one more {what} {{where}}."
        yield Change(code, sentence, f"What comes out there, {word} {name}.", _combined(operation, find))


def _name(step):
    return FUNCTIONS.get(step.function, step.function.__name__)


def _before(operation, find):
    return lambda f, v, o, recorder: f(operation(v[0], find(recorder)), **o)


def _reduction(step):
    """Over another axis, or a mean in place of a sum."""
    if step.function not in REDUCTIONS or not isinstance(step.operands[0], np.ndarray):
        return
    word, array = REDUCTIONS[step.function], step.operands[0]
    axis = _axis_of(step)
    for other in _axes(array.ndim):
        if other != axis and other != _positive(axis, array.ndim):
            sentence = f"It would be right if the {word} {{where}} ran over another axis."
            detail = f"Over {_axis_words(other)}, not over {_axis_words(_positive(axis, array.ndim))}."
            yield Change(Finding.OTHER_AXIS, sentence, detail, _with_axis(other))
            if not step.options.get("keepdims"):
                yield Change(Finding.OTHER_AXIS, sentence, detail, _with_axis(other, keepdims=True))
    if step.options.get("ddof"):
        sentence = f"It would be right if the {word} {{where}} divided by the number of entries itself."
        yield Change(Finding.FACTOR, sentence, "Without ddof.", lambda f, v, o, r: f(*v, **o | {"ddof": 0}))
    for other in OTHER_REDUCTIONS.get(step.function, ()):
        sentence = f"It would be right if the {word} {{where}} were a {REDUCTIONS[other]}."
        code = Finding.FACTOR if {step.function, other} <= {np.sum, np.mean, np.add.reduce} else Finding.FUNCTION
        yield Change(code, sentence, "", _with_function(other))
    yield Change(Finding.MISSING_SUM, f"It would be right without the {word} {{where}}.", "", _only(0, None))


def _axis_of(step):
    return step.options.get("axis", step.operands[1] if len(step.operands) > 1 else _DEFAULT.get(step.function))


_DEFAULT = {np.add.reduce: 0, np.maximum.reduce: 0}


def _axes(ndim):
    yield from range(ndim)
    for count in range(2, ndim):
        if ndim <= SIZES:
            yield from combinations(range(ndim), count)
    if ndim > 1:
        yield None


def _positive(axis, ndim):
    if isinstance(axis, tuple):
        return tuple(sorted(each % ndim for each in axis)) if len(axis) < ndim else None
    if axis is None:
        return None if ndim > 1 else 0
    return axis % ndim if ndim else axis


def _axis_words(axis):
    if axis is None:
        return "all axes"
    if isinstance(axis, tuple):
        return f"the axes {', '.join(map(str, axis))}"
    return f"axis {axis}"


def _with_axis(axis, **more):
    def do(function, operands, options, _):
        return function(operands[0], *operands[2:], **options | {"axis": axis} | more)

    return do


def _with_function(other):
    return lambda function, operands, options, _: other(*operands, **options)


def _sign(step):
    if step.function not in SIGNS:
        return
    words = {np.add: "a minus in place of the plus", np.subtract: "a plus in place of the minus"}[step.function]
    other = np.subtract if step.function is np.add else np.add
    sentence = "It would be right if one sign {where} were the other one."
    yield Change(Finding.SIGN, sentence, f"There, {words}.", _with_function(other))
    if step.function is np.subtract:
        yield Change(Finding.SIGN, sentence, "There, the difference the other way round.", _reversed)
    yield from _without(step, Finding.TERM, "term", "{which} term", np.negative if step.function is np.subtract else None)


def _factor(step):
    if step.function not in FACTORS:
        return
    other = np.divide if step.function is np.multiply else np.multiply
    swap = {np.multiply: "the product {where} were a quotient", np.divide: "the quotient {where} were a product"}
    yield Change(
        Finding.FACTOR, f"It would be right if {swap[step.function]}.", "One is the inverse of the other.", _with_function(other)
    )
    if step.function is np.divide:
        yield Change(Finding.FACTOR, "It would be right if the quotient {where} were turned over.", "", _reversed)
    yield from _without(step, Finding.FACTOR, "factor", "{which} factor", np.reciprocal if step.function is np.divide else None)


def _without(step, code, word, which, left_over):
    """One of two operands left out."""
    for kept in (0, 1):
        if np.shape(step.operands[kept]) != np.shape(step.result) and step.result is not None:
            continue
        gone = step.operands[1 - kept]
        detail = f"Without the {which.format(which=_ordinal(1 - kept))} there{_number_words(gone)}."
        change = _only(kept, left_over if kept == 1 else None)
        yield Change(code, f"It would be right without one {word} {{where}}.", detail, change)


def _number_words(value):
    return f", {float(value):.4g}" if np.ndim(value) == 0 and np.asarray(value).dtype.kind in "if" else ""


def _only(place, change):
    def do(function, operands, options, _):
        value = np.array(operands[place], copy=True)
        return change(value) if change is not None else value

    return do


def _reversed(function, operands, options, _):
    return function(operands[1], operands[0], **options)


def _matrix_product(step):
    if step.function not in (np.matmul, np.dot):
        return
    sentence = "It would be right if an array in the matrix product {where} were transposed, or the order another one."
    orders = {
        "The second one transposed.": lambda a, b: a @ _turned(b),
        "The first one transposed.": lambda a, b: _turned(a) @ b,
        "Both transposed.": lambda a, b: _turned(a) @ _turned(b),
        "The other order.": lambda a, b: b @ a,
        "The other order, the first one of yours transposed.": lambda a, b: b @ _turned(a),
        "The other order, the second one of yours transposed.": lambda a, b: _turned(b) @ a,
    }
    for words, product in orders.items():
        yield Change(Finding.TRANSPOSED, sentence, words, lambda f, v, o, r, product=product: product(*v[:2]))
    sentence = "It would be right with the inverse of the matrix {where}."
    yield Change(Finding.FUNCTION, sentence, "A product where a system is to be solved.", _solved)
    sentence = "It would be right if the matrix product {where} were a product entry by entry."
    yield Change(Finding.FUNCTION, sentence, "", _with_function(np.multiply))


def _solved(function, operands, options, _):
    return np.linalg.solve(*operands[:2])


def _turned(array):
    return np.swapaxes(array, -1, -2)


def _comparison(step):
    for other in COMPARISONS.get(step.function, ()):
        sentence = "It would be right if the comparison {where} were another one."
        detail = f"{other.__name__.replace('_', ' or ')} in place of {step.function.__name__.replace('_', ' or ')}."
        yield Change(Finding.MASK, sentence, detail.capitalize(), _with_function(other))


def _extreme(step):
    pairs = {np.maximum: np.minimum, np.minimum: np.maximum}
    if step.function in pairs:
        other = pairs[step.function]
        sentence = f"It would be right if the {step.function.__name__} {{where}} were the {other.__name__}."
        yield Change(Finding.FUNCTION, sentence, "", _with_function(other))
        yield from _without(step, Finding.FUNCTION, step.function.__name__, "{which} value of the " + step.function.__name__, None)


def _function(step):
    if step.function in FUNCTIONS:
        word = FUNCTIONS[step.function]
        yield Change(Finding.FUNCTION, f"It would be right without the {word} {{where}}.", "", _only(0, None))
        for other in ALIKE.get(step.function, ()):
            sentence = f"It would be right if the {word} {{where}} were another function."
            yield Change(Finding.FUNCTION, sentence, f"There, {FUNCTIONS[other]}.", _with_function(other))


def _triangle(step):
    pairs = {np.tril: np.triu, np.triu: np.tril}
    if step.function in pairs:
        sentence = "It would be right with the other triangle {where}."
        yield Change(Finding.MASK, sentence, "", _with_function(pairs[step.function]))
        for by in (1, -1):
            detail = f"The diagonal {by:+d}."
            do = lambda f, v, o, r, by=by: f(v[0], k=o.get("k", v[1] if len(v) > 1 else 0) + by)  # noqa: E731
            yield Change(Finding.OFF_BY_ONE, "It would be right with another diagonal {where}.", detail, do)
            do = lambda f, v, o, r, by=by: pairs[f](v[0], k=o.get("k", v[1] if len(v) > 1 else 0) + by)  # noqa: E731
            yield Change(Finding.MASK, sentence, detail, do)


def _stored(step):
    if step.function is assigned:
        sentence = "It would be right if what is stored {where} were added to what stands there."
        yield Change(Finding.NOT_ADDITIVE, sentence, "A place that is reached several times collects a sum.", _added)


def _added(function, operands, options, _):
    return operands[0] + operands[1]


def _order(step):
    """Axes in another order, and a change of shape that goes through another order of axes."""
    if step.function in (np.transpose, np.swapaxes) and isinstance(step.operands[0], np.ndarray):
        for order in permutations(range(step.operands[0].ndim)):
            same = order == tuple(range(len(order)))
            sentence = f"It would be right {'without' if same else 'with another order of'} the {'transposition' if same else 'axes'} {{where}}."
            detail = "" if same else f"The order {order}."
            yield Change(Finding.TRANSPOSED, sentence, detail, lambda f, v, o, r, order=order: np.transpose(v[0], order))
    if step.function is np.reshape and isinstance(step.operands[0], np.ndarray) and step.operands[0].ndim <= SIZES:
        for order in list(permutations(range(step.operands[0].ndim)))[1:]:
            sentence = "It would be right if axes were exchanged before the reshape {where}: it only cuts the row of numbers anew."
            detail = f"First the axes in the order {order}."
            yield Change(
                Finding.PERMUTED,
                sentence,
                detail,
                lambda f, v, o, r, order=order: np.reshape(np.transpose(v[0], order), *v[1:], **o),
            )


def _parts(step):
    """The parts of a whole in another order, and sides that are exchanged."""
    if step.function in (np.concatenate, np.stack, np.hstack, np.vstack) and len(step.operands[0]) <= SIZES:
        for order in list(permutations(range(len(step.operands[0]))))[1:]:
            sentence = "It would be right if the parts put together {where} stood in another order."
            detail = f"In the order {', '.join(str(i + 1) for i in order)} of yours."
            yield Change(
                Finding.PERMUTED,
                sentence,
                detail,
                lambda f, v, o, r, order=order: f([v[0][i] for i in order], *v[1:], **o),
            )
    if step.function is np.where and len(step.operands) == 3:
        sentence = "It would be right if the two sides chosen from {where} were exchanged."
        yield Change(Finding.MASK, sentence, "", lambda f, v, o, r: f(v[0], v[2], v[1]))
    if step.function is np.flip:
        yield Change(Finding.PERMUTED, "It would be right without the flip {where}.", "", _only(0, None))


def _number(step):
    """A number in a step is another one."""
    for place, value in enumerate(step.operands[:2]):
        if isinstance(value, (int, float)) and not isinstance(value, bool) and step.function not in REDUCTIONS:
            for other in (0 * value, value + 1, value - 1, 2 * value, value / 2, -value, value * value, 1 - value):
                sentence = "It would be right with another number {where}."
                detail = f"It is {value:.6g} there."
                yield Change(Finding.FACTOR, sentence, detail, _replaced(place, lambda r, other=other: other))


def _then(after):
    return lambda function, operands, options, _: after(function(*operands, **options))


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
            after = _then(lambda v, f=function, k=keep: f(v, axis=axis, keepdims=k))
            yield Change(Finding.MISSING_SUM, sentence.replace("{what}", what), f"Over axis {axis}.", after)


def _replaced(place, find):
    def do(function, operands, options, recorder):
        changed = list(operands)
        changed[place] = find(recorder)
        return function(*changed, **options)

    return do


def _combined(operation, find):
    def do(function, operands, options, recorder):
        return operation(function(*operands, **options), find(recorder))

    return do


def _is_float(value):
    return isinstance(value, (np.ndarray, np.floating)) and np.asarray(value).dtype.kind == "f"


def _fits(operand, other):
    same_form = np.shape(other) == operand.shape and np.asarray(other).dtype.kind == operand.dtype.kind
    return same_form and not np.array_equal(operand, other)


def _broadcasts(other, result):
    try:
        return np.broadcast_shapes(np.shape(other), np.shape(result)) == np.shape(result)
    except ValueError:
        return False


def _ordinal(place):
    return ("first", "second", "third")[place] if place < 3 else f"{place + 1}th"
