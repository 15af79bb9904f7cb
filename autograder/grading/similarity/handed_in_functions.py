"""The functions that students handed in, each with what it calls of its author's own; and what they were given."""

import ast
import json
import re
from collections.abc import Iterable, Mapping

import jupytext

from autograder.course_map import CHECKOUT
from autograder.grading.assignments.prerequisites_file import model_answers
from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.judge.notebook_cells import CHECK
from autograder.grading.similarity.normal_form import MOST_CODE, Piece, pieces_of
from autograder.reading.ipython_syntax import plain_python
from autograder.registry import load

LINE_END = re.compile(r"\r\n|\r|\n")  # Python's; `splitlines` knows more, such as U+2028 in pasted text
Functions = dict[str, str]  # source by name


def read_functions(course: Course, assignment: str) -> tuple[list[str], dict[str, Functions]]:
    """The names of an assignment's functions, and by student those that were handed in and graded.

    Raises
    ------
    CourseError
        If there is no such assignment, or nothing of it is graded.
    """
    names = _asked(course, assignment)
    found = {}
    for submission in course.submissions(assignment):
        cells = [cell for path in sorted(course.autograded(submission).glob("*.ipynb")) for cell in _own_cells(path)]
        if cells:
            found[submission.student] = functions_of(cells, names)
    if not found:
        raise CourseError(f"Nothing of {assignment} has been graded: run `autograder grade {assignment}` first.")
    return names, found


def functions_of(cells: Iterable[str], names: Iterable[str]) -> Functions:
    """The last definition of each function, after the functions of the same author that it calls.

    Parameters
    ----------
    cells : iterable of str
        Code, in order; a cell that can't be parsed is left out.
    names : iterable of str
        Exercise functions: none of them is a part of another.
    """
    defined: dict[str, tuple[ast.AST, str]] = {}
    for cell in cells:
        source = plain_python(cell).source if len(cell) <= MOST_CODE else ""
        try:
            nodes = ast.parse(source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for node in nodes:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                defined[node.name] = node, _lines(source, node)
    asked = set(names)
    return {name: _with_callees(name, defined, asked) for name in names if name in defined}


def _lines(source, node):
    start = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    return "\n".join(LINE_END.split(source)[start - 1 : node.end_lineno])


def _with_callees(name, defined, asked):
    reached, waiting = [], [name]
    while waiting:
        current = waiting.pop()
        if current in reached or current not in defined or (current in asked and current != name):
            continue
        reached.append(current)
        waiting += [each.id for each in ast.walk(defined[current][0]) if isinstance(each, ast.Name)]
    return "\n\n\n".join(defined[each][1] for each in reversed(reached))


def _asked(course, assignment):
    notebooks, _ = course.notebooks(assignment)
    cells = [cell for path in notebooks.values() for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]
    graded = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade")]
    return [name for name in map(_examined, graded) if name]


def _examined(cell):
    names = cell["metadata"]["nbgrader"]
    return names["grade_id"].removeprefix(CHECK) if names["grade_id"].startswith(CHECK) else ""


def _own_cells(path):
    """The code that a student could write: not what the assignment gave and locked."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        names = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and not names.get("locked") and not names.get("grade"):
            yield "".join(cell["source"])


def given_pieces(assignment: str, names: Iterable[str]) -> Mapping[str, set[Piece]]:
    """What is no sign of copying, by function: model answers, stubs, and the code of the pages that derive it.

    Parameters
    ----------
    assignment : str
    names : iterable of str
    """
    exercise = CHECKOUT / "exercises" / assignment
    model = pieces_of(model_answers(exercise)) if exercise.is_dir() else set()
    return {name: model | _book_pieces(name) for name in names}


def _book_pieces(name):
    page = load()[name].section.partition("#")[0] if name in load() else ""
    path = CHECKOUT / "book" / f"{page}.md"
    cells = jupytext.read(path).cells if page and path.is_file() else ()
    return {
        piece for cell in cells if cell.cell_type == "code" for piece in pieces_of(plain_python(cell.source).source)
    }
