"""A course on disk, as nbgrader's configuration describes it: its folders, its submissions, its secret."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from traitlets.config import PyFileConfigLoader

from autograder.grading.course.settings import read_settings
from autograder.grading.course.submission_files import read_files

CONFIGURATION = "nbgrader_config.py"


class CourseError(Exception):
    """The course cannot be graded as it is: what is missing, and what to do."""


@dataclass(frozen=True)
class Submission:
    """One student's folder for one assignment."""

    student: str
    assignment: str
    folder: Path

    @property
    def timestamp(self) -> datetime | None:
        """When it was handed in, in UTC, or None; the student may have written anything there."""
        try:
            return parse_utc((self.folder / "timestamp.txt").read_text().strip())
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

    def submissions(self, assignment: str, student: str = "*") -> list[Submission]:
        """All submissions of an assignment, by student.

        Raises
        ------
        CourseError
            If there are none.
        """
        pattern = Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, assignment))
        folders = sorted(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))
        found = [
            Submission(self._student(folder, pattern), assignment, folder) for folder in folders if folder.is_dir()
        ]
        if not found:
            raise CourseError(f"There is nothing to grade at {pattern}.")
        return found

    def submitted(self, student: str, assignment: str) -> Path:
        """The folder where a student hands in an assignment."""
        return Path(self.coursedir.format_path(self.coursedir.submitted_directory, student, assignment))

    def autograded(self, submission: Submission) -> Path:
        """The folder of a submission's graded notebooks."""
        directory = self.coursedir.autograded_directory
        return Path(self.coursedir.format_path(directory, submission.student, submission.assignment))

    def _student(self, folder: Path, pattern: Path) -> str:
        wild = [place for place, part in enumerate(pattern.parts) if "*" in part]
        return folder.parts[wild[0]] if wild else self.coursedir.student_id


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
