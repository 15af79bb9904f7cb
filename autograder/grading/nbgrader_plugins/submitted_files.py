"""How nbgrader finds and copies what students hand in: as `autograder grade` does, with no name taken for a pattern.

nbgrader 0.9.6 takes the name of a folder for a pattern, so that one student's
folder `*` stands for all, and copies what links lead to: another student's
files, or a device that has no end.
"""

import glob
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory

from autograder.grading.course.course_folder import CourseError, check_driver
from autograder.grading.course.policy import read_policy
from autograder.grading.course.submission_files import UnusableFile, read_files, read_timestamp
from autograder.grading.nbgrader_plugins.counted_attempt import counted_attempt

_find, _copy = BaseConverter.init_notebooks, BaseConverter.init_assignment


def install() -> None:
    """Put the functions of this module in the place of nbgrader's, which has no setting for them."""
    BaseConverter.init_notebooks = find_notebooks
    BaseConverter.init_assignment = copy_files
    CourseDirectory.get_existing_timestamp = read_time


def find_notebooks(converter: Any) -> None:
    """Stand in for `BaseConverter.init_notebooks`: the folders that are asked for, and the notebooks in each.

    A gradebook that can't be opened, and rules that can't be read, are found here, before nbgrader removes what an
    earlier command has written.
    """
    coursedir = converter.coursedir
    try:
        check_driver(coursedir.db_url)
        read_policy(coursedir.root)
    except CourseError as error:
        converter.log.error(str(error))  # nbgrader's command ends without a word
        raise NbGraderException(str(error)) from None
    folders = glob.glob(converter._format_source(coursedir.assignment_id, coursedir.student_id))
    found = {folder: glob.glob(f"{glob.escape(folder)}{os.sep}{coursedir.notebook_id}.ipynb") for folder in folders}
    converter.notebooks = []
    converter.assignments = {folder: notebooks for folder, notebooks in found.items() if notebooks}
    if not converter.assignments:
        _find(converter)  # it says what there is


def copy_files(converter: Any, assignment: str, student: str) -> None:
    """Stand in for `BaseConverter.init_assignment`: of what is handed in, only plain files are copied."""
    if not isinstance(converter, Autograde):
        _copy(converter, assignment, student)
        return
    try:
        attempt = counted_attempt(converter.coursedir, student, assignment)
        converter.coursedir.counted = {converter._format_source(assignment, student): attempt.folder}
        files = read_files(attempt.plain_folder)
    except UnusableFile:
        files = {}  # the notebook's reader says so
    graded = Path(converter._format_dest(assignment, student))
    for name, content in files.items():
        path = graded / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(content)


def read_time(coursedir: CourseDirectory, folder: str) -> datetime | None:
    """Stand in for `CourseDirectory.get_existing_timestamp`, which waits for pipes and fails on what is no time.

    Of what `copy_files` has taken from an earlier attempt it is the time of that.
    """
    return read_timestamp(Path(getattr(coursedir, "counted", {}).get(folder, folder)))
