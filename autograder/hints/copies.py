"""A result is another array of the call."""

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.findings import Finding


@explains(Finding.VALUE)
def an_argument_unchanged(evidence: Evidence) -> Hint | None:
    """It is an argument, or an upstream gradient, as it came."""
    got = evidence.got
    if got.size < 3 or not np.ptp(got):
        return None
    for name, value in evidence.values.items():
        if isinstance(value, np.ndarray) and same(got, value):
            return Hint(Finding.UNCHANGED, f"It is {name} itself, unchanged.")
    return None


@explains(Finding.VALUE, Finding.SHAPE, needs=Evidence.has_any_numbers)
def another_result(evidence: Evidence) -> Hint | None:
    """It is what another result of the call should be."""
    for name, right in evidence.expected.items() if evidence.got.size > 1 else ():
        if name != evidence.output and same(evidence.got, right):
            both = _exchanged_with(name, evidence)
            return Hint(Finding.EXCHANGED, f"{both} are exchanged." if both else f"It is what {name} should be.")
    return None


def _exchanged_with(name, evidence):
    """Both names, alike for either result, if the other result is what this one should be; else nothing."""
    if not any(each.output == name and same(each.got, evidence.right) for each in evidence.beside):
        return ""
    return " and ".join(each.name for each in evidence.spec.outputs if each.name in (name, evidence.output))
