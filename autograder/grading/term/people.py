"""The made-up students of the term, and how two learning platforms list them."""

import csv
import io
import itertools
from dataclasses import dataclass

import numpy as np

FIRST = (
    *("Amara", "Anna", "Aroha", "Ayşe", "Björn", "Camila", "Chidi", "Dmitri", "Elif", "Fatima", "Giulia", "Hiroshi"),
    *("Ingrid", "Jamal", "José María", "Kofi", "Lan", "Lucía", "Maeve", "Min-jun", "Noor", "Priya", "Siobhán", "Zoë"),
)
LAST = (
    *("Al-Sayed", "Byrne", "Chen", "Demir", "Eze", "Fernández", "García Márquez", "Haddad", "Iyer", "Kowalska"),
    *("Mensah", "Nguyen", "O'Neil", "Papadaki", "Quispe", "Rahman", "Solberg", "Tesfaye", "van der Berg", "Yılmaz"),
)
MOST = len(FIRST) * len(LAST)  # students with different names


@dataclass(frozen=True)
class Person:
    """A student, with the numbers that Canvas and the university know."""

    first: str
    last: str
    login: str
    canvas: int
    number: int

    @property
    def name(self) -> str:
        """As people call them."""
        return f"{self.first} {self.last}"


def people(size: int, seed: int = 0) -> list[Person]:
    """Students with different names, in a random order.

    Parameters
    ----------
    size : int
        At most 480.
    seed : int
    """
    pairs = list(itertools.product(FIRST, LAST))
    if size > len(pairs):
        raise ValueError(f"expected at most {len(pairs)} students, got {size}")
    chosen = [pairs[place] for place in np.random.default_rng(seed).permutation(len(pairs))[:size]]
    return [
        Person(first, last, f"s{number:04d}", 90000 + 7 * number, 20260000 + number)
        for number, (first, last) in enumerate(chosen, 1)
    ]


def canvas_roster(students: list[Person]) -> str:
    """What Canvas's gradebook exports, with its row of points and its test student."""
    rows = [[f"{each.last}, {each.first}", each.canvas, each.number, each.login, "Monday"] for each in students]
    heading = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    return _csv([heading, ["    Points Possible", "", "", "", ""], *rows, ["Student, Test", 1, "", "", "Monday"]])


def moodle_roster(students: list[Person]) -> str:
    """What Moodle's list of participants exports."""
    rows = [[each.first, each.last, each.number, f"{each.login}@example.edu"] for each in students]
    return _csv([["First name", "Last name", "ID number", "Email address"], *rows])


def _csv(rows):
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()
