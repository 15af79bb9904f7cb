"""A result is NaN or infinite: in which step did it become so?"""

import numpy as np

from autograder.hints.code_places import source_of
from autograder.hints.evidence import Evidence, Hint, explains
from autograder.hints.repairs import run
from autograder.hints.tracing import Recorder
from autograder.verdict.findings import Finding

FAR = 700  # exponents from here on overflow


@explains(Finding.NOT_FINITE, needs=Evidence.has_student, general=True)
def first_step_that_is_not_finite(evidence: Evidence) -> Hint | None:
    """A step gives NaN or infinity for finite numbers: an exponential that overflows, 0 by 0, the logarithm of 0."""
    if evidence.student is None:
        return None
    recorder = Recorder(keeps_failure=True)
    run(evidence.spec, evidence.student.functions, evidence.case, recorder)
    if recorder.failure is None:
        return None
    place, step = recorder.failure
    has_exponentials = any(each.function is np.exp for each in recorder.steps.values())
    said = _said(step, f"line {step.line}", has_exponentials)
    if said is None:
        return None
    sentence, detail = said
    text = source_of(place)
    return Hint(
        Finding.NOT_FINITE, sentence, " ".join(filter(None, [detail, f"The step is `{text}`." if text else ""]))
    )


def _said(step, line, has_exponentials):
    """What happens in a step, and what to look at."""
    numbers = [np.asarray(each) for each in step.operands if np.asarray(each).dtype.kind in "biuf"]
    if step.function in (np.exp, np.expm1, np.exp2) and np.max(numbers[0], initial=0) > FAR:
        detail = "An exponent should never be large and positive: what may be subtracted, or which form fits this sign?"
        return f"The exponential in {line} overflows: its exponent reaches {np.max(numbers[0]):.4g}.", detail
    if step.function in (np.log, np.log2, np.log10) and np.any(numbers[0] == 0):
        detail = "What goes in is a number that has been rounded to 0; simplify the logarithm before it comes to that."
        return f"The logarithm in {line} is taken of 0.", detail
    if step.function in (np.log, np.sqrt) and np.any(numbers[0] < 0):
        return f"In {line} a logarithm or a square root is taken of a negative number.", ""
    if step.function is np.divide and np.any(numbers[1] == 0):
        detail = "Exponentials go in: is the largest score of each row taken away, or that of the whole batch?"
        both = np.any((numbers[1] == 0) & (numbers[0] == 0))
        return (
            f"In {line} {'0 is divided by 0' if both else 'something is divided by 0'}.",
            detail if both and has_exponentials else "",
        )
    if step.function is np.multiply:
        return f"The product in {line} is no finite number.", ""
    return None
