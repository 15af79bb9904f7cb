"""A .py file as the notebook of its assignment: students may hand in either, and what grades are notebooks."""

import ast
import re

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograder.reading.statements import Statement, statements

WORDS = re.compile(r"^# %% \[markdown\] (\S+)\n((?:#.*(?:\n|$))*)", re.MULTILINE)  # as pages of the book save answers
KEPT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)


def defined(text: str) -> set[str]:
    """The functions and classes that a file defines at its top level."""
    return {name for each in statements(text) for name in each.defines[:1]}


def as_notebook(text: str, handed_out: NotebookNode) -> bytes:
    """Put the functions of a file into the cells that ask for them.

    Imports and other definitions come into a cell of their own, below the first. What only runs something, such as
    a try-out at the end, is left out: in a notebook it would run before the functions are there.

    Parameters
    ----------
    text : str
    handed_out : NotebookNode
        As students got it; it is changed.
    """
    answers = {}
    for cell in handed_out.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            answers[marks["grade_id"]] = cell
    beside = []
    for each in statements(text):
        name = _answered(each, answers)
        if name:
            answers[name].source = each.text
        elif isinstance(each.node, KEPT) or each.node is None:
            beside.append(each.text)
    for name, said in WORDS.findall(text):
        if name in answers:
            answers[name].source = re.sub(r"^# ?", "", said.rstrip("\n"), flags=re.MULTILINE)
    place = next((number for number, cell in enumerate(handed_out.cells) if cell.cell_type == "code"), 0)
    handed_out.cells.insert(place + 1, new_code_cell("\n".join(beside), id="from-the-file"))
    return nbformat.writes(handed_out).encode()


def _answered(statement: Statement, answers: dict[str, NotebookNode]) -> str:
    """The answer that a statement is, also where it is no Python; or nothing."""
    names = statement.defines[:1]
    return names[0] if names and names[0] in answers else ""
