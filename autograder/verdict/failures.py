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
        stopped = "is not written yet" if unwritten or undefined else _stopped(got, case)
        text = f"{spec.forward} {stopped}: mend it first. {spec.name} is judged with its cache."
        text += f" {got.advice}" if got.advice and not unwritten else ""
        return [Mismatch(Finding.UNFINISHED if unwritten else Finding.FORWARD_ERROR, spec.forward, text)]
    if got.error.startswith("NotImplementedError"):
        return [Mismatch(Finding.UNFINISHED, spec.name, f"{spec.name} is not written yet.")]
    if got.error:
        text = f"{spec.name} {_stopped(got, case)}." + (f" {got.advice}" if got.advice else "")
        return [Mismatch(Finding.ERROR, spec.name, text)]
    if "cache" in got.changed:
        text = f"{spec.name} changes its cache; a second call would get wrong numbers. Work on a copy."
        return [Mismatch(Finding.CACHE_CHANGED, "cache", text)]
    if got.changed:
        text = f"{spec.name} changes {got.changed[0]} in place; its caller still needs it. Work on a copy."
        return [Mismatch(Finding.INPUT_CHANGED, got.changed[0], text)]
    return []


def _stopped(got, case):
    where = f" ({got.detail})" if got.detail else ""
    if got.error.startswith("TooLong: "):  # at the desk; see checking/time_limit.py
        return f"came to {got.error.removeprefix('TooLong: ')}{where}, for {case.label}"
    if got.error.startswith("EndedTheProgram: "):
        return f"ended the program by {got.error.removeprefix('EndedTheProgram: ')}{where}, for {case.label}"
    _, is_form, form = got.error.partition(" must return ")
    if is_form and not got.detail:
        return f"must return {form}"
    return f"stopped with {got.error}{where}, for {case.label}"


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
