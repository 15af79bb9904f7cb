"""Handing in several times: earlier attempts are kept in a folder of their own, and the rules say which one counts."""

import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from nbgrader.coursedir import CourseDirectory

from autograder.grading.assignments.repair import MAX_BYTES
from autograder.grading.course.course_folder import Submission
from autograder.grading.course.lateness import ZERO, Deadline
from autograder.grading.course.policy_rules import BEST, FIRST, ON_TIME, AttemptRule
from autograder.grading.course.submission_files import UnusableFile, fingerprint, read_files, read_plain

FOLDER = "attempts"  # in the folder of the course; below it STUDENT/ASSIGNMENT/TIME-DIGEST
WHEN = "%Y-%m-%dT%H-%M-%SZ"
DIGITS = 8

DeadlineOf = Callable[[Submission], Deadline]


class InCourse(Protocol):
    """A course, or a part of nbgrader that knows its folders."""

    @property
    def coursedir(self) -> CourseDirectory:
        """Where its folders are."""


def keep_attempt(course: InCourse, submission: Submission) -> Path | None:
    """Copy what lies in a submission's folder to the attempts, before something newer takes its place.

    Links are copied as links, and pipes and devices are left out. Who keeps the same again changes nothing.

    Parameters
    ----------
    course : Course
    submission : Submission
        As `course.handed_in` gives it, or with another folder that holds what was handed in.

    Returns
    -------
    Path or None
        Where it is kept; None if nothing was handed in before.

    Raises
    ------
    UnusableFile
        If there is a link on the way to the folder: it may be another student's.
    """
    folder = submission.plain_folder
    if not folder.is_dir():
        return None
    kept = folder_of(course, submission.student, submission.assignment) / name_of(submission)
    if not kept.is_dir():
        fresh = kept.with_name(f".{kept.name}.{os.getpid()}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(folder, fresh, symlinks=True, ignore=_odd)
        try:
            os.rename(fresh, kept)
        except OSError:  # another collector was first
            shutil.rmtree(fresh)
            if not kept.is_dir():
                raise
    return kept


def attempts(course: InCourse, submission: Submission) -> list[Submission]:
    """All that a student has handed in for an assignment, the oldest first; each is a submission in its own folder."""
    above = folder_of(course, submission.student, submission.assignment)
    if not above.is_dir():
        return [submission]
    current = name_of(submission)
    names = [path.name for path in above.iterdir() if path.is_dir() and not path.name.startswith(".")]
    kept = [
        Submission(submission.student, submission.assignment, above / name, above)
        for name in sorted(names)
        if name != current
    ]
    return sorted([*kept, submission], key=lambda each: handed_in(each) or _collected(each))


def counting(
    course: InCourse, submission: Submission, rule: AttemptRule, deadline_of: DeadlineOf, grace: timedelta = ZERO
) -> list[Submission]:
    """The attempts of which one counts: a single one, but where the best counts, for that shows when they are graded.

    Parameters
    ----------
    course : Course
    submission : Submission
        The newest.
    rule : AttemptRule
    deadline_of : callable
        When a submission was due; it is only asked if there are several attempts.
    grace : timedelta
        What is as late as this is on time.
    """
    found = attempts(course, submission)[: rule.most]
    if len(found) == 1:
        return found
    deadline = deadline_of(submission)
    found = [each for each in found if not deadline.is_closed(handed_in(each))] or found[:1]
    on_time = [each for each in found if deadline.late_by(handed_in(each)) <= grace]
    if rule.counts == BEST and len(found) > 1:
        return [replace(each, of_several=True) for each in found]
    if rule.counts == FIRST:
        return found[:1]
    return (on_time if rule.counts == ON_TIME and on_time else found)[-1:]


def handed_in(submission: Submission) -> datetime | None:
    """When something was handed in, in UTC, if that is known."""
    moment = submission.timestamp
    return moment and moment.replace(tzinfo=UTC)


def _collected(submission) -> datetime:
    """When the folder was written: that orders what has no time, but says nothing of being late."""
    return datetime.fromtimestamp(submission.folder.stat().st_mtime, UTC)


def name_of(submission: Submission) -> str:
    """What tells this attempt from others of the student: its time, and a digest of its notebooks.

    Of what has no time all files are looked at.
    """
    moment = handed_in(submission)
    notebooks = {}
    for path in sorted(submission.folder.glob("*.ipynb")):
        try:
            notebooks[path.name] = read_plain(path, MAX_BYTES)
        except UnusableFile as error:
            notebooks[path.name] = str(error).encode()
    digest = fingerprint(notebooks, submission.timestamp, {} if moment else read_files(submission.folder))
    return f"{moment.strftime(WHEN) if moment else 'undated'}-{digest[:DIGITS]}"


def folder_of(course: InCourse, student: str, assignment: str) -> Path:
    """Where a student's attempts are kept."""
    return Path(course.coursedir.root) / FOLDER / student / assignment


def _odd(folder: str, names: list[str]) -> list[str]:
    """What is neither a file, a folder nor a link."""
    modes = {name: os.lstat(os.path.join(folder, name)).st_mode for name in names}
    return [
        name for name, mode in modes.items() if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode))
    ]
