"""A function that is wrong in the student's variant, and right in another one: public numbers tell."""

import numpy as np

from autograder.checking.public_numbers import questions_for
from autograder.registry import find
from autograder.specification import Spec
from autograder.variants import in_use
from autograder.verdict.comparison import EXACT, PRINTED, differences
from autograder.verdict.failures import failures
from autograder.verdict.invocation import Functions, answer


def variant_of_another(spec: Spec, functions: Functions) -> str:
    """What is said of a function that is wrong in the variant of `spec` and right in another one; else empty.

    Parameters
    ----------
    spec : Spec
    functions : dict of str to callable
        The student's functions by name.
    """
    if spec.placed is None or _is_right(spec, functions):
        return ""
    for variant, chosen in spec.placed.others:
        with in_use(chosen):
            is_right = _is_right(find(spec.name), functions)
        if is_right:
            return spec.placed.belongs_elsewhere(variant)
    return ""


def _is_right(spec, functions):
    right = [(each.case, each.expected, PRINTED) for each in spec.examples]
    right += [(each.case, each.expected, EXACT) for each in questions_for(spec.name)]
    for case, expected, tolerance in right:
        with np.errstate(all="ignore"):
            got = answer(spec, case, functions)
        if failures(spec, case, got) or differences(spec, case, got, expected, tolerance):
            return False
    return bool(right)
