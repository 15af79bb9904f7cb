"""Erase a student: what the course keeps of one person, and how all of it goes."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from autograder.grading.course.attempts import FOLDER as ATTEMPTS
from autograder.grading.course.course_folder import Course, CourseError
from autograder.grading.course.database_trouble import trouble
from autograder.grading.course.history import FOLDER as HISTORY
from autograder.grading.course.policy import FILE as POLICY
from autograder.grading.course.policy_table import Table
from autograder.grading.course.roster import Changes, read_roster, write_roster
from autograder.grading.course.uploads import Uploads

ANY = "\0"  # stands for the assignment in a path: no name holds it


@dataclass(frozen=True)
class Kept:
    """What a course keeps of a student.

    Attributes
    ----------
    paths : tuple of Path
        Folders of the student, and links in the place of one.
    on_roster : bool
        Whether the gradebook, and so the roster, knows the student.
    in_policy : bool
        Whether `course.toml` names the student; a person removes that.
    """

    student: str
    paths: tuple[Path, ...]
    on_roster: bool
    in_policy: bool

    def __bool__(self):
        return bool(self.paths) or self.on_roster or self.in_policy


def kept_of(course: Course, student: str) -> Kept:
    """What the course keeps of a student.

    Raises
    ------
    CourseError
        If the name is no name, or the gradebook can't be read.
    """
    if student in ("", ".", "..") or Path(student).name != student:
        raise CourseError(f"{student!r} is no student's name: it would be a path.")
    paths = tuple(path for path in _places(course, student) if os.path.lexists(path))
    on_roster = student in read_roster(course).members
    return Kept(student, paths, on_roster, _in_policy(Path(course.coursedir.root), student))


def erase(course: Course, kept: Kept) -> None:
    """Remove all of it but what `course.toml` says; what was exported or handed back lies elsewhere.

    Raises
    ------
    CourseError
        If the gradebook can't be read: then nothing has been removed; if it can't be written, the same goes on there.
    """
    try:
        _erase_from_gradebook(course, kept)
    except SQLAlchemyError as error:
        said = trouble(error) or str(error)
        raise CourseError(f"Not all of it is removed: {said}. The same command goes on from there.") from None
    Uploads(course).forget(kept.student)
    for path in kept.paths:
        if path.is_symlink():
            path.unlink()  # what it leads to may be another's
        else:
            shutil.rmtree(path)


def _erase_from_gradebook(course, kept):
    roster = read_roster(course)
    if roster.members.pop(kept.student, None):
        with Gradebook(course.coursedir.db_url, course.coursedir.course_id) as gradebook:
            gradebook.remove_student(kept.student)
    write_roster(course, roster, Changes())
    _compact(course.coursedir.db_url)


def _compact(db_url):
    """Databases keep what was deleted in their files until they are compacted."""
    engine = create_engine(db_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("VACUUM"))
    engine.dispose()


def _places(course, student):
    """A student's folders, one for each of nbgrader's steps, and ours."""
    coursedir = course.coursedir
    for step in (coursedir.submitted_directory, coursedir.autograded_directory, coursedir.feedback_directory):
        yield from _of_all_assignments(Path(coursedir.format_path(step, student, ANY)))
    for name in (HISTORY, ATTEMPTS):
        yield Path(coursedir.root) / name / student


def _of_all_assignments(path):
    """The folder that holds a student's assignments; where assignments lie above students, one in each of them."""
    parts = path.parts
    position = next(number for number, part in enumerate(parts) if ANY in part)
    above, below = Path(*parts[:position]), parts[position + 1 :]
    return [found.joinpath(*below) for found in sorted(above.glob("*"))] if below else [above]


def _in_policy(root, student):
    return student in _words(Table.read(root / POLICY).content)


def _words(value):
    """All keys and texts of a table."""
    if isinstance(value, dict):
        return set(value).union(*map(_words, value.values()))
    if isinstance(value, list):
        return set().union(*map(_words, value))
    return {value} if isinstance(value, str) else set()
