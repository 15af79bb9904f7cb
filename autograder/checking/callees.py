"""Other exercise functions that a function calls: while one of them is wrong, so is what is built on it."""

import dis
import inspect
from collections.abc import Callable, Iterator

from autograder.checking.guarded_calls import Guard
from autograder.checking.known_results import is_contradicted
from autograder.hints.evidence import Functions
from autograder.registry import find, load
from autograder.specification import Spec
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.raised import is_own_file

BY_NAME = {"LOAD_GLOBAL", "LOAD_NAME"}


def wrong_callee(spec: Spec, functions: Functions) -> list[Mismatch]:
    """Say which function to mend first: the innermost exercise function on the way that is wrong by itself.

    Parameters
    ----------
    spec : Spec
        A function in which something is wrong.
    functions : dict of str to callable
        The student's functions by name.
    """
    for name, function in _called(functions[spec.name], {spec.name, spec.forward}):
        if _is_wrong(find(name), functions | _needed(name, function)):
            text = f"{spec.name} calls {name}, which is not right yet: mend that first."
            return [Mismatch(Finding.CALLS_WRONG, name, text)]
    return []


def _called(function: Callable, seen: set[str]) -> Iterator[tuple[str, Callable]]:
    """Exercise functions that a function calls by their names, directly or by way of others; the innermost first."""
    function = inspect.unwrap(function)
    namespace = getattr(function, "__globals__", {})
    for name in _names(getattr(function, "__code__", None)):
        value = namespace.get(name)
        if name in seen or not inspect.isfunction(value) or not is_own_file(value.__code__.co_filename):
            continue
        seen.add(name)
        yield from _called(value, seen)
        if name in load() and find(name).kind != "task":
            yield name, value


def _names(code) -> Iterator[str]:
    """What a piece of code reads from its module, with the functions and comprehensions inside it."""
    if code is None:
        return
    yield from (step.argval for step in dis.get_instructions(code) if step.opname in BY_NAME)
    for constant in code.co_consts:
        if hasattr(constant, "co_code"):
            yield from _names(constant)


def _needed(name, function):
    """The functions that another one is judged with, from its own module."""
    known = {other: function.__globals__.get(other) for other in find(name).functions}
    known = {other: value for other, value in known.items() if callable(value)} | {name: function}
    return Guard(find(name)).guard(known)


def _is_wrong(spec, functions):
    """Whether public numbers are against it; nothing is against a function whose forward function is wrong."""
    if any(name not in functions for name in spec.functions):
        return False
    if spec.kind == "backward" and _is_wrong(find(spec.forward), functions):
        return False
    return is_contradicted(spec, functions)
