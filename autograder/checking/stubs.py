"""Tell a function that nobody has written yet from one that is wrong."""

import dis
from collections.abc import Callable

NAMES = {"np", "numpy", "zeros", "zeros_like", "empty", "empty_like", "full", "full_like", "shape", "size", "ndim"}
NAMES |= {"len", "astype", "float", "float64", "dtype", "items", "get"}
COMPUTES = {"BINARY_OP", "COMPARE_OP", "CONTAINS_OP", "UNARY_NEGATIVE", "FOR_ITER", "RAISE_VARARGS"}
COMPUTES |= {"BINARY_SUBSCR", "BINARY_SLICE"}


def is_stub(function: Callable) -> bool:
    """Whether a function computes nothing: at most it unpacks its arguments and makes arrays of zeros.

    One that hands an argument back is an answer, though a wrong one. Looked at only where a function is wrong: some
    right functions are as short.
    """
    code = getattr(function, "__code__", None)
    if code is None or not set(code.co_names) <= NAMES or code.co_freevars:
        return False
    steps = list(dis.get_instructions(code))
    given = code.co_varnames[: code.co_argcount]
    if len(steps) > 1 and steps[-2].opname.startswith("LOAD_FAST") and steps[-2].argval in given:
        return False
    holds_functions = any(hasattr(constant, "co_code") for constant in code.co_consts)
    return not holds_functions and not any(step.opname in COMPUTES for step in steps)
