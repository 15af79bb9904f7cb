"""What the cells of a submission are to the grader: checks, given cells, and checks that could not be judged."""

import ast
import hashlib

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

CHECK = "check-"
DIGITS = 16  # of the digest of an answer
UNGRADED = "needs a person"  # in a check cell's metadata: why it could not be judged


def examined_function(cell: NotebookNode) -> str:
    """The function that a locked check cell examines, by its grade id, or an empty string."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    is_check = is_grade(cell) and not is_solution(cell) and grade_id.startswith(CHECK)
    return grade_id.removeprefix(CHECK) if is_check else ""


def needs_a_person(cell: NotebookNode) -> bool:
    """Whether a check cell could not be judged, by a fault of the grader."""
    return UNGRADED in cell.metadata.get("autograder", {})


def texts_of(notebook: NotebookNode) -> dict[str, str]:
    """Digests of what the student wrote, by grade id of the cell."""
    answers = {}
    for cell in notebook.cells:
        names = cell.metadata.get("nbgrader", {})
        if names.get("solution"):
            answers[names["grade_id"]] = hashlib.sha256(cell.source.encode(errors="replace")).hexdigest()[:DIGITS]
    return answers


def given_text(cell: NotebookNode) -> str:
    """The assignment's own text of a cell that was given and that the student changed, or nothing (see `repair`)."""
    return cell.metadata.get("autograder", {}).get("given", "")


def imports_of(source: str) -> str:
    """The imports at the top level of a cell of the assignment."""
    return "\n".join(
        ast.unparse(node) for node in ast.parse(source).body if isinstance(node, (ast.Import, ast.ImportFrom))
    )
