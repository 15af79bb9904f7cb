"""Fill what nbgrader keeps of a course's rules, so that its tools agree: due dates, extensions and late penalties."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment, SubmittedNotebook

from autograder.course_map import assignments
from autograder.grading.course.course_folder import Course
from autograder.grading.course.lateness import DIGITS, ZERO, Deadline
from autograder.grading.course.policy_rules import UTC, Policy
from autograder.grading.course.standings import MarkedNotebook, in_utc, read_marks


@dataclass(frozen=True)
class Moved:
    """A due date of the gradebook that the rules change; in UTC."""

    assignment: str
    before: datetime | None
    now: datetime | None


@dataclass(frozen=True)
class Settled:
    """A penalty that is another one now, because the rules, or the points by hand, have changed."""

    student: str
    assignment: str
    score: float
    penalty_before: float
    penalty: float

    @property
    def before(self) -> float:
        """The points that counted."""
        return round(self.score - self.penalty_before, DIGITS)

    @property
    def now(self) -> float:
        """The points that count now."""
        return round(self.score - self.penalty, DIGITS)


@dataclass(frozen=True)
class Settlement:
    """What a change of the rules does.

    Attributes
    ----------
    moved : list of Moved
    settled : list of Settled
    left : list of (str, str)
        Student and assignment where there is a penalty of which the rules do not speak: nbgrader's own setting decides.
    """

    moved: list[Moved]
    settled: list[Settled]
    left: list[tuple[str, str]]


def settle(policy: Policy, entry: SubmittedAssignment) -> float | None:
    """Write the dates and the penalty of one submission into the session.

    Returns
    -------
    float or None
        The penalty, in points; None if the rules do not speak of late work, so that nbgrader's own setting decides.
    """
    name = entry.assignment.name
    if policy.sets_dates:
        entry.assignment.duedate = _naive(policy.rules(name).due)
        extension = policy.deadline(name, entry.student_id).extension or None
        if entry.extension != extension:
            entry.extension = extension
    deadline, handed_in = deadline_of(policy, entry), in_utc(entry.timestamp)
    if policy.rules(name).late is None and not deadline.is_closed(handed_in):
        return None
    is_late = policy.share_lost(name, deadline, handed_in) > 0  # points need not be added up for who is not
    penalties = [_settle_notebook(policy, name, deadline, handed_in, is_late, each) for each in entry.notebooks]
    return sum(penalties)


def deadline_of(policy: Policy, entry: SubmittedAssignment) -> Deadline:
    """The deadline of a submission by the rules, or else by the gradebook."""
    extension = entry.extension or ZERO
    due = in_utc(entry.assignment.duedate)
    return policy.deadline(entry.assignment.name, entry.student_id, Deadline(due and due + extension, None, extension))


def _settle_notebook(policy, name, deadline, handed_in, is_late, notebook: SubmittedNotebook) -> float:
    lost = policy.penalty(name, deadline, handed_in, notebook.score, notebook.max_score) if is_late else 0.0
    if (notebook.late_submission_penalty or 0.0) != lost:
        notebook.late_submission_penalty = lost or None
    return lost


def settle_all(gradebook: Gradebook, policy: Policy, *, dry_run: bool = False) -> Settlement:
    """Bring the dates and penalties of a whole course up to date; only what differs is written.

    Parameters
    ----------
    gradebook : Gradebook
    policy : Policy
    dry_run : bool
        Nothing is written.
    """
    found = Settlement(list(_moved(gradebook, policy)), [], [])
    _settle_marks(gradebook, policy, dry_run, found)
    if not dry_run:
        for each in found.moved:
            gradebook.find_assignment(each.assignment).duedate = _naive(each.now)
        gradebook.db.commit()
    return found


def _moved(gradebook, policy) -> Iterator[Moved]:
    for name, due in gradebook.db.query(Assignment.name, Assignment.duedate).order_by(Assignment.name):
        before, now = in_utc(due), policy.rules(name).due
        if policy.sets_dates and before != now:
            yield Moved(name, before, now)


def _settle_marks(gradebook, policy, dry_run, found: Settlement) -> None:
    dues = {name: in_utc(due) for name, due in gradebook.db.query(Assignment.name, Assignment.duedate)}
    for (student, name), rows in sorted(read_marks(gradebook).items()):
        extension, due = rows[0].extension, dues[name]
        deadline = policy.deadline(name, student, Deadline(due and due + extension, None, extension))
        now = [_penalty(policy, name, deadline, row) for row in rows]
        if not dry_run:
            _write(gradebook, policy, rows, deadline.extension, now)
        score, before = sum(row.score for row in rows), sum(row.penalty for row in rows)
        if round(before - sum(now), DIGITS):
            found.settled.append(Settled(student, name, score, before, sum(now)))
        elif before and policy.rules(name).late is None and not deadline.is_closed(rows[0].timestamp):
            found.left.append((student, name))


def _penalty(policy, name, deadline, row: MarkedNotebook) -> float:
    lost = policy.penalty(name, deadline, row.timestamp, row.score, row.most)
    return row.penalty if lost is None else lost


def _write(gradebook, policy, rows, extension: timedelta, penalties):
    if policy.sets_dates and rows[0].extension != extension:
        gradebook.db.get(SubmittedAssignment, rows[0].submission).extension = extension or None
    for row, lost in zip(rows, penalties, strict=True):
        if row.penalty != lost:
            gradebook.db.get(SubmittedNotebook, row.id).late_submission_penalty = lost or None


def _naive(moment: datetime | None) -> datetime | None:
    """A moment as nbgrader writes it: UTC, and no offset."""
    return moment and moment.astimezone(UTC).replace(tzinfo=None)


def known_names(course: Course, gradebook: Gradebook) -> tuple[set[str], set[str]]:
    """The assignments and the students that there are: in the gradebook, in folders, or in the texts of the course."""
    names = {name for (name,) in gradebook.db.query(Assignment.name)}
    students = {student for (student,) in gradebook.db.query(Student.id)}
    students |= {each.student for name in names for each in course.handed_in(name)}
    return names | {each.name for each in assignments()}, students
