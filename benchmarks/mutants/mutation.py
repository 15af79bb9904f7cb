"""First-order mutants of a function's text: every one differs from it in one place.

Kept libraries were looked at: mutmut runs a test suite against copies of a project, cosmic-ray's operators know Python
but not NumPy (no axes, `keepdims`, transposes, order of arguments, dead zones, dtypes) and bring ten dependencies.
The standard library's `ast` is all that is needed.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.mutants.operators import alternatives, statements_left_out


@dataclass(frozen=True)
class Mutant:
    """A function with one change.

    Attributes
    ----------
    kind : str
        What was changed, such as "axis or constant".
    before, after : str
        The line, as it was and as it is.
    source : str
        The definition, changed.
    """

    kind: str
    before: str
    after: str
    source: str


def mutants_of(definition: ast.FunctionDef) -> Iterator[Mutant]:
    """All mutants of a function, each text once."""
    definition = _without_docstring(definition)
    original, seen = ast.unparse(definition), set()
    seen.add(original)
    for kind, changed in _changes(definition):
        source = ast.unparse(ast.fix_missing_locations(changed))
        if source not in seen:
            seen.add(source)
            yield Mutant(kind, *_changed_lines(original, source), source)


def _without_docstring(definition):
    definition = copy.deepcopy(definition)
    if ast.get_docstring(definition) is not None:
        definition.body = definition.body[1:]
    return definition


def _changes(definition):
    """Every change as (kind, the whole definition after it)."""
    for parent in ast.walk(definition):
        for field, value in ast.iter_fields(parent):
            if field == "body" and isinstance(value, list):
                yield from _in_place(definition, parent, field, statements_left_out(value))
            for place, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(node, (ast.expr, ast.stmt)) and not _is_annotation(parent, field):
                    for kind, other in alternatives(node):
                        new = other if place is None else [*value[:place], other, *value[place + 1 :]]
                        yield from _in_place(definition, parent, field, [(kind, new)])


def _is_annotation(parent, field):
    return field in ("annotation", "returns", "decorator_list") or (isinstance(parent, ast.arguments))


def _in_place(definition, parent, field, choices):
    """The definition with a field of one of its nodes replaced, for each choice."""
    kept = getattr(parent, field)
    for kind, new in choices:
        setattr(parent, field, new)
        yield kind, copy.deepcopy(definition)
        setattr(parent, field, kept)


def _changed_lines(before, after):
    """The lines that differ, without those that stand at the beginning and the end of both."""
    first, second = before.splitlines(), after.splitlines()
    while first and second and first[0] == second[0]:
        first, second = first[1:], second[1:]
    while first and second and first[-1] == second[-1]:
        first, second = first[:-1], second[:-1]
    return " / ".join(map(str.strip, first)), " / ".join(map(str.strip, second))
