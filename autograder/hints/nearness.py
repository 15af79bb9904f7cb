"""The numbers are nearly right, or right but for a range of an argument: eps in another place, clipping, dead zones."""

import numpy as np

from autograder.hints.argument_places import named_numbers
from autograder.hints.evidence import Evidence, Hint, explains
from autograder.hints.second_calls import known_calls
from autograder.verdict.comparison import EXACT, PRINTED
from autograder.verdict.findings import Finding

NEAR = 0.01  # relative error below which it is nearly right
TINY = 0.02  # an argument below it is one such as eps
FEWEST = 6
FLAT = 1e-12  # relative differences between numbers that are the same


@explains(Finding.VALUE, needs=Evidence.has_any_numbers, general=True)
def wrong_beyond_a_bound(evidence: Evidence) -> Hint | None:
    """In all calls exactly the entries are wrong where an argument is beyond a bound, or close to 0, and flat there."""
    for name, value in evidence.case.inputs.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or value.shape != evidence.got.shape:
            continue
        x, got, off = _all_entries(evidence, name)
        if (
            off.size < FEWEST
            or not off.any()
            or off.all()
            or np.ptp(got[off]) > FLAT * np.max(np.abs(got[off]), initial=1)
        ):
            continue
        if not np.ptp(got[~off]):
            continue  # flat everywhere
        for words, measure, sign in (("above", x, 1), ("below", -x, -1)):
            bound = _bound(measure, off)
            if bound is not None:
                text = f"It is right up to some {name} and stays the same from there on: is something clipped?"
                return Hint(Finding.RANGE, text, f"It is wrong where {name} is {words} about {sign * bound:.3g}.")
        for side in (x != 0, x > 0, x < 0):
            bound = _bound(-np.abs(x[side]), off[side]) if not off[~side].any() else None
            if bound is not None:
                text = f"It stays the same where {name} is close to 0, and should not: a bound that is not exactly 0?"
                return Hint(Finding.RANGE, text, f"It is wrong where {name} is closer to 0 than about {-bound:.3g}.")
    return None


@explains(Finding.VALUE, needs=Evidence.has_any_numbers)
def nearly_right(evidence: Evidence) -> Hint | None:
    """Every entry is off by less than 1 percent, and by more than rounding."""
    if not _is_near(evidence):
        return None
    got, right = evidence.got, evidence.right
    worst = float(np.max(np.abs(got - right)) / np.max(np.abs(right)))
    small = [name for name, value in named_numbers(evidence.case).items() if 0 < abs(value) < TINY and "eps" in name]
    text = f"It is nearly right: no error is larger than {100 * worst:.1g} percent of the largest entry."
    detail = "A constant may be rounded, a step of a difference one-sided, or a small number added where none belongs."
    if small:
        detail = f"Where does {small[0]} stand: under the root or outside, in both modes, once or twice?"
    return Hint(Finding.NEARLY, text, detail, holds=_is_near)


def _is_near(evidence):
    got, right = evidence.got, evidence.right
    size = np.max(np.abs(right), initial=0)
    if right.dtype.kind != "f" or got.shape != right.shape or not size:
        return False
    return bool(np.all(np.abs(got - right) <= NEAR * np.abs(right) + 1e-6 * size))


def _all_entries(evidence, name):
    """In all calls known: an argument, what came, and whether that is wrong, entry by entry in a row."""
    rows = [(evidence.case.inputs[name], evidence.got, _off(evidence.got, evidence.right))]
    for call in known_calls(evidence):
        if call.tolerance is PRINTED:
            continue  # printed numbers do not tell how far a bound reaches
        try:
            mismatch = call.mismatch(evidence.spec, evidence.output)
        except Exception:  # what is right is not known
            continue
        x, got = call.case.inputs.get(name), np.asarray(call.got.outputs.get(evidence.output))
        if isinstance(x, np.ndarray) and x.shape == got.shape and np.all(np.isfinite(got)):
            off = np.zeros(x.shape, bool) if mismatch is None else _off(got, np.asarray(mismatch.right))
            rows.append((x, got, off))
    return tuple(np.concatenate([np.ravel(each) for each in column]) for column in zip(*rows, strict=True))


def _off(got, right):
    exact = EXACT.misses(got, right)
    return PRINTED.misses(got, right) if exact.all() else exact


def _bound(measure, off):
    """Where what is wrong begins, if it is exactly what lies above; None if it is not."""
    if off.sum() < 2 or np.sum(~off) < 2:
        return None
    low, high = np.max(measure[~off]), np.min(measure[off])
    return float(high) if low < high else None
