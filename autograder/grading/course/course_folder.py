"""A course on disk, as nbgrader's configuration describes it: its folders, its submissions, its secret."""

import os
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from traitlets.config import PyFileConfigLoader

from autograder.grading.course.settings import read_settings
from autograder.grading.course.submission_files import TIMESTAMP, read_files, read_plain

CONFIGURATION = "nbgrader_config.py"
MARK = "\0"  # stands for the student in a path: no name holds it
MOST_TIMESTAMP = 1000  # bytes


class CourseError(Exception):
    """The course cannot be graded as it is: what is missing, and what to do."""


@dataclass(frozen=True)
class Submission:
    """One student's folder for one assignment.

    Attributes
    ----------
    above : Path, optional
        What lies below it is the student's: a link from here on may lead to another's work.
    """

    student: str
    assignment: str
    folder: Path
    above: Path | None = None

    @property
    def timestamp(self) -> datetime | None:
        """When it was handed in, in UTC, or None; the student may have written anything there."""
        try:
            return parse_utc(read_plain(self.folder / TIMESTAMP, MOST_TIMESTAMP).decode().strip())
        except (OSError, ValueError, OverflowError):
            return None


class Course:
    """The course of a folder with an `nbgrader_config.py`.

    Parameters
    ----------
    root : Path

    Raises
    ------
    CourseError
        If there is no configuration.
    """

    def __init__(self, root: str | Path):
        if not (Path(root) / CONFIGURATION).exists():
            raise CourseError(f"There is no {CONFIGURATION} in {Path(root).resolve()}: go to the folder of the course.")
        self.config = PyFileConfigLoader(CONFIGURATION, path=str(root)).load_config()
        self.coursedir = CourseDirectory(config=self.config)
        self.settings = read_settings(self.config)

    @cached_property
    def secret(self) -> bytes:
        """The course's secret, for the examiner's random numbers."""
        return course_secret(self.coursedir.root)

    def notebooks(self, assignment: str) -> tuple[dict[str, Path], dict[str, bytes]]:
        """The assignment's source notebooks by name, and the files beside them.

        Raises
        ------
        CourseError
            If the assignment does not exist.
        """
        folder = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", assignment))
        found = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
        if not found:
            known = sorted(path.name for path in folder.parent.glob("*") if path.is_dir())
            raise CourseError(
                f"There is no assignment {assignment!r} in {folder.parent}; there are: {', '.join(known) or 'none'}. "
                "`nbgrader generate_assignment` makes one ready."
            )
        return found, read_files(folder)

    def submissions(self, assignment: str, student: str | None = None) -> list[Submission]:
        """All submissions of an assignment, by student.

        Parameters
        ----------
        assignment : str
        student : str, optional
            One student's name, else a pattern (`*`, `?`, `[abc]`): a name that is there is no pattern. All students
            without it, for one of them may be called `*`.

        Raises
        ------
        CourseError
            If there are none.
        """
        found = chosen = list(self._handed_in(assignment))
        if student is not None:
            chosen = _named(found, student) or [each for each in found if fnmatchcase(each.student, student)]
        if not chosen:
            where = self.submitted("*" if student is None else student, assignment)
            raise CourseError(f"There is nothing to grade at {where}.")
        return chosen

    def submitted(self, student: str, assignment: str) -> Path:
        """The folder where a student hands in an assignment."""
        return Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, assignment))

    def autograded(self, submission: Submission) -> Path:
        """The folder of a submission's graded notebooks."""
        directory = self.coursedir.autograded_directory
        return Path(self.coursedir.format_path(directory, submission.student, submission.assignment))

    def _handed_in(self, assignment: str) -> Iterator[Submission]:
        """The folders of all students, links in the place of one too: `submitted_files` does not follow them."""
        path = Path(self.coursedir.format_path(self.coursedir.submitted_directory, MARK, assignment))
        place = next((number for number, part in enumerate(path.parts) if MARK in part), None)
        if place is None:
            raise CourseError(f"CourseDirectory.directory_structure in {CONFIGURATION} must name {{student_id}}.")
        before, _, after = path.parts[place].partition(MARK)
        above = Path(*path.parts[:place])
        names = sorted(os.listdir(above)) if above.is_dir() else []
        for name in names:
            student = name[len(before) : len(name) - len(after)]
            fits = student and name == f"{before}{student}{after}"
            folder = Path(above, name, *(part.replace(MARK, student) for part in path.parts[place + 1 :]))
            if fits and folder.is_dir():
                yield Submission(student, assignment, folder, above)


def _named(found: list[Submission], student: str) -> list[Submission]:
    """The submission of the student of this very name, however its accents are put together."""
    same = [each for each in found if each.student == student]
    composed = unicodedata.normalize("NFC", student)
    return same or [each for each in found if unicodedata.normalize("NFC", each.student) == composed][:1]


def find_source(coursedir: CourseDirectory, assignment: str, notebook: str) -> Path:
    """Path of nbgrader's source of a notebook.

    Raises
    ------
    CourseError
        If there is none.
    """
    path = Path(coursedir.format_path(coursedir.source_directory, ".", assignment)) / f"{notebook}.ipynb"
    if not path.exists():
        raise CourseError(f"No source notebook {path}: run `nbgrader generate_assignment {assignment}` first.")
    return path


def course_secret(root: str | Path) -> bytes:
    """The course's secret, made once and readable by its owner only."""
    path = Path(root) / ".secret"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
