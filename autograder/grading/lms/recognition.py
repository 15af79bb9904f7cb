"""Which assignment a notebook belongs to: by its folder, by its name, as the instructor says, or by what is in it."""

import re
from collections.abc import Collection
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from nbformat import NotebookNode

from autograder.grading.assignments.repair import MAX_BYTES, make_skeleton
from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.course.roster import folded
from autograder.grading.course.submission_files import UnusableFile
from autograder.grading.lms.archives import Found

GRADE_ID = re.compile(rb'"grade_id"\s*:\s*"([^"\\]+)"')  # found in damaged files too, and in no source of a cell
COPY = re.compile(r"(?:[-_ ]*\((\d{1,18})\)|[-_ ]+copy[-_ ]?(\d{0,18})|[-_](\d{1,18}))$", re.IGNORECASE)
BEFORE = re.compile(r"^(copy of|kopie von|copie de|copia de)[-_ ]+", re.IGNORECASE)


@dataclass(frozen=True)
class Recognised:
    """What a notebook is.

    Attributes
    ----------
    copy : int
        The number that a browser, Jupyter or Canvas has put behind the name of a later copy.
    """

    assignment: str
    notebook: str
    copy: int = 0


class Assignments:
    """The assignments of a course, and how their notebooks are recognised.

    Parameters
    ----------
    course : Course

    Raises
    ------
    CourseError
        If there are none, or not the one that is asked for.
    """

    def __init__(self, course: Course, asked: str = ""):
        self.course, self.asked = course, asked
        folder = Path(course.coursedir.format_path(course.coursedir.source_directory, ".", "any")).parent
        names = sorted(path.name for path in folder.glob("*") if any(path.glob("*.ipynb")))
        if not names:
            raise CourseError(f"There is no assignment in {folder}: `nbgrader generate_assignment` makes one ready.")
        if asked and asked not in names:
            raise CourseError(f"There is no assignment {asked!r}; there are: {', '.join(names)}.")
        self.notebooks = {name: sorted(path.stem for path in (folder / name).glob("*.ipynb")) for name in names}

    def recognise(
        self, found: Found, name: PurePosixPath, outer: Collection[str], inside: Collection[str] | None = None
    ) -> Recognised | None:
        """What a file is, or None if that can't be seen.

        Parameters
        ----------
        found : Found
        name : PurePosixPath
            What the student called it.
        outer : collection of str
            Folders around it that no student made.
        inside : collection of str, optional
            Its functions, if it is no notebook.
        """
        stem, copy = _without_copy(name.stem)
        named = self._by_name(stem)
        folder = next((part for part in reversed(list(outer)) if part in self.notebooks), "")
        if folder:
            return Recognised(folder, self._notebook(folder, stem), copy)
        if named:
            return Recognised(named[0], named[1], copy)
        if self.asked:
            return Recognised(self.asked, self._notebook(self.asked, stem), copy)
        place = self._by_content(_grade_ids(found) if inside is None else {each.encode() for each in inside})
        return Recognised(place[0], place[1], copy) if place else None

    def handed_out(self, what: Recognised) -> NotebookNode:
        """A notebook as students got it."""
        return deepcopy(make_skeleton(self.course.notebooks(what.assignment)[0][what.notebook]))

    def _by_name(self, stem):
        wanted = _plain(stem)
        same = [(name, book) for name, books in self.notebooks.items() for book in books if _plain(book) == wanted]
        return same[0] if len(same) == 1 else None

    def _notebook(self, assignment, stem):
        """The notebook's name in an assignment; if that has one only, a notebook is meant to be it."""
        books = self.notebooks[assignment]
        same = [book for book in books if _plain(book) == _plain(stem)]
        return same[0] if same else books[0] if len(books) == 1 else stem

    def _by_content(self, inside: set[bytes]) -> tuple[str, str] | None:
        counts = {place: len(inside & ids) for place, ids in self._grade_ids.items()}
        best = max(counts, key=lambda place: counts[place])
        return best if counts[best] else None

    @cached_property
    def _grade_ids(self) -> dict[tuple[str, str], set[bytes]]:
        read = {}
        for name in self.notebooks:
            for book, path in self.course.notebooks(name)[0].items():
                read[name, book] = set(GRADE_ID.findall(path.read_bytes()))
        return read


def _grade_ids(found: Found) -> set[bytes]:
    try:
        return set(GRADE_ID.findall(found.read(MAX_BYTES)))
    except UnusableFile:
        return set()


def _without_copy(stem: str) -> tuple[str, int]:
    """A name without what marks a later copy, and the number of that copy.

    Examples
    --------
    >>> _without_copy("layers-1"), _without_copy("layers (2)"), _without_copy("Copy of layers-Copy3")
    (('layers', 1), ('layers', 2), ('layers', 3))
    """
    copy = 0
    stem = BEFORE.sub("", stem)
    while match := COPY.search(stem):
        copy = max(copy, int(match[1] or match[2] or match[3] or 1))
        stem = stem[: match.start()]
    return stem, copy


def _plain(stem: str) -> str:
    return re.sub(r"[-_ .]+", " ", folded(stem)).strip()
