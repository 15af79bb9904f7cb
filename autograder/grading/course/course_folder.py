"""A course on disk, as nbgrader's configuration describes it: its folders, its submissions, its secret."""

import os
import secrets
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from functools import cached_property
from glob import glob
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import ArgumentError
from traitlets.config import Config, PyFileConfigLoader

from autograder.grading.course.settings import read_settings
from autograder.grading.course.submission_files import read_files, read_timestamp, refuse_links

CONFIGURATION = "nbgrader_config.py"
MARK = "\0"  # stands for the student in a path: no name holds it


class CourseError(Exception):
    """The course cannot be graded as it is: what is missing, and what to do."""


@dataclass(frozen=True)
class Submission:
    """One student's folder for one assignment.

    Attributes
    ----------
    above : Path, optional
        What lies below it is the student's: a link from here on may lead to another's work.
    of_several : bool
        Whether it is one of several attempts of which the best counts.
    """

    student: str
    assignment: str
    folder: Path
    above: Path | None = None
    of_several: bool = False

    @property
    def timestamp(self) -> datetime | None:
        """When it was handed in, in UTC, or None."""
        return read_timestamp(self.folder)

    @property
    def plain_folder(self) -> Path:
        """The folder, for who reads it.

        Raises
        ------
        UnusableFile
            If there is a link on the way.
        """
        refuse_links(self.above, self.folder)
        return self.folder


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
        self._configure(PyFileConfigLoader(CONFIGURATION, path=str(root)).load_config())

    @classmethod
    def configured(cls, config: Config) -> "Course":
        """The course of a configuration that a program has read already, as formgrader has."""
        course = cls.__new__(cls)
        course._configure(config)
        return course

    def _configure(self, config):
        self.config = config
        self.coursedir = CourseDirectory(config=config)
        self.settings = read_settings(config)

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
            If there are none, or no such assignment.
        """
        self.notebooks(assignment)  # an assignment that does not exist is another mistake
        found = chosen = list(self.handed_in(assignment))
        if student is not None:
            chosen = _matching(found, student)
        if not chosen:
            where = submission_of(self.coursedir, "*" if student is None else student, assignment).folder
            raise CourseError(f"There is nothing to grade at {where}.")
        return chosen

    def graded_assignments(self, student: str | None = None) -> list[str]:
        """The assignments of which something has been graded; if a student is named, those that were handed in, too.

        Raises
        ------
        CourseError
            If there are none.
        """
        source = Path(self.coursedir.format_path(self.coursedir.source_directory, ".", "any")).parent
        names = sorted(path.name for path in source.glob("*") if path.is_dir())
        pattern = self.coursedir.autograded_directory
        found = [name for name in names if glob(self.coursedir.format_path(pattern, "*", name))]
        if student is not None:
            found = [name for name in found if _matching(list(self.handed_in(name)), student)]
        if not found:
            raise CourseError("Nothing has been graded yet" + ("." if student is None else f" of {student}."))
        return found

    def autograded(self, submission: Submission) -> Path:
        """The folder of a submission's graded notebooks."""
        directory = self.coursedir.autograded_directory
        return Path(self.coursedir.format_path(directory, submission.student, submission.assignment))

    def handed_in(self, assignment: str) -> Iterator[Submission]:
        """The folders of all students, links in the place of one too: `submitted_files` does not follow them."""
        above, part = _place_of_students(self.coursedir, assignment)
        before, _, after = part.partition(MARK)
        for name in sorted(os.listdir(above)) if above.is_dir() else []:
            student = name[len(before) : len(name) - len(after)]
            if student and name == f"{before}{student}{after}":
                submission = submission_of(self.coursedir, student, assignment)
                if submission.folder.is_dir():
                    yield submission


def submission_of(coursedir: CourseDirectory, student: str, assignment: str) -> Submission:
    """Where a student hands in an assignment, whether there is something or not."""
    folder = Path(coursedir.format_path(coursedir.submitted_directory, student, assignment))
    return Submission(student, assignment, folder, _place_of_students(coursedir, assignment)[0])


def _place_of_students(coursedir, assignment) -> tuple[Path, str]:
    """The folder below which all is the students', and how the names in it look, with a mark for the student."""
    path = Path(coursedir.format_path(coursedir.submitted_directory, MARK, assignment))
    for folder in path.parents:
        part = path.relative_to(folder).parts[0]
        if MARK in part:
            return folder, part
    raise CourseError(f"CourseDirectory.directory_structure in {CONFIGURATION} must name {{student_id}}.")


def _matching(found: list[Submission], student: str) -> list[Submission]:
    return _named(found, student) or [each for each in found if fnmatchcase(each.student, student)]


def _named(found: list[Submission], student: str) -> list[Submission]:
    """The submission of the student of this very name, however its accents are put together."""
    same = [each for each in found if each.student == student]
    composed = unicodedata.normalize("NFC", student)
    return same or [each for each in found if unicodedata.normalize("NFC", each.student) == composed][:1]


def check_driver(db_url: str) -> None:
    """See that the gradebook's database can be talked to, before anything is replaced.

    Raises
    ------
    CourseError
        If a package is missing, or the address is none.
    """
    try:
        create_engine(db_url).dispose()
    except ModuleNotFoundError as error:
        advice = "install it, psycopg for PostgreSQL for example, and write `postgresql+psycopg://` in the address"
        raise CourseError(
            f"CourseDirectory.db_url needs the package {error.name}, which is not here: {advice}."
        ) from None
    except ArgumentError as error:  # also a kind of database that SQLAlchemy does not know
        raise CourseError(f"CourseDirectory.db_url is no address of a database: {error}.") from None


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
