"""Turn an assignment's notebook into that of one student's variants.

Docstrings follow from the variants' specs, a line above each exercise says what holds, and cells that are given call
the student's functions by the book's convention, in which the text and they are written.
"""

import ast
from collections.abc import Iterable
from textwrap import indent

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.assignments.given_cells import is_given
from autograder.grading.assignments.source_notebook import docstring_of
from autograder.registry import families, find
from autograder.variants import VARIANTS, Chosen, Family, in_use

PLAIN = "names no variant"  # in a submission's metadata, where the student has one
HEAD = (
    "**Your variant.** Some conventions of this assignment differ from student to student. A line above an exercise "
    "says which one is yours; it holds where the text around it says something else. Cells that are given keep to the "
    "book's convention: `by_the_book` lets them call your functions. An answer that is right in another variant only "
    "gets no points."
)


def in_variants(notebook: NotebookNode, chosen: Chosen) -> NotebookNode:
    """Write the variants of one student into an assignment's source notebook, in place; returns it.

    Parameters
    ----------
    notebook : NotebookNode
        As `source_notebook` builds it.
    chosen : dict of str to str
        Variants by family.
    """
    if not chosen:
        return notebook
    with in_use(chosen):
        held = [family for family in families() if family.name in chosen]
        cells = [part for cell in notebook.cells for part in _converted(cell, held, chosen)]
    notebook.cells = [*_opening(chosen), *cells]
    notebook.metadata["autograder"] = {**notebook.metadata.get("autograder", {}), "variants": dict(chosen)}
    return notebook


def _opening(chosen):
    names = ", ".join(f'"{family}": "{variant}"' for family, variant in chosen.items())
    source = f"from autograder import by_the_book\n\n{VARIANTS} = {{{names}}}"
    return [new_markdown_cell(HEAD, id="variants"), new_code_cell(source, id="variants-chosen")]


def _function(cell):
    """The exercise function that a cell is to be answered with, or nothing."""
    names = cell.metadata.get("nbgrader", {})
    return names.get("grade_id", "") if names.get("solution") and cell.cell_type == "code" else ""


def _converted(cell: NotebookNode, held: list[Family], chosen: Chosen) -> list[NotebookNode]:
    name = _function(cell)
    for family in held:
        if name in family.functions:
            cell.source = _with_docstring(cell.source, docstring_of(find(name)))
        if name in (*family.functions, *family.following):
            said = f"**Your variant of `{name}`:** {family.find(chosen[family.name]).clause}."
            return [new_markdown_cell(said, id=f"variant-{name}"), cell]
    if is_given(cell):
        cell.source = _by_the_book(cell.source, held)
    return [cell]


def _with_docstring(source: str, docstring: str) -> str:
    function = next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    old, lines = function.body[0], source.splitlines()
    return "\n".join([*lines[: old.lineno - 1], indent(docstring, "    "), *lines[old.end_lineno :]])


def _by_the_book(source: str, held: Iterable[Family]) -> str:
    """The cell with `by_the_book(f)` wherever it reads a function `f` that has variants.

    What was made by a function that follows the variant is not of the book's convention: there all stays as it is.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a magic of IPython
        return source
    read = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    names = {node.id for node in read}
    varied = {name for family in held if not names & set(family.following) for name in family.functions}
    lines = [line.encode() for line in source.split("\n")]
    for node in sorted((each for each in read if each.id in varied), key=lambda each: (each.lineno, -each.col_offset)):
        line, start, stop = lines[node.lineno - 1], node.col_offset, node.end_col_offset
        lines[node.lineno - 1] = b"%bby_the_book(%b)%b" % (line[:start], line[start:stop], line[stop:])
    return b"\n".join(lines).decode()
