"""What a step of a function could have been in place of what it is: a code, words, and a function that does it."""

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import numpy as np

from autograder.hints.step_edits import (
    FUNCTIONS,
    SIZES,
    Change,
    is_float,
    only,
    ordinal,
    replaced,
    sigmoid,
    then,
    with_function,
)
from autograder.hints.step_matrices import ORDERS, as_product, eigenvectors, matrix_product, triangle
from autograder.hints.step_reductions import REDUCTIONS, reduction
from autograder.hints.tracing import Elsewhere, assigned, taken
from autograder.verdict.findings import Finding

SMALL = 0.1  # a bound that takes what is close to 0 for 0
SYMBOLS = {
    np.greater: ">",
    np.greater_equal: ">=",
    np.less: "<",
    np.less_equal: "<=",
    np.equal: "==",
    np.not_equal: "!=",
}
COMPARISONS = {
    np.greater: (np.greater_equal, np.less, np.less_equal),
    np.greater_equal: (np.greater, np.less_equal, np.less),
    np.less: (np.less_equal, np.greater, np.greater_equal),
    np.less_equal: (np.less, np.greater_equal, np.greater),
    np.equal: (np.not_equal,),
    np.not_equal: (np.equal,),
}
FIRST = {*COMPARISONS, np.linalg.eigh}  # nothing else helps so plainly where one of these does
ALIKE = {
    np.exp: (np.log, np.tanh),
    np.log: (np.exp, np.sqrt),
    np.sqrt: (np.square, np.log),
    np.square: (np.sqrt, np.abs),
    np.abs: (np.square,),
    np.tanh: (sigmoid, np.exp),
    np.sin: (np.cos,),
    np.cos: (np.sin,),
}
SIGNS = {np.add: "plus", np.subtract: "minus"}
WHOLE = {np.divide: np.floor_divide, np.floor_divide: np.divide}
LAST = (np.divide, np.reciprocal, np.multiply, np.add, np.where)  # in 1 / (1 + e), (1 + t) / 2 or by cases
FACTORS = {np.multiply: "product", np.divide: "quotient"}


def changes_of(step: Any) -> Iterator[Change]:
    """Other ways to do one step, the likeliest slips first."""
    for kind in (
        reduction,
        _sign,
        _factor,
        _whole,
        matrix_product,
        _number,
        _comparison,
        _extreme,
        _function,
        _sigmoid,
        _taken,
        triangle,
        eigenvectors,
        _stored,
        _order,
        _parts,
    ):
        yield from kind(step)


def _sign(step):
    if step.function not in SIGNS:
        return
    words = {np.add: "a minus in place of the plus", np.subtract: "a plus in place of the minus"}[step.function]
    other = np.subtract if step.function is np.add else np.add
    sentence = "It would be right if one sign {where} were the other one."
    yield Change(Finding.SIGN, sentence, f"There, {words}.", with_function(other))
    if step.function is np.add and not any(_is_one(value) for value in step.operands):  # times 1 is left out
        sentence = "It would be right if the sum {where} were a product."
        yield Change(Finding.FUNCTION, sentence, "", with_function(np.multiply))
    if step.function is np.subtract:
        yield Change(Finding.SIGN, sentence, "There, the difference the other way round.", _reversed)
    yield from _without(
        step, Finding.TERM, "term", "{which} term", np.negative if step.function is np.subtract else None
    )


def _factor(step):
    if step.function not in FACTORS:
        return
    other = np.divide if step.function is np.multiply else np.multiply
    swap = {np.multiply: "the product {where} were a quotient", np.divide: "the quotient {where} were a product"}
    yield Change(
        Finding.FACTOR,
        f"It would be right if {swap[step.function]}.",
        "One is the inverse of the other.",
        with_function(other),
    )
    if step.function is np.multiply:
        sentence = "It would be right if the product {where} were a sum."
        yield Change(Finding.FUNCTION, sentence, "", with_function(np.add))
        sentence = "It would be right if the product {where} were a matrix product."
        for words, product in ORDERS.items():
            yield Change(Finding.FUNCTION, sentence, words, as_product(product))
    if step.function is np.divide:
        yield Change(Finding.FACTOR, "It would be right if the quotient {where} were turned over.", "", _reversed)
    yield from _without(
        step, Finding.FACTOR, "factor", "{which} factor", np.reciprocal if step.function is np.divide else None
    )


def _whole(step):
    """A quotient with and without what stands behind the point."""
    if step.function in WHOLE:
        words = (
            "rounded down to a whole number, //"
            if step.function is np.divide
            else "with what stands behind the point, /"
        )
        sentence = "It would be right if the quotient {where} were another one."
        yield Change(Finding.FUNCTION, sentence, f"There, {words}.", with_function(WHOLE[step.function]))


def _without(step, code, word, which, left_over):
    """One of two operands left out."""
    for kept in (0, 1):
        if np.shape(step.operands[kept]) != np.shape(step.result) and step.result is not None:
            continue
        gone = step.operands[1 - kept]
        detail = f"Without the {which.format(which=ordinal(1 - kept))} there{_number_words(gone)}."
        change = only(kept, left_over if kept == 1 else None)
        yield Change(code, f"It would be right without one {word} {{where}}.", detail, change)


def _is_one(value):
    return np.ndim(value) == 0 and value == 1


def _number_words(value):
    return f", {float(value):.4g}" if np.ndim(value) == 0 and np.asarray(value).dtype.kind in "if" else ""


def _reversed(function, operands, options, _):
    return function(operands[1], operands[0], **options)


def _comparison(step):
    for other in COMPARISONS.get(step.function, ()):
        sentence = "It would be right if the comparison {where} were another one."
        detail = f"{SYMBOLS[other]} in place of {SYMBOLS[step.function]}."
        yield Change(Finding.MASK, sentence, detail, with_function(other))


def _extreme(step):
    pairs = {np.maximum: np.minimum, np.minimum: np.maximum}
    if step.function in pairs:
        other = pairs[step.function]
        sentence = f"It would be right if the {step.function.__name__} {{where}} were the {other.__name__}."
        yield Change(Finding.FUNCTION, sentence, "", with_function(other))
        yield from _without(
            step, Finding.FUNCTION, step.function.__name__, "{which} value of the " + step.function.__name__, None
        )


def _function(step):
    if step.function in FUNCTIONS:
        word = FUNCTIONS[step.function]
        code = Finding.SIGN if step.function is np.negative else Finding.FUNCTION
        yield Change(code, f"It would be right without the {word} {{where}}.", "", only(0, None))
        for other in ALIKE.get(step.function, ()):
            sentence = f"It would be right if the {word} {{where}} were another function."
            yield Change(Finding.FUNCTION, sentence, f"There, {FUNCTIONS[other]}.", with_function(other))


def _sigmoid(step):
    """A sigmoid, however it is computed, is seen by its last step: what comes out lies between 0 and 1."""
    if step.function in LAST and is_float(step.result) and np.all((step.result > 0) & (step.result < 1)):
        sentence = f"It would be right if the {FUNCTIONS[sigmoid]} {{where}} were another function."
        detail = f"There, {FUNCTIONS[np.tanh]}."
        yield Change(Finding.FUNCTION, sentence, detail, then(lambda v: np.tanh(np.log(v) - np.log1p(-v))))


def _taken(step):
    """Rows in place of columns."""
    if step.function is taken:
        (axis,) = [place for place, each in enumerate(step.options["index"]) if not isinstance(each, slice)]
        for other in range(step.operands[0].ndim):
            if other != axis:
                sentence = "It would be right if what is taken {where} were taken along another axis."
                detail = f"Along axis {other}, not along axis {axis}."
                yield Change(Finding.OTHER_AXIS, sentence, detail, _taken_along(other), indices=True)


def _taken_along(axis):
    def do(function, operands, options, _):
        (index,) = [each for each in options["index"] if not isinstance(each, slice)]
        return np.take(operands[0], index, axis)

    return do


def _stored(step):
    if step.function is assigned:
        sentence = "It would be right if what is stored {where} were added to what stands there."
        yield Change(Finding.NOT_ADDITIVE, sentence, "A place that is reached several times collects a sum.", _added)
        if _chosen(step.options["index"]) is not None:
            sentence = (
                "It would be right if {where} one entry in each row were changed: an index alone takes whole rows."
            )
            detail = "Entry [n, y[n]] for each n: two arrays of indices, one for the rows, one for the columns."
            yield Change(Finding.OTHER_FACTOR, sentence, detail, _in_pairs, indices=True)


def _chosen(index):
    """Indices of rows, or of columns, if there is nothing else between the brackets."""
    if isinstance(index, tuple) and len(index) == 2 and isinstance(index[0], slice):
        index = index[1]
    return index if isinstance(index, np.ndarray) and index.dtype.kind in "iu" and index.ndim == 1 else None


def _in_pairs(function, operands, options, _):
    """One number, taken away from whole rows or columns, is taken away from one entry of each row."""
    (by,) = np.unique(np.round(np.asarray(operands[1]) - operands[0], 12))
    chosen, whole = _chosen(options["index"]), options["whole"]
    pairs = np.arange(len(whole)), chosen
    return Elsewhere(pairs, whole[pairs] + by)


def _added(function, operands, options, _):
    return operands[0] + operands[1]


def _order(step):
    """Axes in another order, and a change of shape that goes through another order of axes."""
    if step.function in (np.transpose, np.swapaxes) and isinstance(step.operands[0], np.ndarray):
        for order in permutations(range(step.operands[0].ndim)):
            is_same = order == tuple(range(len(order)))
            sentence = (
                f"It would be right with{'out the transposition' if is_same else ' another order of axes'} {{where}}."
            )
            detail = "" if is_same else f"The order {order}."
            yield Change(
                Finding.TRANSPOSED, sentence, detail, lambda f, v, o, r, order=order: np.transpose(v[0], order)
            )
    if step.function is np.reshape and isinstance(step.operands[0], np.ndarray) and step.operands[0].ndim <= SIZES:
        for order in list(permutations(range(step.operands[0].ndim)))[1:]:
            sentence = "It would be right if axes were exchanged before the reshape {where}."
            detail = f"A reshape only cuts the row of numbers in other places. First the axes in the order {order}."
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
        yield Change(Finding.PERMUTED, "It would be right without the flip {where}.", "", only(0, None))


def _number(step):
    """A number in a step is another one."""
    for place, value in enumerate(step.operands[:2]):
        if type(value) in (int, float) and step.function not in REDUCTIONS:
            for other in (0 * value, value + 1, value - 1, 2 * value, value / 2, -value, value * value, 1 - value):
                sentence = "It would be right with another number {where}."
                if other == 0 and step.function in COMPARISONS and abs(value) < SMALL:
                    sentence = (
                        "It would be right if the bound {where} were exactly 0: what is close is taken for equal."
                    )
                detail = f"It is {value:.6g} there."
                yield Change(Finding.FACTOR, sentence, detail, replaced(place, lambda r, other=other: other))
