"""A hint must hold in other calls too: what one call shows may be chance, above all where sizes are equal.

At the desk these are the worked examples, public numbers where there are some, and random cases whose gradients follow
from the student's own forward function. In grading they are the other challenges.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from autograder.hints.evidence import Evidence, Hint, HintFunction, StudentCode
from autograder.registry import find
from autograder.specification import Case
from autograder.verdict.central_differences import agrees, contributions, gradient_of
from autograder.verdict.comparison import DIFFERENCES, EXACT, PRINTED, Mismatch, Tolerance, compare, differences
from autograder.verdict.invocation import Answer, WrongForm, answer, upstream_of

SEED = 20240307
MOST = 5  # other calls in which a hint is asked again
MANY = 6  # unequal numbers that are no chance
SMALL, LARGE = 1e-3, 12.0
RIGHT: Any = ""  # the code of a result that is right


@dataclass(frozen=True, eq=False)
class Call:
    """One call of the function: what came, and what is right as far as it is known.

    `find_right` finds out what is right for a result that is not in `expected`, where that takes many calls.
    """

    case: Case
    got: Answer
    expected: dict[str, Any]
    tolerance: Tolerance
    find_right: Callable[[str], Any] | None = None
    wrong: dict[str, Mismatch | None] = field(default_factory=dict)

    def mismatch(self, spec, name):
        """What is wrong with one result, or None; KeyError where that is not known."""
        self.all_wrong(spec)
        if name not in self.wrong and self.find_right:
            self.wrong[name] = compare(name, self.got.outputs.get(name), self.find_right(name), DIFFERENCES)
        return self.wrong[name]

    def right(self, spec, name):
        """What is right for one result; KeyError where that is not known."""
        if self.got.error:
            return self.expected[name]
        mismatch = self.mismatch(spec, name)
        return self.got.outputs[name] if mismatch is None else mismatch.right

    def all_right(self, spec, beside):
        """What is right for the results that are wrong beside each other in another call."""
        found = dict(self.expected)
        for name in {each.output for each in beside} - found.keys() if self.find_right else ():
            found[name] = self.right(spec, name)
        return found

    def all_wrong(self, spec):
        """What is wrong with the results of which is known what is right."""
        if not self.wrong and self.expected:
            found = differences(spec, self.case, self.got, self.expected, self.tolerance)
            self.wrong.update(dict.fromkeys(self.expected) | {each.output: each for each in found})
        return [each for each in self.wrong.values() if each]


def calls_at_desk(student: StudentCode, also_failed: bool = False) -> list[Call]:
    """Calls of the student's function for which the right results are known, or can be found.

    Parameters
    ----------
    student : StudentCode
    also_failed : bool
        Those too in which the function raised.
    """
    if "calls" not in student.shown:
        known = list(_known(student))
        student.shown["calls"] = known + (
            [] if len(known) > len(student.spec.examples) else [*_differentiated(student)]
        )
    return [call for call in student.shown["calls"] if also_failed or not call.got.error]


def _known(student):
    """Worked examples, and public numbers as far as the student's forward function gives the right cache."""
    spec, functions = student.spec, student.functions
    for each in spec.examples:
        yield Call(each.case, _answer(spec, each.case, functions), each.expected, PRINTED)
    for each in student.questions(spec.name):
        got = _answer(spec, each.case, functions)
        if spec.kind != "backward" or _has_right_forward(spec, each, got, functions):
            yield Call(each.case, got, each.expected, EXACT)


def _answer(spec, case, functions):
    with np.errstate(all="ignore"):
        return answer(spec, case, functions)


def _has_right_forward(spec, question, got, functions):
    forward = find(spec.forward)
    return got.forward and not differences(forward, question.case, Answer(outputs=got.forward), question.forward, EXACT)


def _differentiated(student):
    """Random cases of a backward function or a loss; its gradients follow from the student's forward function."""
    spec, functions, rng = student.spec, student.functions, np.random.default_rng(SEED)
    if spec.kind not in ("backward", "loss"):
        return
    forward = find(spec.forward) if spec.forward else spec
    for case in spec.cases(rng):
        try:
            case = upstream_of(spec, case, functions, rng) if spec.kind == "backward" else case
        except (WrongForm, Exception):  # the student's forward function does not take this case
            continue
        got = _answer(spec, case, functions)
        yield Call(case, got, {}, DIFFERENCES, _differentiation(forward, case, got, functions))


def _differentiation(forward, case, got, functions):
    def find_right(name):
        value, entry = got.outputs[name], name.removeprefix("d")
        if entry not in case.inputs:
            raise KeyError(name)
        fits = np.shape(value) == np.shape(case.inputs[entry])
        if fits and agrees(forward, case, entry, got, functions, np.random.default_rng(SEED)):
            return value
        by_output = contributions(forward, case, entry, functions)
        return sum(gradient_of(each, np.ndim(case.inputs[entry])) for each in by_output.values())

    return find_right


def pool(evidence: Evidence) -> list[Evidence]:
    """This call and the largest other ones; where the result is right in one, its mismatch has no code."""
    return evidence.once(_pool)


def best(evidence: Evidence) -> list[Evidence]:
    """The calls in which a hint is asked: this one, and the largest other one in which the result is wrong as well."""
    wrong = [other for other in pool(evidence)[1:] if other.mismatch.code == evidence.mismatch.code]
    return [evidence, *wrong[:1]]


def holds_elsewhere(hint: HintFunction, found: Hint, evidence: Evidence, others: list[Evidence], ask: Callable) -> bool:
    """Whether a hint is no chance: no other call speaks against it, and one speaks for it or this one is large.

    Parameters
    ----------
    hint : HintFunction
    found : Hint
        What it says.
    evidence : Evidence
        The call in which it says so.
    others : list of Evidence
        Of `pool`.
    ask : callable (hint, evidence) -> Hint or None
    """
    if hint.general:
        return True
    if evidence.student and any(call.got.error for call in ordinary(calls_at_desk(evidence.student, also_failed=True))):
        return False  # it does not even go with other sizes
    is_confirmed = _is_telling(evidence)
    for other in others:
        if other is not evidence:
            verdict = _holds(hint, found, other, ask)
            if verdict is False:
                return False
            is_confirmed = is_confirmed or bool(verdict)
    return is_confirmed


def known_calls(evidence: Evidence) -> list[Call]:
    """All calls of which the right numbers are known: at the desk or, in grading, the challenges."""
    return calls_at_desk(evidence.student) if evidence.student else list(evidence.calls)


def _pool(evidence):
    others = [call for call in ordinary(known_calls(evidence)) if not _is_same(call.case, evidence.case)]
    found = sorted(_as_evidence(others, evidence), key=lambda other: -np.size(other.mismatch.right))
    return [evidence, *found[:MOST]]


def _as_evidence(calls, evidence) -> Iterator[Evidence]:
    for call in calls:
        try:
            mismatch = call.mismatch(evidence.spec, evidence.output)
        except Exception:  # what is right is not known, or the student's function does not take this case
            continue
        value = call.got.outputs.get(evidence.output)
        yield replace(
            evidence,
            case=call.case,
            mismatch=mismatch or Mismatch(RIGHT, evidence.output, "", value, value),
            beside=tuple(each for each in call.wrong.values() if each),
            expected=call.all_right(evidence.spec, evidence.beside),
            shares={},
            computed={},
        )


def _is_same(case, other):
    return case is other or (case.label == other.label and _shapes(case) == _shapes(other))


def _shapes(case):
    return [np.shape(value) for value in _arrays(case)]


def _arrays(case):
    return [value for value in case.inputs.values() if isinstance(value, np.ndarray)]


def ordinary(calls: list[Call]) -> list[Call]:
    """Calls with ordinary numbers, if there are two of them; else all."""
    found = [call for call in calls if is_ordinary(call.case)]
    return found if len(found) > 1 else calls


def is_ordinary(case: Case) -> bool:
    """Whether no number is so small or so large that rounding, overflow or a kink could hide a slip."""
    numbers = [np.abs(value[value != 0]) for value in _arrays(case) if value.dtype.kind == "f"]
    return all(np.all((value > SMALL) & (value < LARGE)) for value in numbers)


def _holds(hint, found, other, ask):
    """Whether a hint holds in another call; None where that call is too small to tell."""
    if found.holds:
        return _told(found.holds, other)
    if not other.mismatch.code:
        return None if hint.locates or not _is_telling(other) else False
    if other.mismatch.code not in hint.explains or not hint.needs(other):
        return None
    again = ask(hint, other)
    if again and (again.code, again.key) == (found.code, found.key):
        return True
    return False if _is_telling(other) else None


def _told(holds, other):
    with np.errstate(all="ignore"):
        try:
            return bool(holds(other))
        except Exception:  # this call has not what the hint speaks of
            return None


def _is_telling(evidence):
    """Whether a call has so many unequal numbers that what fits all of them fits by no chance."""
    right = np.asarray(evidence.mismatch.right)
    return right.dtype.kind in "biuf" and np.unique(np.round(right, 9)).size >= MANY
