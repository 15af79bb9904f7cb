"""What must be true at the end of the term, whatever happened in it."""

import csv
from collections.abc import Iterator

from nbgrader.api import Gradebook

from autograder.grading.course.standings import Standing, State, read_standings
from autograder.grading.judge.notebook_cells import CHECK
from autograder.grading.term.events import FIRST, THIRD, Term


def mistakes(term: Term) -> Iterator[str]:
    """What is not as it should be, as sentences."""
    standings = {
        (each.student.id, standing.assignment): standing
        for each in read_standings(term.course)
        for standing in each.standings
    }
    yield from _states(term, standings)
    yield from _penalties(term, standings)
    yield from _scores(term)
    yield from _exports(term)


def _states(term, standings: dict[tuple[str, str], Standing]):
    for name, handed_in in term.handed_in.items():
        came = {each.person.login for each in handed_in}
        for person in term.students:
            expected = State.GRADED if person.login in came else State.MISSING
            if (person, name) == (term.excused, THIRD):
                expected = State.EXCUSED
            found = standings[person.login, name].state
            if found != expected:
                yield f"{person.login}, {name}: {found} and not {expected}"


def _penalties(term, standings):
    """Who came late loses points that are there to lose, but for the one with an extension."""
    for name, handed_in in term.handed_in.items():
        for each in handed_in:
            standing = standings[each.person.login, name]
            due = each.late and (each.person, name) != (term.extended, FIRST) and bool(standing.raw)
            if bool(standing.penalty) != due:
                yield f"{each.person.login}, {name}: a penalty of {standing.penalty:g}, late: {each.late}"


def _scores(term):
    """Right answers have full points, slips don't, and what a person gave stands."""
    with Gradebook(term.course.coursedir.db_url) as book:
        for name, handed_in in term.handed_in.items():
            for each in handed_in:
                (notebook,) = book.find_submission(name, each.person.login).notebooks
                checks = [grade for grade in notebook.grades if grade.name.startswith(CHECK)]
                lost = [grade.name for grade in checks if grade.auto_score < grade.max_score]
                if bool(lost) == (each.kind == "right"):
                    yield f"{each.person.login}, {name}, {each.kind}: points are lost in {lost or 'nothing'}"
                for grade in notebook.grades:
                    if grade.id in term.by_hand and grade.manual_score != term.by_hand[grade.id]:
                        yield f"{each.person.login}, {name}, {grade.name}: the mark by hand has changed"


def _exports(term):
    with (term.folder / "canvas.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    column = next(number for number, heading in enumerate(rows[0]) if THIRD in heading.lower())
    excused = {row[1] for row in rows[1:] if row[column] == "EX"}
    if excused != {str(term.excused.canvas)}:
        yield f"Canvas is told that {excused or 'nobody'} is excused from {THIRD}, not {term.excused.canvas}"
