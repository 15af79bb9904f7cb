"""Over the term: which assignments went better, which kinds of slips come back, and how each student's marks move."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.grading.course.standings import State
from autograder.grading.report.attention_needed import falls
from autograder.grading.report.class_work import ClassWork
from autograder.grading.report.item_statistics import MarkFigures, mark_figures
from autograder.grading.report.slips import CONSEQUENCES, meaning


@dataclass(frozen=True)
class Row:
    """One assignment of the term: `missing`, `excused`, `late` and `waiting` count students."""

    assignment: str
    title: str
    marks: MarkFigures
    missing: int
    excused: int
    late: int
    waiting: int


@dataclass(frozen=True)
class Kind:
    """One kind of slip over the term.

    Attributes
    ----------
    code, meaning : str
    shares : tuple of float or None
        By assignment: the share of students, of those with a work that was judged, who show it; None without any.
    again : int
        Students who show it in more than one assignment.
    change : float or None
        Of the last share that is known against the mean of those before; None with a single one.
    """

    code: str
    meaning: str
    shares: tuple[float | None, ...]
    again: int
    change: float | None


@dataclass(frozen=True)
class Progress:
    """One student's way: shares of the points by assignment, None where nothing is marked.

    Attributes
    ----------
    change : float or None
        The last share against the mean of those before, beside what the same classmates won or lost; None if there is
        nothing to compare.
    """

    student: str
    shares: tuple[float | None, ...]
    change: float | None


def find_rows(works: Sequence[ClassWork]) -> list[Row]:
    """The figures of each assignment."""
    return [
        Row(
            work.assignment,
            work.title,
            mark_figures(work.shares.values()),
            missing=len(work.with_state(State.MISSING)),
            excused=len(work.with_state(State.EXCUSED)),
            late=sum((each.hours_late or 0) > 0 for each in work.works),
            waiting=sum(bool(work.waiting(each)) for each in work.works),
        )
        for work in works
    ]


def find_kinds(works: Sequence[ClassWork]) -> list[Kind]:
    """The kinds of slips of a term, those that most students show again first."""
    showing = [{each.student: each.kinds - CONSEQUENCES for each in work.works if each.judged} for work in works]
    codes = {code for shown in showing for kinds in shown.values() for code in kinds}
    return sorted((_kind(code, showing) for code in codes), key=lambda kind: (-kind.again, -_most(kind), kind.code))


def _kind(code, showing):
    shares = tuple(sum(code in kinds for kinds in shown.values()) / len(shown) if shown else None for shown in showing)
    students = {student for shown in showing for student in shown}
    again = sum(sum(code in shown.get(student, ()) for shown in showing) > 1 for student in students)
    known = [share for share in shares if share is not None]
    change = known[-1] - sum(known[:-1]) / len(known[:-1]) if len(known) > 1 else None
    return Kind(str(code), meaning(code), shares, again, change)


def _most(kind):
    return max((share for share in kind.shares if share is not None), default=0.0)


def find_progress(works: Sequence[ClassWork]) -> list[Progress]:
    """The way of each student, by id."""
    fallen = falls(works[-1], works[:-1]) if works else {}
    students = sorted({student for work in works for student in work.shares})
    return [
        Progress(
            student,
            tuple(work.shares.get(student) for work in works),
            -fallen[student] if student in fallen else None,
        )
        for student in students
    ]
