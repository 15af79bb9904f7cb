"""What everyone may know of a function's results: the examples in its text, and the public numbers."""

from typing import Any

import numpy as np

from autograder.checking.public_numbers import questions_for
from autograder.specification import Case, Spec
from autograder.verdict.comparison import EXACT, PRINTED, Tolerance, differences
from autograder.verdict.failures import failures
from autograder.verdict.invocation import Functions, answer


def known_results(spec: Spec) -> list[tuple[Case, dict[str, Any], Tolerance]]:
    """Cases, what comes out, and how exactly that is known."""
    known = [(each.case, each.expected, PRINTED) for each in spec.examples]
    return known + [(each.case, each.expected, EXACT) for each in questions_for(spec.name)]


def is_contradicted(spec: Spec, functions: Functions) -> bool:
    """Whether a known result is against a function.

    Parameters
    ----------
    spec : Spec
    functions : dict of str to callable
        The student's functions by name.
    """
    for case, expected, tolerance in known_results(spec):
        with np.errstate(all="ignore"):
            got = answer(spec, case, functions)
            if failures(spec, case, got) or differences(spec, case, got, expected, tolerance):
                return True
    return False
