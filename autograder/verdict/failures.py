"""Answers that are wrong before any number is compared: they raised, or changed what they were given."""

import re
from collections.abc import Sequence

from autograder.specification import Case, Spec
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Answer

NOT_THERE = "is not written yet"
UNWRITTEN = "NotImplementedError"  # what a stub raises
ENDINGS = {
    "TooLong": "came to",
    "EndedTheProgram": "ended the program by",
}  # at the desk; see checking/guarded_calls.py
FORM = re.compile(r"\w+ (must return .+|is not defined)")  # no exception: see `WrongForm`
FAULTS = {  # of a forward function, by what is wrong with its first wrong result
    Finding.SHAPE: "computes {output} in another shape",
    Finding.DTYPE: "computes {output} with another dtype",
    Finding.NOT_FINITE: "gives nan or infinity in {output}",
    Finding.TYPE: "does not return an array as {output}",
}


def failures(spec: Spec, case: Case, got: Answer) -> list[Mismatch]:
    """Mismatches for an answer that raised, or that changed what it was given."""
    if got.error.startswith(UNWRITTEN):
        return [_unwritten(spec, got)]
    if got.error and spec.kind == "backward" and not got.forward:
        text = f"{spec.forward} {_stopped(got, case)}.{_advice(got)} {_first(spec)}"
        return [Mismatch(Finding.FORWARD_ERROR, spec.forward, text)]
    if got.error:
        return [Mismatch(Finding.ERROR, spec.name, f"{spec.name} {_stopped(got, case)}.{_advice(got)}")]
    if "cache" in got.changed or got.again_error:
        return [Mismatch(Finding.CACHE_CHANGED, "cache", _cache_changed(spec, got))]
    if got.changed:
        text = f"{spec.name} changes {got.changed[0]} in place; its caller still needs it. Work on a copy."
        return [Mismatch(Finding.INPUT_CHANGED, got.changed[0], text)]
    if len(spec.outputs) > 1 and spec.kind == "backward" and all(value is None for value in got.outputs.values()):
        return [Mismatch(Finding.UNFINISHED, spec.name, f"{spec.name} returns nothing but None. Is it written yet?")]
    return []


def declined(case: Case, got: Answer) -> bool:
    """Whether a backward function need not be judged on a case: it is optional, and the forward function raised."""
    return case.optional and bool(got.error) and not got.forward


def forward_first(spec: Spec, fault: str, seen: str = "") -> list[Mismatch]:
    """The mismatch that says that a backward function cannot be right before its forward is.

    Parameters
    ----------
    spec : Spec
        Of the backward function.
    fault : str
        See `forward_fault`.
    seen : str
        A sentence with what was seen of it.
    """
    verb = "Write" if fault == NOT_THERE else "Mend"
    text = " ".join(filter(None, [f"{spec.forward} {fault}.", seen, _first(spec, verb)]))
    return [Mismatch(Finding.FORWARD_WRONG, spec.forward, text)]


def with_slope(forward: Spec, wrong: Sequence[Mismatch]) -> list[Mismatch]:
    """What is wrong with results that a gradient comes back to; running statistics, for one, are only updated."""
    updated = {output.name for output in forward.outputs if output.entry_of}
    return [mismatch for mismatch in wrong if mismatch.output not in updated]


def forward_fault(got: Answer, wrong: Sequence[Mismatch]) -> str:
    """What a forward function does wrong, in words that go on after its name; empty if it is right.

    Parameters
    ----------
    got : Answer
    wrong : list of Mismatch
        What is wrong with its results.
    """
    if got.error:
        return NOT_THERE if got.error.startswith(UNWRITTEN) else _ending(got)
    if got.changed:
        return f"changes {got.changed[0]} in place"
    if not wrong:
        return ""
    return FAULTS.get(wrong[0].code, "does not give the right numbers yet").format(output=wrong[0].output)


def _unwritten(spec, got):
    """Who raised is not written: the function itself, the forward function before it, or one that it calls."""
    by_forward = spec.forward if spec.kind == "backward" and not got.forward else ""
    if by_forward and got.raised_by in ("", by_forward):
        return Mismatch(Finding.UNFINISHED, by_forward, f"{by_forward} {NOT_THERE}. {_first(spec, 'Write')}")
    if got.raised_by:
        text = f"{by_forward or spec.name} calls {got.raised_by}, which is not written yet."
        return Mismatch(Finding.UNFINISHED, got.raised_by, text)
    return Mismatch(Finding.UNFINISHED, spec.name, f"{spec.name} {NOT_THERE}.")


def _stopped(got, case):
    """How a call ended, in words that go on after the function's name, with the place and the case."""
    where = f" ({got.detail})" if got.detail else ""
    return _ending(got) if FORM.fullmatch(got.error) else f"{_ending(got)}{where}, for {case.label}"


def _ending(got):
    """How a call ended, in words that go on after the function's name."""
    if form := FORM.fullmatch(got.error):
        return form[1]
    kind, _, said = got.error.partition(": ")
    return f"{ENDINGS[kind]} {said}" if kind in ENDINGS else f"stopped with {got.error}"


def _advice(got):
    return f" {got.advice}" if got.advice else ""


def _first(spec, verb="Mend"):
    return f"{verb} {spec.forward} first: {spec.name} is judged with its cache."


def _cache_changed(spec, got):
    if not got.again_error:
        return f"{spec.name} changes its cache; a second call would get wrong numbers. Work on a copy."
    used = "the first call used up the cache. Work on a copy" if "cache" in got.changed else "the first call did not"
    return f"The second call of {spec.name} raised {got.again_error}; {used}."
