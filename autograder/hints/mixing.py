"""Samples that do not meet in the forward function meet in its gradient."""

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains
from autograder.registry import find
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import call_backward, call_forward


@explains(Finding.VALUE, needs=Evidence.has_student, general=True)
def samples_are_mixed(evidence: Evidence) -> Hint | None:
    """The gradient of one sample moves with the upstream gradient of another one, which its output does not reach."""
    spec, student, case = evidence.spec, evidence.student, evidence.case
    if student is None or spec.kind != "backward" or len(case.upstream) != 1 or evidence.contributions is None:
        return None
    ((name, dout),) = case.upstream.items()
    shares, count = evidence.contributions, len(dout) if np.ndim(dout) else 0
    if count < 2 or not evidence.got.ndim or len(evidence.got) != count:
        return None
    first = np.moveaxis(shares, evidence.right.ndim, 1)[0, 1:]
    if np.any(np.abs(first) > 1e-7):
        return None  # they do meet
    other = dout.copy()
    other[1:] *= 2
    cache = call_forward(find(spec.forward), case.inputs, student.functions)[1]
    moved = call_backward(spec, {name: other}, cache, student.functions)[0][evidence.output]
    if np.allclose(moved[0], evidence.got[0]):
        return None
    text = f"The gradient of one sample changes with {name} of the others: each sample should have its own."
    return Hint(Finding.OTHER_AXIS, text, "Does a sum, a mean or a reshape run over axis 0 as well?")
