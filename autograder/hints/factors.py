"""A factor is missing, wrong, or one too many: a sign, a number, a size, an argument."""

from itertools import combinations

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.findings import Finding

LOGARITHMS = {
    "1/log(2), another base of the logarithm": 1 / np.log(2),
    "1/log(10), another base of the logarithm": 1 / np.log(10),
}


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
    named, value = _name_of(factor, evidence)
    if evidence.right.size == 1 and not named:
        return None
    subject = "It" if evidence.right.size == 1 else "Every entry"
    equals = f", which is {named} here" if named not in ("", "2", "1/2") else ""
    text = f"{subject} is {factor:.4g} times the right one{equals}.{_question(named)}"
    return Hint(Finding.FACTOR, text, holds=lambda other: same(other.got, value(other) * other.right))


@explains(Finding.VALUE)
def missing_factor(evidence: Evidence) -> Hint | None:
    """Times an argument, or times an upstream gradient, it is right."""
    for name, value in _possible_factors(evidence):
        if same(evidence.got * value, evidence.right):
            is_upstream = name in evidence.case.upstream
            code = Finding.IGNORES_UPSTREAM if is_upstream else Finding.FACTOR
            text = f"Multiplied by {name} it would be right: a factor is missing."
            return Hint(code, text, holds=lambda other, name=name: same(other.got * _factor(other, name), other.right))
    return None


@explains(Finding.VALUE)
def factor_too_many(evidence: Evidence) -> Hint | None:
    """It is right times an argument, or times an upstream gradient."""
    for name, value in _possible_factors(evidence):
        if same(evidence.got, evidence.right * value):
            text = f"It is the right one times {name}: a factor too many."
            holds = lambda other, name=name: same(other.got, other.right * _factor(other, name))  # noqa: E731
            return Hint(Finding.FACTOR, text, holds=holds)
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
    """The number by which every right entry is multiplied; 0 if there is none, or if it is 1 or 0."""
    norm = float(np.sum(right * right))
    if norm == 0:
        return 0.0
    factor = float(np.sum(got * right)) / norm
    if factor == 0 or np.isclose(factor, 1, rtol=0.01) or not same(got / factor, right):
        return 0.0
    return factor


def _name_of(factor, evidence):
    """What is as large as a factor, or 1 divided by it, and a function that finds it in any call; else no name."""
    for name, size in _sizes(evidence).items():
        if size > 1 and np.isclose(factor, size, rtol=1e-4):
            return name, lambda other: _sizes(other)[name]
        if size > 1 and np.isclose(factor, 1 / size, rtol=1e-4):
            return f"1/{name}", lambda other: 1 / _sizes(other)[name]
    has_labels = any(value.dtype.kind in "iu" for value in _arrays(evidence.case).values())
    logarithms = LOGARITHMS if has_labels else {}
    named = next((name for name, value in logarithms.items() if np.isclose(factor, value, rtol=1e-4)), "")
    return named, lambda other: factor


def _sizes(evidence):
    """Sizes in the call by name; 2 before most of them, because it is more often the reason than a length of 2."""
    arrays = _arrays(evidence.case)
    shape = next((value.shape for value in arrays.values()), ())
    sizes = dict(zip("N", shape, strict=False)) | {"2": 2}
    sizes |= {f"axis {axis} of the input": size for axis, size in enumerate(shape) if axis}
    if evidence.right.dtype.kind == "f":
        sizes |= {"the number of entries of the input": int(np.prod(shape))}
    return sizes | {f"the length of {name}": len(value) for name, value in arrays.items() if value.ndim}


def _question(named):
    if named in ("2", "1/2"):
        return " Does a factor 2 or 1/2 stand where it should not, or is one missing?"
    return " Is a sum where a mean belongs, or the reverse?" if named and "log" not in named else ""


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
