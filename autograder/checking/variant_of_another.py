"""A function that is wrong in the student's variant, and right in another one: public numbers tell."""

from autograder.checking.known_results import is_contradicted, known_results
from autograder.registry import find
from autograder.specification import Spec
from autograder.variants import in_use
from autograder.verdict.invocation import Functions


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
    return bool(known_results(spec)) and not is_contradicted(spec, functions)
