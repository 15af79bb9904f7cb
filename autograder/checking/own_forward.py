"""What is said before anything else: the function is not written yet, or its own forward function is wrong."""

import contextlib
import inspect
from collections.abc import Callable

import numpy as np

from autograder.checking.known_results import known_results
from autograder.checking.stubs import is_stub
from autograder.hints.evidence import Functions, StudentCode
from autograder.registry import find
from autograder.specification import Spec
from autograder.verdict.comparison import PRINTED, Mismatch, differences
from autograder.verdict.failures import forward_fault, forward_first, with_slope
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import answer, upstream_of

SEED = 20240229
Sifted = Callable[[Spec, list[Mismatch]], list[Mismatch]]
FORMLESS = frozenset({Finding.TYPE, Finding.SHAPE, Finding.DTYPE})  # such a result has no slope


def forward_form(student: StudentCode) -> list[Mismatch]:
    """A forward function whose result is not even of the right form has no slope to compare a gradient with."""
    if student.spec.kind != "backward":
        return []
    forward = find(student.spec.forward)
    for example in forward.examples:
        got = answer(forward, example.case, student.functions)
        found = [] if got.error else differences(forward, example.case, got, example.expected, PRINTED)
        found = with_slope(forward, found)
        if found and found[0].code in FORMLESS:
            return forward_first(student.spec, forward_fault(got, found), found[0].text)
    return []


def forward_fails(spec: Spec, functions: Functions, mismatches: list[Mismatch]) -> list[Mismatch]:
    """Say so if the forward function does not even pass its own worked examples."""
    if spec.kind != "backward" or mismatches[0].output == spec.forward or mismatches[0].code == Finding.UNFINISHED:
        return []
    fault = fault_of_forward(spec, functions, with_slope)
    return forward_first(spec, fault) if fault else []


def fault_of_forward(spec: Spec, functions: Functions, of: Sifted = lambda forward, wrong: wrong) -> str:
    """What is wrong with the forward function in its worked examples or with public numbers; empty if it is right.

    Parameters
    ----------
    spec : Spec
        Of the backward function.
    functions : dict of str to callable
    of : callable (Spec, list of Mismatch) -> list of Mismatch
        What of it counts.
    """
    forward = find(spec.forward)
    for case, expected, tolerance in known_results(forward):
        with np.errstate(all="ignore"):
            got = answer(forward, case, functions)
            wrong = [] if got.error else differences(forward, case, got, expected, tolerance)
        if fault := forward_fault(got, of(forward, wrong)):
            return fault
    return ""


def unwritten(spec: Spec, functions: Functions) -> list[Mismatch]:
    """Say so, and no more, if what is wrong is that nobody has written the function yet."""
    rng = np.random.default_rng(SEED)
    case = spec.examples[0].case if spec.examples else spec.cases(rng)[0]
    if spec.kind == "backward" and not case.upstream:
        with contextlib.suppress(Exception):  # where its forward function fails, it does so below as well
            case = upstream_of(spec, case, functions, rng)
    got = answer(spec, case, functions)
    has_raised = bool(got.detail)  # in a line that somebody has written
    if not has_raised and is_stub(inspect.unwrap(functions[spec.name])) and all(map(_is_empty, got.outputs.values())):
        return [Mismatch(Finding.UNFINISHED, spec.name, f"{spec.name} is not written yet.")]
    if (
        spec.kind == "backward"
        and (got.forward or not has_raised)
        and is_stub(inspect.unwrap(functions[spec.forward]))
        and fault_of_forward(spec, functions)
    ):
        text = f"{spec.forward} is not written yet. Write it first: {spec.name} is judged with its cache."
        return [Mismatch(Finding.UNFINISHED, spec.forward, text)]
    return []


def _is_empty(value):
    """Whether a result is missing, or holds nothing but zeros."""
    return value is None or (isinstance(value, np.ndarray | np.generic | float | int) and not np.any(value))
