"""A backward function works once for a cache, and raises when it is called again with the same one."""

import copy

from autograder.hints.evidence import Evidence, Hint, explains
from autograder.registry import find
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import call_backward, call_forward


@explains(Finding.ERROR, needs=Evidence.has_student, general=True)
def cache_is_used_up(evidence: Evidence) -> Hint | None:
    """With a fresh cache the call succeeds, and it raises when it is made again with the cache that was used."""
    spec, student, case = evidence.spec, evidence.student, evidence.case
    if spec.kind != "backward" or student is None:
        return None
    cache = copy.deepcopy(call_forward(find(spec.forward), case.inputs, student.functions)[1])
    call_backward(spec, case.upstream, cache, student.functions)
    try:
        call_backward(spec, case.upstream, cache, student.functions)
    except Exception:
        text = "The first call has used up its cache, so a second one with the same cache fails."
        return Hint(Finding.CACHE_CHANGED, text, "Read from it without taking anything out: no pop, no del.")
    return None
