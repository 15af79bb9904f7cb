"""What else is said of a wrong answer: where its first infinity arises, by which convention it would be right."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from autograder.checking.known_results import known_results
from autograder.hints.evidence import StudentCode
from autograder.registry import find
from autograder.verdict.comparison import Mismatch
from autograder.verdict.conventions import Call, explained_by, recognize
from autograder.verdict.error_meanings import floating_point
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import answer, call_backward, call_forward, upstream_of
from autograder.verdict.report import Report

SEED = 20240229


def second_look(student: StudentCode, mismatches: list[Mismatch]) -> Report:
    """The report on a wrong answer.

    Parameters
    ----------
    student : StudentCode
    mismatches : list of Mismatch
        What was found; at least one.
    """
    return _with_convention(student, _with_overflow(student, mismatches))


def _with_convention(student, mismatches):
    """The report; what is right by another convention is called that, and keeps a part of the points."""
    spec = student.spec
    calls = [
        Call(case, answer(spec, case, student.functions), expected, tolerance)
        for case, expected, tolerance in known_results(spec)
    ]
    found = recognize(spec, calls)
    if found is None:
        return Report(spec.name, mismatches)
    return Report(spec.name, explained_by(found, mismatches), partial=found.share)


def _with_overflow(student, mismatches):
    """Where the first infinity or NaN arises, if there is one in the result."""
    unexplained = [mismatch.code == Finding.NOT_FINITE and not mismatch.reason for mismatch in mismatches]
    places = [number for number, is_open in enumerate(unexplained) if is_open]
    said = next(_overflows(student), "") if places else ""
    if said:
        mismatches[places[0]] = replace(mismatches[places[0]], text=f"{mismatches[places[0]].text} {said}.")
    return mismatches


def _overflows(student) -> Iterator[str]:
    spec, rng = student.spec, np.random.default_rng(SEED)
    for case in [*(example.case for example in spec.examples), *spec.cases(rng), *spec.ties(rng)]:
        try:
            if spec.kind == "backward":
                case = case if case.upstream else upstream_of(spec, case, student.functions, rng)
                _, cache, _ = call_forward(find(spec.forward), case.inputs, student.functions)
            with np.errstate(all="raise", under="ignore"):
                if spec.kind == "backward":
                    call_backward(spec, case.upstream, cache, student.functions)
                else:
                    call_forward(spec, case.inputs, student.functions)
        except FloatingPointError as error:
            yield floating_point(error)
        except Exception:
            continue
