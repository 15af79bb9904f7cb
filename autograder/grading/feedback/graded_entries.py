"""What the page begins with: points, and what is said of each function and of each question that a person marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_task

from autograder.course_map import Section, section_of
from autograder.grading.judge.notebook_cells import UNGRADED, examined_function
from autograder.registry import load

QUESTION = "question"
WAITS = "waits for a person"


@dataclass(frozen=True)
class Entry:
    """What is said of one function or question.

    Attributes
    ----------
    name : str
        The function, or the grade id of a question.
    kind : str
        "forward", "backward", "loss", "function", "task" or "question".
    state : str
        How it went, in a word or two.
    points, worth : float
    passed : bool
        Whether nothing is wrong; of a question, whether it has all its points.
    waits : bool
        Whether a person still has to mark it.
    sentence, hint : str
        What went wrong, and where to look; empty if nothing is to be said.
    section : Section or None
        The section of the book that derives what is wrong.
    comment : str
        The instructor's, in Markdown.
    """

    name: str
    kind: str
    state: str
    points: float
    worth: float
    passed: bool
    waits: bool = False
    sentence: str = ""
    hint: str = ""
    section: Section | None = None
    comment: str = ""

    @property
    def title(self) -> str:
        """The name as a person reads it."""
        return self.name.replace("-", " ").capitalize() if self.kind == QUESTION else self.name

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to read below."""
        return not (self.sentence or self.hint or self.comment) and (self.passed or self.waits)


def entries(notebook: NotebookNode) -> list[Entry]:
    """All that is graded in a notebook, in its order.

    Parameters
    ----------
    notebook : NotebookNode
        Graded, with `score`, `points`, `waits` and `comment` of the gradebook in the metadata of its cells.
    """
    records = {each["function"]: each for each in notebook.metadata.get("autograder", {}).get("records", [])}
    comments = {grade.grade_id: grade.get("comment", "") for grade in map(_grade, notebook.cells) if grade}
    found = []
    for cell in notebook.cells:
        name = examined_function(cell)
        if name in records:
            found.append(_of_function(_grade(cell), records[name], comments.get(name, "")))
        elif is_grade(cell) or is_task(cell):
            found.append(_of_question(_grade(cell)))
    return found


def machine_readable(assignment: str, found: Iterable[Entry]) -> dict[str, Any]:
    """What the map of the book reads from a page (`book/page/src/graded.js`)."""
    functions = {
        each.name: {"points": each.points, "worth": each.worth, "passed": each.passed, "waits": each.waits}
        for each in found
        if each.kind != QUESTION
    }
    return {"course": "Forward and Backward", "assignment": assignment, "functions": functions}


def _grade(cell):
    return cell.metadata.get("nbgrader", {})


def _of_function(grade, record, comment):
    name, passed = record["function"], record["credit"] == 1
    (points, worth), waits = _points(grade), grade.get("waits", False)
    return Entry(
        name,
        load()[name].kind if name in load() else "function",
        WAITS if waits else "passed" if passed else "marked" if UNGRADED in record else "not yet",
        points,
        worth,
        passed=passed,
        waits=waits,
        sentence=_sentence(record),
        hint=record.get("hint", ""),
        section=None if passed or name not in load() else section_of(record.get("derived") or name),
        comment=comment,
    )


def _sentence(record):
    """What went wrong; beside a pass what is worth knowing, and of marks of an earlier version the first line."""
    if UNGRADED in record:
        return "The grader failed here, which is no fault of yours."
    if record["credit"] == 1:
        return record.get("remark", "")
    return record.get("sentence") or "".join(record["text"].splitlines()[1:2]).strip()


def _of_question(grade):
    (points, worth), waits = _points(grade), grade.get("waits", False)
    state = WAITS if waits else "not answered" if grade.get("unanswered") else "marked"
    return Entry(
        grade.grade_id, QUESTION, state, points, worth, points >= worth, waits, comment=grade.get("comment", "")
    )


def _points(grade):
    return float(grade.get("score") or 0), float(grade.get("points") or 0)
