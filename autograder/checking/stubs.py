"""Tell a function that nobody has written yet from one that is wrong."""

import dis
from collections.abc import Callable

NAMES = {"np", "numpy", "zeros", "zeros_like", "empty", "empty_like", "full", "full_like", "shape", "size", "ndim"}
NAMES |= {"len", "copy", "astype", "float", "float64", "dtype", "items", "get", "T"}
COMPUTES = {"BINARY_OP", "COMPARE_OP", "CONTAINS_OP", "UNARY_NEGATIVE", "FOR_ITER", "RAISE_VARARGS"}
COMPUTES |= {"BINARY_SUBSCR", "BINARY_SLICE"}


def is_stub(function: Callable) -> bool:
    """Whether a function computes nothing: at most it unpacks its arguments and makes arrays of zeros.

    Looked at only where a function is wrong: some right functions are as short.
    """
    code = getattr(function, "__code__", None)
    if code is None or not set(code.co_names) <= NAMES or code.co_freevars:
        return False
    holds_functions = any(hasattr(constant, "co_code") for constant in code.co_consts)
    return not holds_functions and not any(step.opname in COMPUTES for step in dis.get_instructions(code))
