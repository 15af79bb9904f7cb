"""Recognise a wrong answer: find the misconceptions that behave as the student's function does.

A symptom is something wrong in one answer: an output that is off, an argument
changed in place, an exception. A misconception explains a symptom if it shows
the same one, with the same numbers, on the same challenge.
"""

import copy
import warnings
from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from autograder.registry import find
from autograder.specification import Case, Spec
from autograder.variants import in_variant
from autograder.verdict.comparison import EXACT, differences
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer, answer
from solutions.misconceptions import Misconception, entries

SAME = 1e-9  # relative to the largest entry of the array


def find_slips(
    spec: Spec, answers: list[tuple[Case, dict[str, Any], Answer]], reference: ModuleType
) -> list[Misconception]:
    """Return the misconceptions that together explain most of what is wrong in an examination.

    Parameters
    ----------
    spec : Spec
    answers : list of (Case, dict, Answer)
        Challenges with what is right and what the student's function did.
    reference : module
        Holds the right functions.

    Returns
    -------
    list of Misconception
        The one that explains most comes first; empty if none fits.
    """
    wrong = [_symptoms(spec, *each) for each in answers]
    if not any(wrong) or any(_misled(spec, got) for _, _, got in answers):
        return []
    explained = {}
    for entry in entries(spec.name):
        shown = _shown(spec, entry, answers, reference)
        explained[entry] = _explained(wrong, shown), sum(map(len, shown))
    return [entry for entry in _cover(explained) if entry.in_variants or _is_by_the_book(spec)]


def functions_with(entry: Misconception, reference: ModuleType) -> dict[str, Callable]:
    """The functions of a student who has this misconception and, if there is one, the right forward function."""
    spec = find(entry.function)
    functions = {entry.function: entry.implementation}
    if spec.forward:
        functions[spec.forward] = _keeping_inputs(find(spec.forward), getattr(reference, spec.forward))
    return {name: in_variant(find(name), each) for name, each in functions.items()} if spec.placed else functions


def _is_by_the_book(spec):
    """Whether the catalogue's sentences, which follow the book's convention, are true of this function."""
    return spec.placed is None or spec.placed.is_book


def _keeping_inputs(spec, function):
    """A forward function whose cache is the tuple of its inputs, the catalogue's convention."""

    def forward(*inputs):
        cache = copy.deepcopy(inputs)
        return *function(*inputs)[:-1], cache

    return forward


def _misled(spec, got):
    """Whether the forward function raised, or spoilt what the backward function finds in its cache."""
    return spec.kind == "backward" and (not got.forward or bool(got.forward_changed))


def _shown(spec, entry, answers, reference):
    functions = functions_with(entry, reference)
    with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        return [_symptoms(spec, case, expected, answer(spec, case, functions)) for case, expected, _ in answers]


def _symptoms(spec, case, expected, got):
    """What is wrong with an answer: values by (kind, name, code)."""
    if got.error:
        return {("error", spec.name, ""): got.error}
    found = {("changed", name, ""): None for name in got.changed}
    if got.again_error:
        found["error", "again", ""] = got.again_error
    for mismatch in differences(spec, case, got, expected, EXACT):
        value = _joined(got.outputs) if mismatch.code == Finding.INVALID else got.outputs.get(mismatch.output)
        found["output", mismatch.output, mismatch.code] = value
    return found


def _joined(outputs):
    """All outputs in one row of numbers: together they are not valid. What is no number is no part of it."""
    numbers = [np.ravel(value) for value in outputs.values() if isinstance(value, (np.ndarray, np.generic, int, float))]
    real = [value.astype(float) for value in numbers if value.dtype.kind in "biuf"]
    return np.concatenate([np.empty(0), *real])


def _explained(wrong, shown):
    """The symptoms, as (challenge, key), that a misconception shares with the student.

    A key counts if it is shared on most challenges where the student shows it.
    Exceptions must agree to the letter: their numbers are the shapes that did not fit.
    """
    shared = set()
    for key in {key for symptoms in wrong for key in symptoms}:
        where = [i for i, symptoms in enumerate(wrong) if key in symptoms]
        same = [i for i in where if key in shown[i] and _equal(wrong[i][key], shown[i][key])]
        if 2 * len(same) > len(where):
            shared |= {(i, key) for i in same}
    return shared


def _cover(explained):
    """Misconceptions chosen one after the other, each for what it explains of the rest."""
    chosen, rest = [], set().union(*(shared for shared, _ in explained.values())) if explained else set()
    while rest:
        best = max(explained, key=lambda entry: (len(explained[entry][0] & rest), -explained[entry][1]))
        chosen.append(best)
        rest -= explained[best][0]
    return chosen


def _equal(a, b):
    if not isinstance(a, (np.ndarray, np.generic, int, float)) or not isinstance(
        b, (np.ndarray, np.generic, int, float)
    ):
        return type(a) is type(b) and (a is None or (isinstance(a, str) and a == b))
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype != b.dtype or a.dtype.kind not in "biufc":
        return False
    size = np.max(np.abs(b), initial=0.0, where=np.isfinite(b))
    return bool(np.allclose(a, b, rtol=0.0, atol=SAME * size, equal_nan=True))
