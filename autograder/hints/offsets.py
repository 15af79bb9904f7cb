"""Every entry is off by the same number, or by an argument."""

import numpy as np

from autograder.hints.argument_places import named_numbers, named_values
from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.findings import Finding


@explains(Finding.VALUE, general=True)
def offset_by_an_argument(evidence: Evidence) -> Hint | None:
    """In each call, every entry is off by the same number, which is an argument of that call."""
    offsets = _offsets(evidence)
    numbers = [named_numbers(wrong.case) for wrong in evidence.failed]
    sign = np.sign(offsets[0]) if offsets else 0
    for name in numbers[0] if offsets else ():
        pairs = zip(offsets, numbers, strict=True)
        if all(np.isclose(sign * offset, abs(each.get(name, np.inf))) for offset, each in pairs):
            return _hint(evidence, offsets[0], name)
    return None


@explains(Finding.VALUE, general=True)
def constant_offset(evidence: Evidence) -> Hint | None:
    """Every entry is off by the same number in all calls; a single number always is, and says nothing."""
    offsets = _offsets(evidence)
    if offsets and sum(wrong.got.size for wrong in evidence.failed) > 1 and same(offsets, [offsets[0]] * len(offsets)):
        return _hint(evidence, offsets[0])
    return None


@explains(Finding.VALUE, general=True)
def term_missing_or_too_many(evidence: Evidence) -> Hint | None:
    """In each call the error is an argument, or an argument times a number among the arguments."""
    if sum(wrong.got.size for wrong in evidence.failed) < 3:  # too much fits two numbers
        return None
    errors = [np.subtract(wrong.got, wrong.right, dtype=float) for wrong in evidence.failed]
    for name, terms in _terms([wrong.case for wrong in evidence.failed]):
        for sign, word in ((1, "large"), (-1, "small")):
            if all(same(error, sign * term) for error, term in zip(errors, terms, strict=True)):
                return Hint(Finding.TERM, f"It is too {word} by {name}: a term is missing, or one too many.")
    return None


def _offsets(evidence):
    """By how much every entry is too large, for each call; empty unless it is one number for a whole call."""
    errors = [np.ravel(np.subtract(wrong.got, wrong.right, dtype=float)) for wrong in evidence.failed]
    if not all(error.size and same(error, np.full(error.shape, error[0])) for error in errors):
        return []
    if sum(map(len, errors)) == 1 and evidence.right.dtype.kind != "f":  # too much fits a small whole number
        return []
    return [error[0] for error in errors]


def _hint(evidence, offset, name=""):
    subject = "Every entry is" if evidence.failed[0].got.size > 1 else "It is"
    which = f", which is {name} here" if name and abs(offset) != 1 else ""
    return Hint(Finding.OFFSET, f"{subject} too {'large' if offset > 0 else 'small'} by {abs(offset):.6g}{which}.")


def _terms(cases):
    """Arrays, and numbers times arrays, among the arguments of every call: a name, and the value in each call."""
    arrays = [_arrays(case) for case in cases]
    numbers = [{"": 1.0} | named_numbers(case) for case in cases]
    for array in _in_all(arrays):
        for number in _in_all(numbers):
            name = f"{number} times {array}" if number else array
            yield name, [many[number] * each[array] for each, many in zip(arrays, numbers, strict=True)]


def _in_all(dictionaries):
    first, *others = dictionaries
    return [name for name in first if all(name in other for other in others)]


def _arrays(case):
    return {
        name: value
        for name, value in named_values(case.inputs).items()
        if isinstance(value, np.ndarray) and value.dtype.kind == "f"
    }
