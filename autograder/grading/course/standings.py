"""Where each student stands in each assignment, and what that makes together: what exports, reports and pages show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from nbgrader.api import (
    Assignment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.api import (
    Student as Enrolled,
)
from sqlalchemy import case, func, or_, select

from autograder.grading.course.course_folder import Course, check_driver
from autograder.grading.course.lateness import DIGITS, ZERO, Deadline
from autograder.grading.course.policy import Policy, read_policy
from autograder.grading.course.totals import Part, dropped, total


class State(StrEnum):
    """How far a student's work on an assignment is."""

    NOT_SET = "not set"  # never released, or not due and nothing handed in
    MISSING = "missing"  # due, and nothing handed in
    HANDED_IN = "handed in"  # and not graded
    WAITING = "waiting"  # graded, but cells wait for a person
    EXCUSED = "excused"
    GRADED = "graded"


@dataclass(frozen=True)
class Student:
    """Who it is; what is not known is empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""


@dataclass(frozen=True)
class Standing:
    """A student's work on one assignment.

    Attributes
    ----------
    points : float or None
        Less the penalty; None unless graded; of what waits for a person the points so far; 0 if nothing came.
    raw : float or None
        Before the penalty.
    penalty : float
        What is taken off for coming late.
    most : float
        The points that can be had; 0 as long as the assignment is not in the gradebook.
    dropped : bool
        Whether the total leaves it out as one of the lowest of its group.
    handed_in : datetime or None
        In UTC.
    late : timedelta
        Beyond the student's own deadline.
    """

    student: str
    assignment: str
    state: State
    points: float | None = None
    raw: float | None = None
    penalty: float = 0.0
    most: float = 0.0
    dropped: bool = False
    handed_in: datetime | None = None
    late: timedelta = ZERO


@dataclass(frozen=True)
class StudentGrades:
    """A student, and the standing in each assignment in the order of due dates.

    Attributes
    ----------
    total : float or None
        Percent, by weights; what is excused, dropped, not set or not graded yet is left out. None if nothing counts.
    """

    student: Student
    standings: tuple[Standing, ...]
    total: float | None


@dataclass(frozen=True)
class MarkedNotebook:
    """A row of the gradebook: one notebook that was handed in, with nbgrader's ids of it and of its submission."""

    id: str
    submission: str
    score: float
    most: float
    penalty: float
    is_marked: bool
    waits: bool
    timestamp: datetime | None
    extension: timedelta


@dataclass(frozen=True)
class Listed:
    """An assignment of the course, when the gradebook says that it is due, and whether anybody can have got it."""

    name: str
    most: float = 0.0
    due: datetime | None = None
    is_set: bool = True


def read_standings(course: Course) -> list[StudentGrades]:
    """The grades of a class, by student: all that are in the gradebook or have handed in something.

    Parameters
    ----------
    course : Course

    Raises
    ------
    CourseError
        If the rules or the gradebook can't be read.
    """
    policy = read_policy(course.coursedir.root)
    check_driver(course.coursedir.db_url)
    with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
        students, listed = _students(gradebook), _assignments(gradebook, policy)
        marked = read_marks(gradebook)
    handed_in = {(each.student, each.assignment): each for name in listed for each in course.handed_in(name)}
    begun = {assignment for _, assignment in handed_in}
    listed = {name: replace(each, is_set=each.is_set or name in begun) for name, each in listed.items()}
    students |= {name: Student(name) for name, _ in handed_in if name not in students}
    now = datetime.now(UTC)
    return [
        _with_total(
            policy,
            student,
            [
                _standing(policy, each, name, marked.get((name, each.name)), handed_in.get((name, each.name)), now)
                for each in listed.values()
            ],
        )
        for name, student in sorted(students.items())
    ]


def read_marks(gradebook: Gradebook) -> dict[tuple[str, str], list[MarkedNotebook]]:
    """What the gradebook holds, by student and assignment, in one question."""
    marked = func.max(case((or_(Grade.auto_score.is_not(None), Grade.manual_score.is_not(None)), 1), else_=0))
    waits = func.max(case((Grade.needs_manual_grade, 1), else_=0))
    keys = (
        SubmittedAssignment.student_id,
        Assignment.name,
        SubmittedAssignment.id,
        SubmittedAssignment.timestamp,
        SubmittedAssignment.extension,
        SubmittedNotebook.id,
        SubmittedNotebook.notebook_id,
        SubmittedNotebook.late_submission_penalty,
    )
    columns = (func.sum(Grade.score), marked, waits)
    question = (
        select(*keys, *columns)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .group_by(*keys)
    )
    most = {notebook: worth for notebook, worth in gradebook.db.execute(select(Notebook.id, Notebook.max_score))}
    found: dict[tuple[str, str], list[MarkedNotebook]] = {}
    for (
        student,
        name,
        submission,
        when,
        extension,
        id_,
        notebook,
        penalty,
        score,
        is_marked,
        is_waiting,
    ) in gradebook.db.execute(question):
        row = MarkedNotebook(
            id_,
            submission,
            score or 0.0,
            most[notebook],
            penalty or 0.0,
            bool(is_marked),
            bool(is_waiting),
            in_utc(when),
            extension or ZERO,
        )
        found.setdefault((student, name), []).append(row)
    return found


def in_utc(moment: datetime | None) -> datetime | None:
    """A moment of nbgrader, which writes UTC and no offset."""
    return moment and moment.replace(tzinfo=UTC)


def _students(gradebook) -> dict[str, Student]:
    rows = gradebook.db.execute(
        select(Enrolled.id, Enrolled.first_name, Enrolled.last_name, Enrolled.email, Enrolled.lms_user_id)
    )
    return {row[0]: Student(*(value or "" for value in row)) for row in rows}


def _assignments(gradebook, policy) -> dict[str, Listed]:
    """Those of the gradebook and of the rules, in the order of their due dates, and then of their names."""
    rows = gradebook.db.execute(select(Assignment.name, Assignment.max_score, Assignment.duedate))
    found = {name: Listed(name, most or 0.0, in_utc(due)) for name, most, due in rows}
    found |= {name: Listed(name, is_set=False) for name in policy.assignments if name not in found}
    last = datetime.max.replace(tzinfo=UTC)

    def place(each: Listed) -> tuple[Any, ...]:
        return (policy.rules(each.name).due if policy.sets_dates else each.due) or last, each.name

    return {each.name: each for each in sorted(found.values(), key=place)}


def _deadline(policy: Policy, listed: Listed, student: str, extension: timedelta = ZERO) -> Deadline:
    """A student's deadline by the rules, or else by the gradebook."""
    due = listed.due and listed.due + extension
    return policy.deadline(listed.name, student, Deadline(due, None, extension))


def _standing(policy: Policy, listed: Listed, student: str, rows, submission, now) -> Standing:
    """`rows` are those of the gradebook, `submission` is what lies in the folder."""
    rows = rows or []
    deadline = _deadline(policy, listed, student, rows[0].extension if rows else ZERO)
    is_graded = any(row.is_marked for row in rows)
    handed_in = rows[0].timestamp if is_graded else None
    if submission and handed_in is None:
        handed_in = in_utc(submission.timestamp)
    known = Standing(
        student, listed.name, State.NOT_SET, most=listed.most, handed_in=handed_in, late=deadline.late_by(handed_in)
    )
    if policy.excuse(listed.name, student) is not None:
        return replace(known, state=State.EXCUSED)
    if is_graded:
        raw, lost = sum(row.score for row in rows), sum(_penalty(policy, listed, deadline, row) for row in rows)
        state = State.WAITING if any(row.waits for row in rows) else State.GRADED
        points = round(max(0.0, raw - lost), DIGITS)
        return replace(known, state=state, points=points, raw=raw, penalty=lost)
    if submission:
        return replace(known, state=State.HANDED_IN)
    if listed.is_set and deadline.due and deadline.due < now:
        return replace(known, state=State.MISSING, points=0.0)
    return known


def _penalty(policy, listed, deadline, row: MarkedNotebook) -> float:
    found = policy.penalty(listed.name, deadline, row.timestamp, row.score, row.most)
    return row.penalty if found is None else found


def _with_total(policy, student, standings: Iterable[Standing]) -> StudentGrades:
    standings = list(standings)
    parts = list(_parts(standings))
    out = dropped(policy, parts)
    standings = [replace(each, dropped=True) if each.assignment in out else each for each in standings]
    return StudentGrades(
        student, tuple(standings), total(policy, [part for part in parts if part.assignment not in out])
    )


def _parts(standings) -> Iterator[Part]:
    """What counts; of an assignment whose points nobody knows yet, a missing one is 0 percent."""
    for each in standings:
        if each.points is not None and (each.most or each.state == State.MISSING):
            yield Part(each.assignment, 100 * each.points / each.most if each.most else 0.0)
