"""The folders that collecting writes: a submission is replaced by one renaming, and what was there before is kept."""

import hashlib
import os
import shutil
from datetime import datetime
from pathlib import Path, PurePosixPath

from autograder.grading.assignments.repair import MAX_BYTES
from autograder.grading.course.attempts import keep_attempt
from autograder.grading.course.course_folder import Course, Submission
from autograder.grading.course.submission_files import TIMESTAMP, UnusableFile, read_files, read_plain

LONGEST = 255  # bytes of a name that a folder can hold
DEEPEST = 40  # folders
WHEN = "%Y-%m-%d %H:%M:%S.%f UTC\n"


def contents_of(folder: Path) -> dict[str, bytes]:
    """What lies in a folder of a submission, by path in it, but the time."""
    files = {name: content for name, content in read_files(folder).items() if name != TIMESTAMP}
    for path in sorted(folder.glob("*.ipynb")):
        try:
            files[path.name] = read_plain(path, MAX_BYTES)
        except UnusableFile:
            files[path.name] = b""
    return files


def digest_of(files: dict[str, bytes]) -> str:
    """What tells one submission's files from another's."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(hashlib.sha256(os.fsencode(name)).digest() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def put(course: Course, submission: Submission, files: dict[str, bytes], time: datetime | None) -> None:
    """Write a submission beside the old one, keep that, and rename: whoever is stopped has the one or the other."""
    folder: Path = submission.folder
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, content in files.items():
        path = fresh / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if time:
        (fresh / TIMESTAMP).write_text(time.strftime(WHEN), encoding="utf-8")
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.is_dir():
        keep_attempt(course, submission)
        os.rename(folder, old)
    os.rename(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


def put_time(folder: Path, time: datetime) -> None:
    """Add the time to a submission that was collected before it was known."""
    fresh = folder.with_name(f".{folder.name}.time")
    fresh.write_text(time.strftime(WHEN), encoding="utf-8")
    os.replace(fresh, folder / TIMESTAMP)


def refuse_unwritable(name: PurePosixPath, files: dict[str, bytes]) -> None:
    """See that a student's file can lie beside the others, before the writing of one stops the collecting of all.

    Raises
    ------
    UnusableFile
    """
    if len(name.parts) > DEEPEST or any(len(os.fsencode(part)) > LONGEST for part in name.parts):
        raise UnusableFile("has a name that is too long")
    above = {str(folder) for folder in name.parents}
    if ".." in name.parts or name.parts[0] == TIMESTAMP or above & files.keys():
        raise UnusableFile("has a path that something else has")
    if any(other.startswith(f"{name}/") for other in files):
        raise UnusableFile("has a path that something else has")
