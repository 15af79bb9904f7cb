"""What steps of a function give, beside its result: passes that should add up, a factor or a term that is missing."""

import numpy as np

from autograder.hints.code_places import source_of
from autograder.hints.evidence import Hint
from autograder.verdict.findings import Finding


class Results:
    """One result of a call, what is right, and what the steps gave in each pass."""

    def __init__(self, call, recorder, spec, name):
        self.got, self.passes, self.steps = call.got.outputs.get(name), recorder.passes, recorder.steps
        self.tolerance = call.tolerance
        try:
            self.right = np.asarray(call.right(spec, name)) if call.got.outputs.get(name) is not None else None
        except Exception:  # what is right is not known in this call
            self.right = None


def from_results(known) -> Hint | None:
    """A hint that holds in all calls: passes that should add up, or a step whose result is missing."""
    first = max(known, key=lambda each: each.right.size)
    if not isinstance(first.got, np.ndarray) or first.got.shape != first.right.shape or not np.any(first.got):
        return None
    for place, results in first.passes.items():
        if place is None or results[-1].shape != first.right.shape:
            continue
        step = first.steps[place]
        if len(results) > 1 and all(_adds_up(each, place) for each in known):
            text = f"It keeps what one pass of line {step.line} gives; the passes must add up."
            return Hint(Finding.NOT_ADDITIVE, text, f"The step is `{source_of(place)}`." if source_of(place) else "")
        for code, (sentence, detail), combine in COMBINED:
            if all(_is_right(each, place, combine) for each in known):
                detail = detail.format(line=step.line)
                return Hint(code, sentence, detail)
    return None


COMBINED = (
    (Finding.FACTOR, ("A factor is missing.", "What line {line} gives."), np.multiply),
    (Finding.FACTOR, ("It would be right if it were divided by something.", "By what line {line} gives."), np.divide),
    (
        Finding.SLOPE,
        ("A slope is missing as a factor.", "1 minus the square of what line {line} gives."),
        lambda g, a: g * (1 - a * a),
    ),
    (
        Finding.SLOPE,
        ("A slope is missing as a factor.", "What line {line} gives, times 1 minus it."),
        lambda g, a: g * a * (1 - a),
    ),
    (
        Finding.SLOPE,
        ("A slope is missing as a factor.", "1 where what line {line} gives is positive."),
        lambda g, a: g * (a > 0),
    ),
    (
        Finding.SLOPE,
        ("A slope is one factor too many.", "What line {line} gives, times 1 minus it."),
        lambda g, a: g / (a * (1 - a)),
    ),
    (
        Finding.SLOPE,
        ("A slope is one factor too many.", "1 minus the square of what line {line} gives."),
        lambda g, a: g / (1 - a * a),
    ),
    (Finding.TERM, ("A term is missing.", "What line {line} gives."), np.add),
    (Finding.TERM, ("A term is missing or one too many.", "What line {line} gives is to be subtracted."), np.subtract),
)


def _adds_up(each, place):
    """Whether the last or the first pass came, and all passes together are right."""
    results = each.passes.get(place, ())
    if not results or {result.shape for result in results} != {each.right.shape}:
        return False
    if not _is_same(each, sum(results), each.right):
        return False
    return any(_is_same(each, kept, each.got) for kept in (results[-1], results[0]))


def _is_right(each, place, combine):
    results = each.passes.get(place)
    if not results or not results[-1].shape == each.right.shape == np.shape(each.got) or results[-1].dtype.kind != "f":
        return False
    with np.errstate(all="ignore"):
        return _is_same(each, combine(each.got, results[-1]), each.right)


def _is_same(each, value, other):
    return np.shape(value) == np.shape(other) and not each.tolerance.misses(value, np.asarray(other)).any()
