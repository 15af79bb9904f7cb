"""Height and width are mixed up: with one in place of the other, in a line of the student's function, all is right.

It is tried in the text of the function, name by name. Which names hold a height and which the width beside it is read
off their values in all calls.
"""

import ast
import copy
import inspect
import linecache
import sys
from collections.abc import Callable, Iterator
from itertools import combinations
from types import FrameType, FunctionType
from typing import Any, NamedTuple

import numpy as np

from autograder.hints.argument_places import named_values
from autograder.hints.evidence import Evidence, Hint, StudentCode, explains
from autograder.hints.search_budget import Budget
from autograder.hints.second_calls import calls_at_desk
from autograder.hints.tracing import TooLong
from autograder.specification import Spec
from autograder.verdict.comparison import differences
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import Functions, answer
from autograder.verdict.wording import listed

MOST_RUNS = 300
MOST_LINES = 2_000_000  # of the student's code, in all runs: a slow function is tried less often
MOST_EDITS = 2
AXES = {2: "height", 3: "width"}  # of images
OTHER = {"height": "width", "width": "height"}


class Edit(NamedTuple):
    """A node of the function's tree, counted from its first, what takes its place, and the line."""

    number: int
    put: Callable[[Any], None]
    line: int
    was: str
    becomes: str


@explains(
    Finding.VALUE,
    Finding.SHAPE,
    Finding.ERROR,
    Finding.NOT_FINITE,
    replaces=(Finding.SHAPE, Finding.MASK, Finding.SOME_ENTRIES),
    needs=Evidence.has_student,
    general=True,
)
def height_for_width(evidence: Evidence) -> Hint | None:
    """All calls known are right with a width in place of a height in one or two places, or the other way round."""
    return evidence.student.found_by(_mended) if evidence.student else None


def _mended(student: StudentCode) -> Hint | None:
    spec = student.spec
    function = inspect.unwrap(student.functions[spec.name])
    calls = [call for call in calls_at_desk(student, also_failed=True) if call.expected]
    wrong = [call for call in calls if call.got.error or call.all_wrong(spec)]
    tree = _tree(function)
    if tree is None or len(calls) < 2 or not wrong or not _kinds(calls[0]):
        return None
    most = _most_runs(spec, student.functions, wrong[0])
    edits = list(_edits(tree, _sizes(spec, student.functions, function, calls)))
    tries = [(each,) for each in edits] + list(combinations(edits, MOST_EDITS))
    for chosen in tries[:most]:
        functions = {**student.functions, spec.name: _edited(function, tree, chosen)}
        if all(_is_right(spec, functions, call) for call in [*wrong, *calls]):
            return _hint(chosen)
    return None


def _most_runs(spec, functions, call):
    """How often the function may be tried, which is counted and never timed."""
    budget = Budget()
    try:
        with budget.counted_lines():
            answer(spec, call.case, functions)
    except TooLong:
        return 0
    return min(MOST_RUNS, MOST_LINES // max(1, budget.lines))


def _is_right(spec, functions, call):
    return not differences(spec, call.case, answer(spec, call.case, functions), call.expected, call.tolerance)


def _tree(function) -> ast.Module | None:
    """The function parsed; None where its text is not known, or it is not to be made anew."""
    if not isinstance(function, FunctionType) or function.__code__.co_freevars:
        return None
    lines = linecache.getlines(function.__code__.co_filename, function.__globals__)
    try:
        block = inspect.getblock(lines[function.__code__.co_firstlineno - 1 :])
        tree = ast.parse("".join(block))
    except (SyntaxError, IndexError):  # it stands in a class
        return None
    first = tree.body[0] if tree.body else None
    is_plain = isinstance(first, ast.FunctionDef) and not first.decorator_list and first.name == function.__name__
    if not is_plain or any(isinstance(node, ast.While) for node in ast.walk(tree)):  # that might not end
        return None
    return ast.increment_lineno(tree, function.__code__.co_firstlineno - 1)


def _sizes(spec: Spec, functions: Functions, function, calls) -> dict[tuple[str, str], set[str]]:
    """Names of whole numbers in the function, by what they are in all calls: the height, or the width, of something."""
    seen = [(_kinds(call), _locals(spec, functions, function.__code__, call.case)) for call in calls]
    found: dict[tuple[str, str], set[str]] = {}
    for kind in seen[0][0]:
        names = [{name for name, value in variables.items() if kinds.get(kind) == value} for kinds, variables in seen]
        found[kind] = set.intersection(*(each for each, (_, had) in zip(names, seen, strict=True) if had))
    return found


def _kinds(call):
    """All heights and widths of a call by what they belong to: images and windows, arguments and results."""
    kinds = {}
    for name, value in (named_values(call.case.inputs) | call.expected).items():
        if isinstance(value, np.ndarray) and value.ndim == 4:
            kinds |= {(name, word): value.shape[axis] for axis, word in AXES.items()}
        kinds |= {(name.replace(word, "size"), word): value for word in OTHER if word in name}
    return kinds


def _locals(spec, functions, code, case) -> dict[str, int]:
    """The whole numbers that the function's variables hold when it ends, or raises."""
    found: dict[str, int] = {}

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "return" and frame.f_code is code:
            found.update({name: v for name, v in frame.f_locals.items() if type(v) in (int, np.int64)})

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        answer(spec, case, functions)
    finally:
        sys.setprofile(before)
    return found


def _edits(tree: ast.Module, sizes: dict[tuple[str, str], set[str]]) -> Iterator[Edit]:
    """Each place where a height or a width is read, with the other one in its place."""
    node: Any
    for number, node in enumerate(ast.walk(tree)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield from _of_name(number, node, sizes)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            for word, other in OTHER.items():
                if word in node.value:
                    new = node.value.replace(word, other)
                    yield Edit(number, _put("value", new), node.lineno, repr(node.value), repr(new))
        elif _is_axis(node):
            new = 5 - node.slice.value
            yield Edit(number, _put_axis(new), node.lineno, *_shape(node, new))


def _of_name(number, node, sizes):
    others: dict[str, None] = {}
    for (of, word), names in sizes.items():
        if node.id in names:
            others |= dict.fromkeys(sorted(sizes.get((of, OTHER[word]), set()) - {node.id}))
    for other in others:
        yield Edit(number, _put("id", other), node.lineno, node.id, other)


def _is_axis(node):
    is_shape = isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
    return is_shape and isinstance(node.slice, ast.Constant) and node.slice.value in AXES


def _shape(node, new):
    return ast.unparse(node), f"{ast.unparse(node.value)}[{new}]"


def _put(field, value):
    return lambda node: setattr(node, field, value)


def _put_axis(axis):
    return lambda node: setattr(node.slice, "value", axis)


def _edited(function, tree, edits):
    """The function made anew from its text with these changes."""
    tree = copy.deepcopy(tree)
    nodes = list(ast.walk(tree))
    for edit in edits:
        edit.put(nodes[edit.number])
    namespace = dict(function.__globals__)
    exec(compile(tree, function.__code__.co_filename, "exec"), namespace)
    return namespace[function.__name__]


def _hint(edits):
    lines = listed(sorted({edit.line for edit in edits}))
    text = f"Height and width are mixed up in line{'s' if ' ' in lines else ''} {lines}."
    said = listed(dict.fromkeys(f"one {edit.was} replaced by {edit.becomes}" for edit in edits))
    return Hint(Finding.EXCHANGED, text, f"It would be right with {said}.")
