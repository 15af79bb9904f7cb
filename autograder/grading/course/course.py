"""A course on disk, as nbgrader's configuration describes it: its folders, its submissions, its secret."""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc
from traitlets.config import PyFileConfigLoader

from autograder.grading.nbgrader_plugins.preprocessors import ExecuteInSandbox, course_secret, read_files

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
    def timestamp(self):
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

    def __init__(self, root):
        if not (Path(root) / CONFIGURATION).exists():
            raise CourseError(f"There is no {CONFIGURATION} in {Path(root).resolve()}: go to the folder of the course.")
        self.config = PyFileConfigLoader(CONFIGURATION, path=str(root)).load_config()
        self.coursedir = CourseDirectory(config=self.config)
        self.executor = ExecuteInSandbox(config=self.config)

    @cached_property
    def secret(self):
        """The course's secret, for the examiner's random numbers."""
        return course_secret(self.coursedir.root)

    def notebooks(self, assignment):
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

    def submissions(self, assignment, student="*"):
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

    def autograded(self, submission):
        """The folder of a submission's graded notebooks."""
        directory = self.coursedir.autograded_directory
        return Path(self.coursedir.format_path(directory, submission.student, submission.assignment))

    def _student(self, folder, pattern):
        wild = [place for place, part in enumerate(pattern.parts) if "*" in part]
        return folder.parts[wild[0]] if wild else self.coursedir.student_id


def submitted_files(submission, names):
    """Read what a student handed in: notebooks by name, other files by path, and what was odd about it.

    A notebook under another name counts if it is the only one and one is missing.

    Returns
    -------
    notebooks : dict of str to bytes
    files : dict of str to bytes
    notes : list of str
    """
    found = {path.stem: path for path in sorted(submission.folder.glob("*.ipynb")) if is_plain(path)}
    missing = [name for name in names if name not in found]
    others = [stem for stem in found if stem not in names]
    notes = []
    if len(missing) == len(others) == 1:
        notes.append(f"The notebook is called {others[0]}.ipynb; it was taken as {missing[0]}.ipynb.")
        found[missing[0]] = found.pop(others[0])
        missing = []
    notes += [f"There is no {name}.ipynb." for name in missing]
    notebooks = {name: found[name].read_bytes() for name in names if name in found}
    return notebooks, read_files(submission.folder), notes


def is_plain(path):
    """Whether a path is an ordinary file and no link to one."""
    return path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)


def fingerprint(notebooks, timestamp):
    """What tells one submission from the next of the same student."""
    return hashlib.sha256(b"\0".join([*notebooks.values(), str(timestamp).encode()])).hexdigest()
