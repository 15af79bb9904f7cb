"""What lies in a folder that a student handed in: notebooks, other files, and nothing behind a link."""

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterator
from datetime import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

from autograder.grading.assignments.prerequisites_file import homes
from autograder.grading.assignments.repair import MAX_BYTES
from autograder.grading.sandbox.limits import MEBI

FILES_LIMIT = 40 * MEBI
MOST_FILES = 4096  # as many as the sandbox can hold
DEEPEST = 100  # folders in folders; Python 3.11 fails at 1000
TIMESTAMP = "timestamp.txt"
MOST_TIMESTAMP = 1000  # bytes
OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
KINDS = (
    (stat.S_ISLNK, "a link, and links are not followed"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class UnusableFile(OSError):
    """What lies there is no file that can be read; the message is a sentence without its full stop."""


def submitted_files(
    folder: Path, names: Collection[str], above: Path | None = None
) -> tuple[dict[str, bytes], dict[str, bytes], list[str]]:
    """Read what a student handed in: notebooks by name, other files by path, and what was odd about it.

    A notebook under another name counts if it is the only one and one is missing.

    Parameters
    ----------
    folder : Path
        Of the submission.
    names : collection of str
        The notebooks of the assignment.
    above : Path, optional
        The folder below which all is the student's. A link between the two could lead to another student's work.

    Returns
    -------
    notebooks : dict of str to bytes
    files : dict of str to bytes
    notes : list of str
    """
    try:
        refuse_links(above, folder)
    except UnusableFile as error:
        return {}, {}, [f"{error}."]
    found, notes = {}, []
    for path in _listed(folder, ".ipynb"):
        try:
            found[path.stem] = read_plain(path, MAX_BYTES)
        except UnusableFile as error:
            notes += [f"{error}."] if path.stem in names else []
    missing = [name for name in names if name not in found]
    others = [stem for stem in found if stem not in names]
    if len(missing) == len(others) == 1:
        notes.append(f"The notebook is called {others[0]}.ipynb; it was taken as {missing[0]}.ipynb.")
        found[missing[0]] = found.pop(others[0])
        missing = []
    notes += [f"There is no {name}.ipynb." for name in missing]
    return {name: found[name] for name in names if name in found}, read_files(folder), notes + _about_time(folder)


def read_plain(path: Path, most: int, folder: int | None = None) -> bytes:
    """The content of an ordinary file. Pipes, devices and links are not even opened, for reading them may never end.

    Parameters
    ----------
    path : Path
    most : int
        Bytes.
    folder : int, optional
        The descriptor of an open folder that the path begins in.

    Raises
    ------
    UnusableFile
        If it is no ordinary file, or has more than `most` bytes.
    """
    try:
        _refuse_odd(path.name, os.stat(path, dir_fd=folder, follow_symlinks=False), most)
        with os.fdopen(os.open(path, OPEN, dir_fd=folder), "rb") as file:
            _refuse_odd(path.name, os.fstat(file.fileno()), most)  # it may have been replaced meanwhile
            return file.read(most)
    except UnusableFile:
        raise
    except OSError as error:
        raise UnusableFile(f"{path.name} cannot be read ({error.strerror})") from None


def refuse_links(above: Path | None, folder: Path) -> None:
    """See that no link lies on the way from one folder to another below it.

    Raises
    ------
    UnusableFile
    """
    below = folder.relative_to(above) if above else Path()
    for place in reversed([below, *below.parents][:-1]):
        if above and (above / place).is_symlink():
            advice = "put the folder itself in its place"
            raise UnusableFile(f"{place.as_posix()} is a link, and links are not followed: {advice}")


def _refuse_odd(name, status, most):
    kinds = [words for is_kind, words in KINDS if is_kind(status.st_mode)]
    if kinds:
        raise UnusableFile(f"{name} is {kinds[0]}")
    if status.st_size > most:
        raise UnusableFile(f"{name} has {status.st_size} bytes, and at most {most} are read")


def read_timestamp(folder: Path) -> datetime | None:
    """When something was handed in, in UTC, or None; the student may have written anything there."""
    try:
        return parse_utc(read_plain(folder / TIMESTAMP, MOST_TIMESTAMP).decode().strip())
    except (OSError, ValueError, OverflowError):
        return None


def _about_time(folder):
    """Why it is not known when the work was handed in, if something else lies in the place of that file."""
    kind = folder / TIMESTAMP
    if not os.path.lexists(kind):
        return []
    try:
        read_plain(kind, FILES_LIMIT)
    except UnusableFile as error:
        return [f"{error}: when this was handed in is not known."]
    return []


def read_files(folder: Path) -> dict[str, bytes]:
    """The plain files beside a notebook, by their path in its folder; links are left out."""
    files, left = {}, FILES_LIMIT
    for path in _below(folder):
        if path.suffix != ".ipynb" and len(files) < MOST_FILES:
            with contextlib.suppress(UnusableFile):
                content = read_plain(path, left)
                files[str(path.relative_to(folder))] = content
                left -= len(content)
    return files


def earlier_notebooks(given: dict[str, bytes], folder_of: Callable[[str], Path]) -> dict[str, bytes]:
    """The student's own notebooks of the assignments that `earlier.py` takes functions from, by path beside it.

    A sandbox holds what the student has, and nothing else: no answers to what is still graded.

    Parameters
    ----------
    given : dict of str to bytes
        The files of the assignment.
    folder_of : callable (str) -> Path
        Where the student has handed in another assignment; it may raise UnusableFile.
    """
    found = {}
    for home in homes(given.get("earlier.py", b"").decode()):
        with contextlib.suppress(UnusableFile):
            found[f"{home}/{home}.ipynb"] = read_plain(folder_of(home) / f"{home}.ipynb", MAX_BYTES)
    return found


def _below(folder: Path) -> Iterator[Path]:
    """All files below a folder, in the order of their names; no link to another folder is followed."""
    for above, folders, names in os.walk(folder):
        folders[:] = sorted(folders) if above.count(os.sep) - str(folder).count(os.sep) < DEEPEST else []
        yield from (Path(above) / name for name in sorted(names))


def _listed(folder: Path, suffix: str) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == suffix)


def fingerprint(notebooks: dict[str, bytes], timestamp: datetime | None, files: dict[str, bytes]) -> str:
    """What tells one submission from the next of the same student."""
    digest = hashlib.sha256(str(timestamp).encode())
    for name, content in [*sorted(notebooks.items()), *sorted(files.items())]:
        digest.update(hashlib.sha256(os.fsencode(name)).digest() + hashlib.sha256(content).digest())
    return digest.hexdigest()
