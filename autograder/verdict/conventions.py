"""Answers that are right by another convention than the exercise's, or right as far as any training goes.

Desk and grader ask the same function, with the calls that each has made: such an answer is not passed, but it is
called what it is and keeps most of its points.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from autograder.specification import Case, Spec
from autograder.verdict.comparison import Mismatch, Tolerance, Value, differences
from autograder.verdict.findings import FORWARD_FIRST, Finding
from autograder.verdict.invocation import Answer

APART = 100.0  # scores that lie further apart in one sample: no training gets there
UNDERFLOW = (
    "Everything is right until a probability underflows to 0, for scores hundreds apart, where no training gets. "
    "The logarithm of a softmax can be had without that probability: work with scores and log-sum-exp."
)
ROWS = (
    "The numbers are right; the exercise wants vectors with one axis. A sum or mean with keepdims=True, or a start "
    "with np.zeros((1, D)), gives one axis more."
)
DROP = (
    "This is right if p is the probability to drop an entry, as in PyTorch. In this course p is the probability to "
    "keep it, as in CS231n: exchange p and 1 - p."
)
EVEN = (
    "Results are right wherever windows fit evenly; where they do not, an exception of your own is raised. In this "
    "course rows and columns that no whole window reaches are left out: the size of the output is rounded down."
)


@dataclass(frozen=True)
class Call:
    """One call, what came, what is right, and how exactly."""

    case: Case
    got: Answer
    expected: dict[str, Value]
    tolerance: Tolerance


@dataclass(frozen=True)
class Convention:
    """What to say of an answer, and the share of the points that it keeps."""

    sentence: str
    share: float


def recognize(spec: Spec, calls: Sequence[Call]) -> Convention | None:
    """The convention by which all these calls are right, although some are wrong by the exercise's; or None.

    Parameters
    ----------
    spec : Spec
    calls : sequence of Call
        All that were made and are not timed.
    """
    wrong = [call for call in calls if _wrong(spec, call)]
    if not wrong or any(call.got.changed or call.got.again_error for call in calls):
        return None
    for convention, explains in CONVENTIONS:
        if spec.placed and explains is _is_dropped:  # which of the two is meant differs from student to student
            continue
        if all(explains(spec, call) for call in wrong) and (len(wrong) < len(calls) or explains in TOUCHES_ALL):
            return convention
    return None


def explained_by(convention: Convention, mismatches: Sequence[Mismatch]) -> list[Mismatch]:
    """What is wrong, with the convention as the reason that all results share, so that it is said once."""
    sifted = [without_guesses(mismatch) for mismatch in mismatches]
    about = [each for each in sifted if each.code not in FORWARD_FIRST] or sifted
    known = next((each.reason for each in about if each.reason), ())
    reason = (*known, convention.sentence)
    said = {id(each): replace(each, text=f"{each.statement} {' '.join(reason)}", reason=reason) for each in about}
    return [said.get(id(each), each) for each in sifted]


def without_guesses(mismatch: Mismatch) -> Mismatch:
    """What is wrong with one result, without hints that a convention makes idle; where infinity arises remains."""
    if mismatch.code in FORWARD_FIRST or mismatch.code == Finding.NOT_FINITE:
        return mismatch
    return replace(mismatch, text=mismatch.statement, reason=(), detail="")


def _wrong(spec: Spec, call: Call) -> bool:
    return bool(call.got.error) or bool(_differences(spec, call))


def _differences(spec: Spec, call: Call) -> list[Mismatch]:
    return differences(spec, call.case, call.got, call.expected, call.tolerance)


def _underflows(spec, call):
    """Only infinity or NaN, and only for scores that are far apart."""
    if spec.kind != "loss" or call.got.error:
        return False
    is_infinite = all(mismatch.code == Finding.NOT_FINITE for mismatch in _differences(spec, call))
    return is_infinite and any(_is_apart(value) for value in call.case.inputs.values())


def _is_apart(value):
    value = np.asarray(value)
    return value.dtype.kind == "f" and value.ndim > 1 and bool(np.max(np.ptp(value, axis=-1), initial=0.0) > APART)


def _is_row(spec, call):
    """Right but for one axis of length 1 in front."""
    if call.got.error:
        return False
    outputs = dict(call.got.outputs)
    for name, right in call.expected.items():
        got = outputs.get(name)
        if isinstance(got, np.ndarray) and np.ndim(right) == 1 and got.shape == (1, *np.shape(right)):
            outputs[name] = got[0]
    return not _differences(spec, replace(call, got=replace(call.got, outputs=outputs)))


def _is_dropped(spec, call):
    """Right with 1 - p in place of p."""
    param = call.case.inputs.get("dropout_param")
    if call.got.error or not isinstance(param, dict):
        return False
    inputs = call.case.inputs | {"dropout_param": param | {"p": 1 - param["p"]}}
    case = Case(call.case.label, inputs, call.case.upstream)
    try:
        valid = spec.nearest(case, call.got.forward | call.got.outputs, call.expected)
    except Exception:  # no mask for that share either, or no array at all
        return False
    return not differences(spec, case, call.got, valid, call.tolerance)


def _is_uneven(spec, call):
    """Refused by a `raise` or an assertion of its own, where windows do not fit evenly."""
    return call.got.refused and any(
        leaves_a_rest(call.case, call.expected, param) for param in call.case.inputs.values() if isinstance(param, dict)
    )


def leaves_a_rest(case: Case, expected: Mapping[str, Any], param: Mapping[str, Any]) -> bool:
    """Whether windows leave rows or columns of the images over; False where there are no windows on the images."""
    if "stride" not in param or np.ndim(case.inputs.get("x", 0)) != 4:
        return False
    window = case.inputs["w"].shape[2:] if "w" in case.inputs else (param["pool_height"], param["pool_width"])
    window = [(length - 1) * param.get("dilation", 1) + 1 for length in window]
    padded = [size + 2 * param.get("pad", 0) for size in case.inputs["x"].shape[2:]]
    room = [size - length for size, length in zip(padded, window, strict=True)]
    counts = tuple(each // param["stride"] + 1 for each in room)
    results = [*expected.values(), *case.upstream.values()]
    is_counted = any(np.ndim(each) == 4 and np.shape(each)[2:] == counts for each in results)
    return is_counted and any(each % param["stride"] for each in room)


CONVENTIONS: tuple[tuple[Convention, Callable[[Spec, Call], bool]], ...] = (
    (Convention(UNDERFLOW, 0.75), _underflows),
    (Convention(ROWS, 0.75), _is_row),
    (Convention(DROP, 0.5), _is_dropped),
    (Convention(EVEN, 0.75), _is_uneven),
)
TOUCHES_ALL = (_is_row, _is_dropped)  # these need no call that is right by the exercise's convention too
