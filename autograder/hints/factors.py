"""A factor is missing, wrong, or one too many: a sign, a number, a size, an argument."""

from itertools import combinations

import numpy as np

from autograder.hints.argument_places import named_numbers
from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.hints.factor_formulas import factor_formula
from autograder.hints.second_calls import pool
from autograder.verdict.findings import Finding


@explains(Finding.VALUE)
def wrong_sign(evidence: Evidence) -> Hint | None:
    """Every entry is minus the right one."""
    if np.isclose(_common_factor(evidence.got, evidence.right), -1):
        return Hint(Finding.SIGN, "It has the wrong sign.", holds=lambda other: same(other.got, -other.right))
    return None


@explains(Finding.VALUE)
def constant_factor(evidence: Evidence) -> Hint | None:
    """Every entry is the same number times the right one; a single number counts if the factor has a name."""
    factor = _common_factor(evidence.got, evidence.right)
    if factor == 0:
        return None
    name, value = _name_of(factor, evidence)
    if evidence.right.size == 1 and not name:
        return None
    subject = "It" if evidence.right.size == 1 else "Every entry"
    text = f"{subject} is {factor:.4g} times the right one{_question(name)}"
    detail = f"The factor is {name}." if name else ""
    return Hint(Finding.FACTOR, text, detail, holds=lambda other: same(other.got, value(other) * other.right))


@explains(Finding.VALUE, general=True)
def another_factor_in_each_call(evidence: Evidence) -> Hint | None:
    """In each call all entries are off by one factor, and in some calls by another one than here."""
    wrong = [each for each in evidence.failed if each.right.size > 2]
    factors = [_ratio(each.got, each.right) for each in wrong]
    if len(factors) < 2 or 0 in factors or np.ptp(factors) < 1e-3 * max(map(abs, factors)):
        return None
    cases = [each.case for each in wrong]
    made_of = factor_formula(factors, cases)
    if made_of:
        text = f"In each call all entries are off by one factor, made of {made_of.kind}: is it the wrong one?"
        return Hint(Finding.FACTOR, text, f"They are {made_of.words} times the right ones.")
    text = "In each call all entries are off by one factor, which differs from call to call"
    question = ": is it taken from the data where a constant belongs?" if _is_of_data(factors, cases) else "."
    found = ", ".join(f"{factor:.4g}" for factor in factors[:3])
    return Hint(Finding.FACTOR, text + question, f"It is {found}.")


def _is_of_data(factors, cases):
    """Whether no number among the arguments can be the reason: there is none, or the same ones gave other factors."""
    by_numbers = {}
    for factor, case in zip(factors, cases, strict=True):
        by_numbers.setdefault(str(named_numbers(case)), []).append(factor)
    return any(np.ptp(each) > 1e-3 * max(map(abs, each)) for each in by_numbers.values())


@explains(Finding.VALUE)
def missing_factor(evidence: Evidence) -> Hint | None:
    """Times an argument, or times an upstream gradient, it is right."""
    for name, value in _possible_factors(evidence):
        if same(evidence.got * value, evidence.right):
            is_upstream = name in evidence.case.upstream
            code = Finding.IGNORES_UPSTREAM if is_upstream else Finding.FACTOR
            text = f"Multiplied by {name} it would be right: a factor is missing."
            return Hint(code, text, holds=_lacking(name))
    return None


@explains(Finding.VALUE)
def factor_too_many(evidence: Evidence) -> Hint | None:
    """It is right times an argument, or times an upstream gradient."""
    for name, value in _possible_factors(evidence):
        if same(evidence.got, evidence.right * value):
            text = f"It is the right one times {name}: a factor too many."
            return Hint(Finding.FACTOR, text, holds=_with_too_many(name))
    return None


@explains(Finding.VALUE)
def upstream_times_another_argument(evidence: Evidence) -> Hint | None:
    """It is an upstream gradient times an argument, summed as a gradient of weights is."""
    for upstream, dout in evidence.case.upstream.items():
        for name, value in evidence.case.inputs.items():
            if any(same(evidence.got, product) for product in _products(value, dout)):
                reason = "a factor is missing, or one does not belong there"
                return Hint(Finding.OTHER_FACTOR, f"It is {upstream} times {name}, summed: {reason}.")
    return None


def _common_factor(got, right):
    """The number by which every right entry is multiplied; 0 if there is none, or if it is nearly 1."""
    factor = _ratio(got, right)
    return 0.0 if np.isclose(factor, 1, rtol=0.01) else factor


def _ratio(got, right):
    """The number by which every right entry is multiplied; 0 if there is none."""
    norm = float(np.sum(right * right))
    factor = float(np.sum(got * right)) / norm if norm else 0.0
    return factor if factor and same(got / factor, right) else 0.0


def _name_of(factor, evidence):
    """What is as large as a factor in all calls, and a function that finds it in any call; else no name."""
    others = [other for other in pool(evidence) if other is not evidence]
    for name, size in _constants(evidence).items():
        for sign, words in ((1, name), (-1, f"1/({name})" if " " in name.split(",")[0] else f"1/{name}")):
            value = _constant(name, sign)
            is_it = size > 0 and size != 1 and np.isclose(factor, size**sign, rtol=1e-4)
            if is_it and all(_is_times(other, value) for other in others):
                return words, value
    return "", _always(factor)


def _always(factor):
    return lambda other: factor


def _constant(name, power):
    return lambda other: _constants(other)[name] ** power


def _is_times(other, value):
    try:
        return np.shape(other.got) != np.shape(other.right) or same(other.got, value(other) * other.right)
    except KeyError:  # this call has no such number
        return True


def _constants(evidence):
    """Sizes and numbers in the call by name, those that are more often the reason first."""
    arrays = _arrays(evidence.case) | evidence.case.upstream
    shape = next((value.shape for value in arrays.values()), ())
    steps_first = {each.name for each in evidence.forward.arguments if "(T, N" in each.shape}
    found = dict(zip(("N, the number of samples",), shape, strict=False)) if not steps_first else {}
    found |= {"2": 2}
    if any(value.dtype.kind in "iu" for value in arrays.values()):
        found |= {"log(2), another base of the logarithm": np.log(2), "log(10), another base": np.log(10)}
    numbers = named_numbers(evidence.case)
    found |= {f"{name}": abs(value) for name, value in numbers.items()}
    found |= {f"1 - {name}": 1 - value for name, value in numbers.items() if 0 < value < 1}
    pairs = combinations([(name, abs(value)) for name, value in numbers.items() if isinstance(value, int)], 2)
    found |= {f"{a} times {b}": x * y for (a, x), (b, y) in pairs}
    found |= {f"the square of {name}": value**2 for name, value in numbers.items()}
    for name, value in arrays.items():
        found |= {f"the length of axis {axis} of {name}": size for axis, size in enumerate(value.shape)}
        found |= {f"the number of entries of {name}": value.size}
        if value.ndim > 2:
            found |= {f"the number of entries of {name} for each index of axis 1": value.size // value.shape[1]}
            if name not in steps_first:
                found |= {f"the number of entries of {name} for each sample": value.size // len(value)}
            found |= {f"the lengths of the last two axes of {name}": int(np.prod(value.shape[-2:]))}
    return found | {f"the square root of {name}": np.sqrt(value) for name, value in found.items() if value > 0}


def _question(name):
    if name in ("2", "1/2"):
        return ". Does a factor 2 or 1/2 stand where it should not, or is one missing?"
    if name.startswith(("1/N", "1/(the number", "1/(the length")):
        return ": a mean where a sum belongs?"
    if name.startswith(("N,", "the number", "the length")):
        return ": a sum where a mean belongs?"
    return ": a constant factor is missing, or one too many."


def _arrays(case):
    return {name: value for name, value in case.inputs.items() if isinstance(value, np.ndarray)}


def _possible_factors(evidence):
    """Arguments and upstream gradients, in a form in which they multiply the result and keep its shape."""
    if evidence.right.size < 3:  # too much fits two numbers
        return
    for name, value in evidence.values.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f":
            continue
        if value.ndim == 1 and evidence.right.ndim == 4:
            value = value[:, None, None]  # one number for each channel
        if _keeps_shape(value.shape, evidence.right.shape):
            yield name, value


def _lacking(name):
    return lambda other: same(other.got * _factor(other, name), other.right)


def _with_too_many(name):
    return lambda other: same(other.got, other.right * _factor(other, name))


def _factor(evidence, name):
    return dict(_possible_factors(evidence))[name]


def _keeps_shape(shape, other):
    try:
        return np.broadcast_shapes(shape, other) == other
    except ValueError:
        return False


def _products(value, dout):
    """An argument times an upstream gradient, summed over axes or as a matrix product."""
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or value.ndim != dout.ndim:
        return
    if value.shape == dout.shape:
        for count in range(1, dout.ndim + 1):
            yield from ((value * dout).sum(axes) for axes in combinations(range(dout.ndim), count))
    if dout.ndim > 1 and value.shape[:-1] == dout.shape[:-1]:
        yield value.reshape(-1, value.shape[-1]).T @ dout.reshape(-1, dout.shape[-1])
