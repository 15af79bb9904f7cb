"""The numbers are nearly right, or right but for a range of an argument: eps in another place, clipping, dead zones."""

import numpy as np

from autograder.hints.argument_places import named_numbers
from autograder.hints.evidence import Evidence, Hint, explains
from autograder.verdict.comparison import EXACT, PRINTED
from autograder.verdict.findings import Finding

NEAR = 0.01  # relative error below which it is nearly right
TINY = 0.02  # an argument below it is one such as eps
FEWEST = 6


@explains(Finding.VALUE, needs=Evidence.has_any_numbers, general=True)
def wrong_beyond_a_bound(evidence: Evidence) -> Hint | None:
    """Exactly the entries are wrong where an argument is beyond a number, or close to 0, and the result is flat there."""
    off = _off(evidence)
    for name, value in evidence.values.items() if off is not None and off.any() and not off.all() else ():
        if isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.shape == off.shape:
            for words, measure in (("above", value), ("below", -value)):
                bound = _bound(measure, off)
                if bound is not None and _is_flat(evidence.got[off]):
                    number = bound if words == "above" else -bound
                    text = f"It is right up to some {name} and stays the same from there on: is something clipped?"
                    return Hint(Finding.RANGE, text, f"It is wrong where {name} is {words} about {number:.3g}.")
            near = np.where(value == 0, np.inf, np.abs(value))
            bound = _bound(-near, off)
            if bound is not None and _is_flat(evidence.got[off]):
                text = f"It stays the same where {name} is close to 0, and should not: a bound that is not exactly 0?"
                return Hint(Finding.RANGE, text, f"It is wrong where {name} is closer to 0 than about {-bound:.3g}.")
    return None


@explains(Finding.VALUE, needs=Evidence.has_any_numbers, general=True)
def nearly_right(evidence: Evidence) -> Hint | None:
    """Every entry is off by less than 1 percent, and by more than rounding."""
    got, right = evidence.got, evidence.right
    size = np.max(np.abs(right), initial=0)
    if right.dtype.kind != "f" or not size:
        return None
    worst = float(np.max(np.abs(got - right)) / size)
    if worst > NEAR or not np.all(np.abs(got - right) <= NEAR * np.abs(right) + 1e-6 * size):
        return None
    small = [name for name, value in named_numbers(evidence.case).items() if 0 < abs(value) < TINY and "eps" in name]
    text = f"It is nearly right: no error is larger than {100 * worst:.1g} percent of the largest entry."
    detail = "A constant may be rounded, a step of a difference one-sided, or a small number added where none belongs."
    if small:
        detail = f"Where does {small[0]} stand: under the root or outside, in both modes, once or twice?"
    return Hint(Finding.NEARLY, text, detail)


def _off(evidence):
    got, right = evidence.got, evidence.right
    if got.shape != right.shape or right.size < FEWEST:
        return None
    exact = EXACT.misses(got, right)
    return PRINTED.misses(got, right) if exact.all() else exact


def _bound(measure, off):
    """Where what is wrong begins, if it is exactly what lies above; None if it is not."""
    if off.sum() < 2 or np.sum(~off) < 2:
        return None
    low, high = np.max(measure[~off]), np.min(measure[off])
    return float(high) if low < high else None


def _is_flat(values):
    return bool(np.ptp(values) <= 1e-12 * np.max(np.abs(values), initial=1))
