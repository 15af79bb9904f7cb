"""Answers that are wrong before any number is compared: they raised, or changed what they were given."""

from autograder.specification import Case, Spec
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer


def failures(spec: Spec, case: Case, got: Answer) -> list[Mismatch]:
    """Mismatches for an answer that raised, or that changed what it was given."""
    if got.error and spec.kind == "backward" and not got.forward:
        unwritten = got.error.startswith("NotImplementedError")
        undefined = got.error == f"{spec.forward} is not defined"
        stopped = "is not written yet" if unwritten or undefined else f"stopped with {got.error}, for {case.label}"
        text = f"{spec.forward} {stopped}: mend it first. {spec.name} is judged with its cache."
        return [Mismatch(Finding.UNFINISHED if unwritten else Finding.FORWARD_ERROR, spec.forward, text)]
    if got.error.startswith("NotImplementedError"):
        return [Mismatch(Finding.UNFINISHED, spec.name, f"{spec.name} is not written yet.")]
    if got.error:
        where = f" ({got.detail})" if got.detail else ""
        text = f"{spec.name} stopped with {got.error}{where}, for {case.label}."
        return [Mismatch(Finding.ERROR, spec.name, text)]
    if "cache" in got.changed:
        text = f"{spec.name} changes its cache; a second call would get wrong numbers. Work on a copy."
        return [Mismatch(Finding.CACHE_CHANGED, "cache", text)]
    if got.changed:
        text = f"{spec.name} changes {got.changed[0]} in place; its caller still needs it. Work on a copy."
        return [Mismatch(Finding.INPUT_CHANGED, got.changed[0], text)]
    return []


def declined(case: Case, got: Answer) -> bool:
    """Whether a backward function need not be judged on a case: it is optional, and the forward function raised."""
    return case.optional and bool(got.error) and not got.forward


def forward_first(spec: Spec, got: Answer) -> list[Mismatch]:
    """The mismatch that says that a backward function cannot be right before its forward is.

    Parameters
    ----------
    got : Answer
        Of the backward function.
    """
    changed = got.forward_changed
    fault = f"changes {changed[0]} in place" if changed else "does not give the right numbers yet"
    text = f"{spec.forward} {fault}: mend it first. {spec.name} is judged with its cache."
    return [Mismatch(Finding.FORWARD_WRONG, spec.forward, text)]
