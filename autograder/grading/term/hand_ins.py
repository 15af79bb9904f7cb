"""What the class hands in during the term, and the archives in which platforms hand it on."""

import io
import zipfile
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import nbformat
import numpy as np

from autograder.grading.course.roster import folded
from autograder.grading.demo.students import Part
from autograder.grading.demo.submissions import answer
from autograder.grading.term.people import Person

ZONE = ZoneInfo("Europe/Berlin")  # of the course: the times in an archive are by its clock
KINDS = ("right", "slip", "unfinished", "missing")
SHARES = (0.55, 0.32, 0.08, 0.05)
HOW = {
    "right": ("model answer", "loops", "einsum"),
    "slip": ("loops", "einsum"),
    "unfinished": ("stubs left", "syntax error", "nothing done"),
}
LATE = 0.1  # this part of a class hands in after the due date, by up to three days
FIRST = (("right", True), ("slip", False), ("missing", False))  # the first three students of each class: what, how late


@dataclass(frozen=True)
class HandIn:
    """One notebook of one student; `done` says by function what is wrong with it, or its style under `all`."""

    person: Person
    assignment: str
    kind: str
    done: dict[str, str]
    time: datetime
    late: bool
    notebook: bytes


def hand_ins(students: list[Person], release: Path, assignment: str, due: datetime, seed: int) -> list[HandIn]:
    """What a class hands in for an assignment; a few students hand in nothing.

    Parameters
    ----------
    students : list of Person
    release : Path
        nbgrader's folder of released assignments.
    assignment : str
    due : datetime
    seed : int
    """
    rng = np.random.default_rng(seed)
    blank = nbformat.read(release / assignment / f"{assignment}.ipynb", as_version=4)
    return list(_hand_ins(students, blank, assignment, due, rng))


def _hand_ins(students, blank, assignment, due, rng) -> Iterator[HandIn]:
    common: dict = {}
    for number, person in enumerate(students):
        kind, late = str(rng.choice(KINDS, p=SHARES)), bool(rng.random() < LATE)
        kind, late = FIRST[number] if number < len(FIRST) else (kind, late)
        if kind == "missing":
            continue
        how = str(rng.choice(HOW[kind]))
        part = Part(assignment, kind, how, slips=int(rng.integers(1, 3)) if kind == "slip" else 0)
        notebook = deepcopy(blank)
        done = answer(notebook, part, rng, common)
        minutes = int(rng.integers(60, 3 * 24 * 60))
        time = due + timedelta(minutes=minutes if late else -minutes)
        yield HandIn(person, assignment, kind, done, time, late, nbformat.writes(notebook).encode())


def canvas_archive(handed_in: list[HandIn]) -> bytes:
    """Canvas's download of all submissions, with `_LATE_`, its numbers, and `-1` for a second try."""
    names = {}
    for number, each in enumerate(handed_in):
        student = folded(each.person.last + each.person.first).replace(" ", "").replace("-", "").replace("'", "")
        late = "_LATE" if each.late else ""
        again = "-1" if number % 7 == 3 else ""
        names[f"{student}{late}_{each.person.canvas}_{500000 + number}_{each.assignment}{again}.ipynb"] = each
    return _archive(names)


def moodle_archive(handed_in: list[HandIn]) -> bytes:
    """Moodle's download of all submissions, a folder for each."""
    return _archive(
        {
            f"{each.person.name}_{700000 + number}_assignsubmission_file/{each.assignment}.ipynb": each
            for number, each in enumerate(handed_in)
        }
    )


def write_folders(handed_in: list[HandIn], place: Path) -> None:
    """Folders as people keep them, one for each student."""
    for each in handed_in:
        folder = place / each.person.login / each.assignment
        folder.mkdir(parents=True)
        (folder / f"{each.assignment}.ipynb").write_bytes(each.notebook)
        (folder / "timestamp.txt").write_text(f"{each.time:%Y-%m-%d %H:%M:%S} UTC")


def _archive(files: dict[str, HandIn]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in files.items():
            clock = each.time.astimezone(ZONE).timetuple()[:6]
            archive.writestr(zipfile.ZipInfo(name, clock), each.notebook, zipfile.ZIP_DEFLATED)
    return made.getvalue()
