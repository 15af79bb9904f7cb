"""What a class did with an assignment: points by function, what was found wrong, the code, and when it came."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import is_grade, is_task

from autograder.course_map import assignments
from autograder.grading.course import history
from autograder.grading.course.course_folder import Course, CourseError, submission_of
from autograder.grading.course.lateness import Deadline
from autograder.grading.course.policy import read_policy
from autograder.grading.course.standings import Standing, State, StudentGrades, in_utc, read_standings
from autograder.grading.judge.notebook_cells import CHECK, UNGRADED, examined_function
from autograder.registry import load

QUESTION = "question"


@dataclass(frozen=True)
class Item:
    """What points are given for: a function, or a question that a person marks.

    Attributes
    ----------
    cell : str
        The grade id by which the gradebook knows it.
    name : str
    kind : str
        "forward", "backward", "loss", "function", "task" or "question".
    worth : float
        Points.
    """

    cell: str
    name: str
    kind: str
    worth: float

    @property
    def title(self) -> str:
        """The name as a person reads it."""
        return self.name.replace("-", " ").capitalize() if self.kind == QUESTION else self.name


@dataclass(frozen=True)
class Work:
    """What one student handed in, as it was graded.

    Attributes
    ----------
    points : dict of str to float or None
        By the item's cell, a person's mark before the grader's; None waits for a person.
    records : dict of str to dict
        What grading kept of each function, by its name.
    sources : dict of str to str
        The student's code, by the grade id of its cell.
    computed : float or None
        CPU seconds that the notebooks took.
    handed_in, due : datetime or None
        In UTC; an extension is in `due`.
    attempts : int
        How many different versions were graded.
    penalty : float
        Points taken off for coming late.
    """

    student: str
    points: Mapping[str, float | None] = field(default_factory=dict)
    records: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    computed: float | None = None
    handed_in: datetime | None = None
    due: datetime | None = None
    attempts: int = 1
    penalty: float = 0.0

    @cached_property
    def judged(self) -> dict[str, Mapping[str, Any]]:
        """The records of the functions that the grader could judge."""
        return {name: record for name, record in self.records.items() if UNGRADED not in record}

    @property
    def failing(self) -> list[str]:
        """The functions that are not right."""
        return [name for name, record in self.judged.items() if record["credit"] < 1]

    @property
    def kinds(self) -> set[str]:
        """The codes of all that was found wrong."""
        return {code for record in self.judged.values() if record["credit"] < 1 for code in record["codes"]}

    @property
    def hours_late(self) -> float | None:
        """Hours after the deadline, negative before it; None if either is unknown."""
        if self.handed_in is None or self.due is None:
            return None
        return (self.handed_in - self.due).total_seconds() / 3600


@dataclass(frozen=True)
class ClassWork:
    """What the class did with an assignment. Those who are excused are in none of it.

    Attributes
    ----------
    assignment, title : str
    items : tuple of Item
        In the order of the notebook.
    works : tuple of Work
        Of those whose work is graded, by student.
    standings : dict of str to Standing
        Of all students.
    people : dict of str to str
        Names by student's id.
    """

    assignment: str
    title: str
    items: tuple[Item, ...]
    works: tuple[Work, ...]
    standings: Mapping[str, Standing] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)

    def share(self, work: Work) -> float | None:
        """Points of what is marked of a work, of those that it is worth; before penalties, None if nothing is."""
        marked = [item for item in self.items if work.points.get(item.cell) is not None]
        worth = sum(item.worth for item in marked)
        return sum(work.points[item.cell] or 0.0 for item in marked) / worth if worth else None

    @cached_property
    def shares(self) -> dict[str, float]:
        """By student, of those of whom something is marked."""
        found = {work.student: self.share(work) for work in self.works}
        return {student: share for student, share in found.items() if share is not None}

    def waiting(self, work: Work) -> list[Item]:
        """The items that a person has to mark."""
        return [item for item in self.items if work.points.get(item.cell, 0.0) is None]

    def with_state(self, *states: State) -> list[str]:
        """The students whose work is in one of these states, in the order of their ids."""
        return sorted(student for student, each in self.standings.items() if each.state in states)

    def name_of(self, student: str) -> str:
        """Name and id; the id alone where no name is known."""
        name = self.people.get(student, "")
        return f"{name} ({student})" if name else student


def read_class_works(
    course: Course, names: Iterable[str] = (), grades: list[StudentGrades] | None = None
) -> list[ClassWork]:
    """What the class did, assignment by assignment, in the order of the book.

    Parameters
    ----------
    course : Course
    names : iterable of str
        Assignments; all of which something is graded without any.
    grades : list of StudentGrades, optional
        As `read_standings` gives them.

    Raises
    ------
    CourseError
        If an assignment is not in the course, or nothing is graded.
    """
    chosen = list(dict.fromkeys(names)) or course.graded_assignments()
    everybody = read_standings(course) if grades is None else grades
    policy = read_policy(course.coursedir.root)
    return [_read(course, policy, name, everybody) for name in in_order(chosen)]


def in_order(names: Iterable[str]) -> list[str]:
    """Assignments in the order of the book, others after them."""
    order = {each.name: place for place, each in enumerate(assignments())}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def _read(course, policy, assignment, everybody):
    notebooks, _ = course.notebooks(assignment)
    items = tuple(item for path in notebooks.values() for item in _items(path))
    standings = {each.student.id: one for each in everybody for one in each.standings if one.assignment == assignment}
    people = {
        each.student.id: " ".join(filter(None, (each.student.first_name, each.student.last_name))) for each in everybody
    }
    excused = {student for student, each in standings.items() if each.state == State.EXCUSED}
    points, rows = _gradebook(course, assignment)
    works = []
    for student in sorted(rows.keys() - excused):
        kept = _read_graded(course, student, assignment)
        if kept is None:
            continue
        own = {item.cell: points[student][item.cell] for item in items if item.cell in points[student]}
        attempts = _attempts(course, student, assignment)
        handed_in, due = rows[student]
        due = policy.deadline(assignment, student, Deadline(due)).due
        penalty = standings[student].penalty if student in standings else 0.0
        works.append(Work(student, own, **kept, handed_in=handed_in, due=due, attempts=attempts, penalty=penalty))
    title = next((each.title for each in assignments() if each.name == assignment), assignment)
    return ClassWork(assignment, title, items, tuple(works), standings, people)


def _items(path):
    """What the source notebook gives points for."""
    for cell in nbformat.read(path, as_version=4).cells:
        if is_grade(cell) or is_task(cell):
            name = examined_function(cell)
            kind = QUESTION if not name else load()[name].kind if name in load() else "function"
            yield Item(cell.metadata.nbgrader.grade_id, name or cell.metadata.nbgrader.grade_id, kind, _worth(cell))


def _worth(cell):
    return float(cell.metadata.nbgrader.get("points") or 0)


def _gradebook(course, assignment):
    """Points by student and cell, and when the work came and was due by student; in two queries, however many."""
    points = defaultdict(dict)
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        try:
            gradebook.find_assignment(assignment)
        except MissingEntry:
            raise CourseError(
                f"{assignment} is not in the gradebook: run `nbgrader generate_assignment` first."
            ) from None
        joined = (
            gradebook.db.query(SubmittedAssignment)
            .join(Student, SubmittedAssignment.student_id == Student.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .filter(Assignment.name == assignment)
        )
        notebooks = joined.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        grades = notebooks.join(Grade, Grade.notebook_id == SubmittedNotebook.id).join(
            BaseCell, Grade.cell_id == BaseCell.id
        )
        for student, cell, score, waits in grades.with_entities(
            Student.id, BaseCell.name, Grade.score, Grade.needs_manual_grade
        ):
            points[student][cell] = None if waits else float(score)
        dates = joined.with_entities(
            Student.id, SubmittedAssignment.timestamp, Assignment.duedate, SubmittedAssignment.extension
        )
        rows = {
            student: (in_utc(came), in_utc(due + more if due and more else due)) for student, came, due, more in dates
        }
    return points, rows


def _read_graded(course, student, assignment):
    """What the graded notebooks of a student say; None if there are none."""
    folder = course.autograded(submission_of(course.coursedir, student, assignment))
    paths = sorted(Path(folder).glob("*.ipynb"))
    records, sources, computed = {}, {}, []
    for path in paths:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        kept = notebook["metadata"].get("autograder", {})
        records |= {record["function"]: record for record in kept.get("records", ())}
        computed += [kept["computed"]] if "computed" in kept else []
        sources |= dict(_written(notebook))
    return {"records": records, "sources": sources, "computed": sum(computed) if computed else None} if paths else None


def _written(notebook):
    for cell in notebook["cells"]:
        names = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code" and names.get("solution"):
            yield names["grade_id"].removeprefix(CHECK), "".join(cell["source"])


def _attempts(course, student, assignment):
    """How many different versions were graded; regrading the same one again is no attempt."""
    digests = {entry.get("digest") for entry in history.entries(course.coursedir.root, student, assignment)}
    return max(1, len(digests - {None}))
