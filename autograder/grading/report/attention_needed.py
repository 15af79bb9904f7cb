"""Who needs a person: who is stuck, and for what reasons; and what waits to be marked by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.grading.course.standings import State
from autograder.grading.report.class_work import ClassWork, Work
from autograder.verdict.wording import counted, listed

OFTEN = 3  # versions handed in
FALL = 0.25  # of the points: how much less than in earlier assignments, beside what the class lost or won


@dataclass(frozen=True)
class Stuck:
    """A student who may need help.

    Attributes
    ----------
    student : str
    reasons : tuple of str
        Sentences; what is known, not what it means.
    share : float or None
        Of the points of what is marked; None if nothing was handed in.
    """

    student: str
    reasons: tuple[str, ...]
    share: float | None


def find_stuck(work: ClassWork, earlier: Sequence[ClassWork] = ()) -> list[Stuck]:
    """Who may need help, with the most reasons first.

    Parameters
    ----------
    work : ClassWork
    earlier : sequence of ClassWork
        Assignments before it.
    """
    fallen = falls(work, earlier)
    found = [
        Stuck(each.student, tuple(_reasons(work, each, fallen)), work.shares.get(each.student)) for each in work.works
    ]
    found += [Stuck(student, tuple(_absence(student, earlier)), None) for student in work.with_state(State.MISSING)]
    return sorted(
        (each for each in found if each.reasons),
        key=lambda each: (-len(each.reasons), -1 if each.share is None else each.share, each.student),
    )


def _reasons(work: ClassWork, each: Work, fallen: Mapping[str, float]):
    failing, judged = each.failing, len(each.judged)
    if 2 * len(failing) > judged:
        yield f"{len(failing)} of {judged} functions did not pass." if judged > 1 else "The function did not pass."
    if failing and each.attempts >= OFTEN:
        yield f"{each.attempts} versions handed in, and {listed(failing)} {'is' if len(failing) == 1 else 'are'} wrong."
    if failing and (each.hours_late or 0) > 0:
        yield f"Late by {lasting(each.hours_late or 0)}, and not all passed."
    if fallen.get(each.student, 0) >= FALL:
        yield f"{100 * fallen[each.student]:.0f} points of 100 below earlier assignments, beside what the others lost."


def _absence(student: str, earlier: Sequence[ClassWork]):
    missed = [work.assignment for work in earlier if student in work.with_state(State.MISSING)]
    yield "Nothing was handed in" + (f", nor for {listed(missed)}." if missed else ".")


def falls(work: ClassWork, earlier: Sequence[ClassWork]) -> dict[str, float]:
    """By how much each student's share is below the mean of the earlier ones, beside the mean change of the others.

    Only who has both counts, so that a class of other people is not compared. With fewer than two of these there is
    nobody to compare with, and nothing is said.

    Returns
    -------
    dict of str to float
        By student, in shares from -1 to 1.
    """
    changes = {}
    for student, share in work.shares.items():
        before = [each.shares[student] for each in earlier if student in each.shares]
        if before:
            changes[student] = sum(before) / len(before) - share
    if len(changes) < 2:
        return {}
    total, others = sum(changes.values()), len(changes) - 1
    return {student: change - (total - change) / others for student, change in changes.items()}


def find_waiting(work: ClassWork) -> dict[str, list[str]]:
    """What a person has to mark: titles of items by student."""
    found = {each.student: [item.title for item in work.waiting(each)] for each in work.works}
    return {student: titles for student, titles in found.items() if titles}


def lasting(hours: float) -> str:
    """A time in words: minutes, hours or days."""
    for unit, size in (("day", 24.0), ("hour", 1.0)):
        if hours >= size:
            return counted(int(hours // size), unit)
    return counted(max(1, int(hours * 60)), "minute")
