"""The check at the student's desk: no reference, only public numbers and the student's own forward.

A forward function is compared with worked examples. A backward function is
compared with worked examples and with central differences of the student's
own forward along random directions: a few calls, whatever the size.
"""

import warnings
from dataclasses import replace

import numpy as np

from autograder.checking.callees import wrong_callee
from autograder.checking.guarded_calls import Guard
from autograder.checking.own_forward import fault_of_forward, forward_fails, forward_form, unwritten
from autograder.checking.public_numbers import questions_for
from autograder.checking.second_look import second_look
from autograder.checking.variant_of_another import variant_of_another
from autograder.hints.evidence import Functions, StudentCode
from autograder.hints.probes import find_unused_argument, unused_sentence
from autograder.registry import find
from autograder.specification import Spec
from autograder.verdict.central_differences import agrees, contributions, gradient_of
from autograder.verdict.comparison import DIFFERENCES, EXACT, PRINTED, Mismatch, compare, differences
from autograder.verdict.failures import failures
from autograder.verdict.findings import PLACES, UNEXPLAINED, Finding
from autograder.verdict.invocation import WrongForm, answer, upstream_of
from autograder.verdict.raised import one_line
from autograder.verdict.report import Report
from autograder.verdict.tasks import at_desk

SEED = 20240229
FURTHER = "further numbers that come with the course"
LARGER = "Graded with other numbers, and with a larger input that a numerical derivative cannot finish."
DRAWN = "Graded on data that are drawn anew."
MOST_EXPLAINED = 4  # questions that are explained until one tells more than numbers


def prepare(spec: Spec) -> None:
    """Get the numbers of a check; that can take seconds, which are none of the function's.

    Parameters
    ----------
    spec : Spec
    """
    if spec.kind != "task":
        for name in spec.functions:
            questions_for(name)


def check_function(spec: Spec, functions: Functions) -> Report:
    """Judge one function at the desk.

    Parameters
    ----------
    spec : Spec
    functions : dict of str to callable
        The student's functions by name; a backward function needs its forward too.

    Returns
    -------
    Report
    """
    missing = [name for name in spec.functions if name not in functions]
    if missing:
        text = f"{spec.name} is checked together with {missing[0]}, which is not defined yet."
        return Report(spec.name, [Mismatch(Finding.MISSING, missing[0], text)])
    functions = Guard(spec).guard(functions)
    # what overflows is said in the report; a warning would come once for every probe
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _report(spec, functions)
        except Exception as error:  # whatever was returned, it gets a report
            text = f"What {spec.name} returned could not be compared with what is right ({one_line(error)}). "
            text += "If it is made of arrays of numbers, this is a fault of autograder: please report it."
            return Report(spec.name, [Mismatch(Finding.TYPE, spec.name, text)])


def _report(spec, functions):
    if spec.kind == "task":
        mismatches, figure = at_desk(spec, functions)
        return Report(
            spec.name, mismatches, remarks=[f"Reached: {figure}.", DRAWN] if figure else [DRAWN], figure=figure
        )
    if elsewhere := variant_of_another(spec, functions):
        return Report(spec.name, [Mismatch(Finding.OTHER_VARIANT, spec.name, elsewhere)])
    student = StudentCode(spec, functions, questions_for)
    for stage in (forward_form, _examples, _state, _unused, _gradients, _public_numbers):
        mismatches = stage(student)
        if mismatches:
            if mismatches[0].code != Finding.INVALID:  # that names its reason: weights of zeros may be meant
                mismatches = unwritten(spec, functions) or mismatches
            mismatches = [*_to_be_mended_first(student, mismatches), *mismatches]
            return second_look(student, mismatches)
    return Report(spec.name, [], remarks=_remarks(student))


def _to_be_mended_first(student, mismatches):
    """A function that this one builds on, if it is wrong: its own forward function, or another one that it calls."""
    if mismatches[0].code == Finding.UNFINISHED:
        return []
    return forward_fails(student.spec, student.functions, mismatches) or student.once(wrong_callee)


def _examples(student):
    """What is wrong in the worked examples: in the first that fails, or where more is known than numbers."""
    failed = []
    for example in student.spec.examples:
        got = answer(student.spec, example.case, student.functions)
        mismatches = failures(student.spec, example.case, got)
        if mismatches and not failed:
            return _with_reasons(mismatches, (), spec=student.spec, case=example.case, student=student)
        if mismatches:
            break
        mismatches = differences(student.spec, example.case, got, example.expected, PRINTED)
        if mismatches:
            failed.append((example, mismatches))
    found = _most_telling(_explained(student, failed))
    if not found or _tells_more(found) or student.spec.kind != "backward" or _state(student):
        return found
    in_general = _gradients(student)
    return in_general if _tells_more(in_general) else found


def _most_telling(explained):
    """The first of several lists of mismatches that gives a reason, else the first that is not bare numbers."""
    first, seen = [], []
    for mismatches in explained:
        codes = {mismatch.code for mismatch in mismatches}
        if codes - UNEXPLAINED - PLACES or (Finding.INVALID in codes and not first):
            return mismatches
        first, seen = first or mismatches, [*seen, mismatches]
    is_bare = all(mismatch.code == Finding.VALUE for mismatch in first)
    return next((each for each in seen if _tells_more(each)), first) if is_bare else first


def _tells_more(mismatches):
    """Whether anything is known but that numbers are off."""
    return any(mismatch.code not in UNEXPLAINED for mismatch in mismatches)


def _explained(student, failed):
    """For each worked example that fails: what is wrong in it, and why."""
    calls = [(example.case, mismatches) for example, mismatches in failed]
    for example, mismatches in failed:
        known = {"spec": student.spec, "case": example.case, "expected": example.expected, "student": student}
        found = _with_reasons(mismatches, calls, **known)
        yield [_labelled(mismatch, example.case, example.source) for mismatch in found]


def _with_reasons(mismatches, calls, **known):
    """Mismatches with hints, none if the fault is elsewhere; who is right need not wait until these are imported."""
    if known["student"].once(wrong_callee):
        return list(mismatches)
    from autograder.hints.order import explain_call

    return explain_call(mismatches, calls, **known)


def _unused(student):
    """Worked examples may pass although an argument is not used at all."""
    spec = student.spec
    if spec.kind not in ("forward", "loss", "function"):
        return []
    with np.errstate(all="ignore"):
        name = student.once(find_unused_argument)
    return [Mismatch(Finding.IGNORES_ARGUMENT, name, f"{spec.name}: {unused_sentence(name)}")] if name else []


def _labelled(mismatch, case, source):
    return replace(mismatch, example=f"Example: {case.label}; {source}")


def _state(student):
    """Run every random case once: errors, shapes, changed arguments, second calls."""
    spec, rng = student.spec, np.random.default_rng(SEED)
    for case in [*spec.cases(rng), *spec.ties(rng)]:
        with np.errstate(all="ignore"):  # at extreme values only what comes out counts
            mismatches = _state_after(student, case, rng)
        if mismatches:
            return mismatches
    return []


def _state_after(student, case, rng):
    spec, functions = student.spec, student.functions
    try:
        case = upstream_of(spec, case, functions, rng) if spec.kind == "backward" else case
    except (WrongForm, Exception) as error:
        if case.optional:
            return []
        text = f"{spec.forward} stopped with {one_line(error)}, for {case.label}."
        found = failures(spec, case, answer(spec, case, functions))
        return found or [Mismatch(Finding.ERROR, spec.forward, text)]
    got = answer(spec, case, functions)
    failed = failures(spec, case, got)
    if failed:
        return _with_reasons(failed, (), spec=spec, case=case, student=student)
    return _forms(student, case, got)


def _forms(student, case, got):
    """Shapes and types of gradients follow from the inputs; second calls repeat the first."""
    spec = student.spec
    shapes = {}
    if spec.kind in ("backward", "loss"):
        shapes = {f"d{name}": np.shape(case.inputs[name]) for name in spec.differentiated}
    if spec.kind == "loss":
        shapes = {spec.outputs[0].name: ()} | shapes
    if spec.kind in ("forward", "function"):  # nothing says which shape is right: only the numbers must be finite
        shapes = {output.name: np.shape(got.outputs.get(output.name)) for output in spec.outputs}
    kinds = {output.name: output.shape.partition(" ")[0] for output in spec.outputs}
    for name, shape in shapes.items():
        value = got.outputs.get(name)
        mismatch = compare(name, value, _as_it_should_be(value, shape, kinds[name]))
        if mismatch:
            return [_of_form(student, case, mismatch)]
    if got.again:
        for name, first in got.outputs.items():
            mismatch = compare(name, got.again[-1].get(name), first)
            if mismatch:
                text = f"A second call with the same dout gives another {name}: something was changed in place."
                return [Mismatch(Finding.CACHE_CHANGED, name, text)]
    return []


def _as_it_should_be(value, shape, kind):
    """The value, if it is of the right shape and kind; else something of that form to compare it with."""
    if kind == "str":
        return value if isinstance(value, str) else ""
    right = np.zeros(shape, np.int64 if kind in ("int", "bool") else float)
    is_number = isinstance(value, (np.ndarray, np.generic, float, int)) and np.asarray(value).dtype.kind in "biuf"
    if is_number and np.shape(value) == shape:
        if right.dtype.kind == "i" and np.all(np.isfinite(value)):
            return np.rint(value).astype(np.int64)
        right = np.where(np.isfinite(value), value, 0.0) if right.dtype.kind == "f" else right
    return right


def _of_form(student, case, mismatch):
    """What is wrong with the form of a result; what a gradient of another shape should be is found by differences."""
    right = _slopes(student, case, mismatch.output) if mismatch.code == Finding.SHAPE else None
    labelled = replace(mismatch, example=f"Case: {case.label}", right=mismatch.right if right is None else right)
    known = {"spec": student.spec, "case": case, "student": student, "knows_numbers": right is not None}
    (found,) = _with_reasons([labelled], (), **known)
    return replace(found, got=None, right=None)


def _slopes(student, case, name):
    """A gradient entry by entry, by differences of the student's own forward function; None for other results."""
    forward, name = find(student.spec.forward or student.spec.name), name.removeprefix("d")
    if name not in student.spec.differentiated:
        return None
    shares = contributions(forward, case, name, student.functions)
    return sum(gradient_of(each, np.ndim(case.inputs[name])) for each in shares.values())


def _gradients(student):
    """Compare gradients with central differences of the student's own forward function."""
    spec, functions = student.spec, student.functions
    if spec.kind not in ("backward", "loss"):
        return []
    rng = np.random.default_rng(SEED + 1)
    forward = find(spec.forward) if spec.forward else spec
    for case in [*spec.cases(rng), *(case for case in spec.ties(rng) if case.optional)]:
        if spec.kind == "backward":
            try:
                case = upstream_of(spec, case, functions, rng)
            except Exception:
                if case.optional:
                    continue
                raise
        got = answer(spec, case, functions)
        wrong = [name for name in spec.differentiated if not agrees(forward, case, name, got, functions, rng)]
        if wrong:
            found = _explained_by_differences(student, forward, case, got, wrong)
            return [_labelled(m, case, f"central differences of your own {forward.name}") for m in found]
    return []


def _explained_by_differences(student, forward, case, got, names):
    """Differentiate entry by entry, to say where gradients are wrong and why."""
    shares, right, mismatches = {}, {}, []
    for name in (f"d{name}" for name in names):
        shares[name] = contributions(forward, case, name.removeprefix("d"), student.functions)
        right[name] = sum(gradient_of(each, np.ndim(got.outputs[name])) for each in shares[name].values())
        text = f"{name} does not fit the slope of your own {forward.name}, for {case.label}."
        mismatch = compare(name, got.outputs[name], right[name], DIFFERENCES)
        mismatches.append(mismatch or Mismatch(Finding.VALUE, name, text))
    known = {"spec": student.spec, "case": case, "expected": right, "student": student, "shares": shares}
    return _with_reasons(mismatches, [(case, mismatches)], **known)


def _public_numbers(student):
    """What grading would compare, with public numbers: the same cases and ties, the same tolerance."""
    failed = []
    for question in questions_for(student.spec.name):
        with np.errstate(all="ignore"):  # at extreme values only what comes out counts
            got = answer(student.spec, question.case, student.functions)
            mismatches = failures(student.spec, question.case, got)
            mismatches = mismatches or differences(student.spec, question.case, got, question.expected, EXACT)
        if mismatches:
            failed.append((question, mismatches))
    return _most_telling(_explained_further(student, failed))


def _explained_further(student, failed):
    """For each question with a wrong answer: what is wrong, and why."""
    calls = [(question.case, mismatches) for question, mismatches in failed]
    for question, mismatches in failed[:MOST_EXPLAINED]:
        known = {"spec": student.spec, "case": question.case, "expected": question.expected, "student": student}
        found = _with_reasons(mismatches, calls, **known)
        yield [_labelled(mismatch, question.case, FURTHER) for mismatch in found]


def _remarks(student):
    """What is said beside a pass: a forward function that is wrong all the same, and what can't be tried here."""
    spec, remarks = student.spec, []
    if spec.kind == "backward" and (fault := fault_of_forward(spec, student.functions)):
        remarks.append(f"{spec.forward} {fault}; {spec.name} is right with its cache.")
    return [*remarks, LARGER] if spec.large else remarks
