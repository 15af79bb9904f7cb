"""A change of one argument under which a wrong function is right.

Right with twice the input, right with the mask turned over, right with k - 1 in place of k: each sentence tells what
was tried, and that it made every call right of which the right numbers are known.
"""

from itertools import islice

from autograder.hints.argument_changes import changes, exchanged_numbers, orders
from autograder.hints.evidence import Evidence, Hint, explains
from autograder.hints.second_calls import calls_at_desk, ordinary
from autograder.specification import Case
from autograder.verdict.comparison import PRINTED, compare, differences
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import answer

MOST = 300  # changes that are tried: the student's function may be slow


@explains(Finding.VALUE, Finding.SHAPE, Finding.NOT_FINITE, Finding.ERROR, needs=Evidence.has_student, general=True)
def right_with_two_numbers_exchanged(evidence: Evidence) -> Hint | None:
    """All calls known are right with two numbers of a dictionary exchanged, such as stride and pad."""
    student = evidence.student
    if student is None or evidence.spec.kind == "backward":
        return None
    calls = [call for call in calls_at_desk(student, also_failed=True) if call.expected]
    for hint, change in exchanged_numbers(evidence.case.inputs):
        if len(calls) > 1 and all(_is_right_after(change, student, call) for call in calls):
            return hint
    return None


def _is_right_after(change, student, call):
    try:
        case = Case(call.case.label, change(call.case.inputs))
    except KeyError:
        return True  # it leaves one of them out
    return not differences(student.spec, case, answer(student.spec, case, student.functions), call.expected, PRINTED)


@explains(
    Finding.VALUE,
    Finding.SHAPE,
    Finding.NOT_FINITE,
    replaces=(Finding.SHAPE, Finding.MASK, Finding.SOME_ENTRIES),
    needs=Evidence.has_student,
    general=True,
)
def right_with_an_argument_in_another_order(evidence: Evidence) -> Hint | None:
    """All calls known are right with the blocks of the weights in another order, or with windows turned around."""
    return _helpful(evidence, rearrangements)


@explains(Finding.VALUE, needs=Evidence.has_student, general=True)
def right_with_another_argument(evidence: Evidence) -> Hint | None:
    """All calls known are right with one argument changed, or with two exchanged."""
    return _helpful(evidence, suppositions)


def _helpful(evidence, experiment):
    student = evidence.student
    if evidence.spec.kind == "backward":
        return None
    return student.found_by(experiment).get(evidence.output)


def rearrangements(student):
    """By output: the first order of an argument under which all calls known are right."""
    return _first_that_helps(student, lambda inputs: orders(student.spec, inputs))


def suppositions(student):
    """By output: the first change of an argument under which all calls known are right.

    For a loss only the loss itself, if it is wrong: its gradients follow it.
    """
    if "rng" in student.spec.examples[0].case.inputs:
        return {}  # no two calls of a random function need agree
    return _first_that_helps(student, changes)


def _first_that_helps(student, possible):
    """By output: the hint of the first change that makes it right in all calls."""
    calls = [call for call in ordinary(calls_at_desk(student)) if call.expected]
    wrong = [(call, [each.output for each in call.all_wrong(student.spec)]) for call in calls]
    wrong = [(call, names) for call, names in wrong if names]
    if not wrong:
        return {}
    names = [each for each in wrong[0][0].expected if any(each in found for _, found in wrong)]
    names = names[:1] if student.spec.kind == "loss" else names
    first = [call for call, found in wrong if set(names) <= set(found)] or [wrong[0][0]]
    ordered = [*first, *(call for call in calls if not any(call is each for each in first))]
    helpful = {}
    for hint, change in islice(possible(ordered[0].case.inputs), MOST):
        if len(helpful) == len(names):
            break
        left = [name for name in names if name not in helpful]
        for call in ordered:
            left = _right_after(change, student, call, left) if left else []
        helpful |= dict.fromkeys(left, hint)
    return helpful


def _right_after(change, student, call, names):
    inputs = call.case.inputs
    try:
        inputs = change(inputs)
    except KeyError:
        pass  # it leaves this argument out
    except (TypeError, ValueError, ZeroDivisionError):
        return []
    outputs = answer(student.spec, Case(call.case.label, inputs), student.functions).outputs
    return [name for name in names if compare(name, outputs.get(name), call.expected[name], call.tolerance) is None]
