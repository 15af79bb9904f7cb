"""What lies in a folder that a student handed in: notebooks, other files, and nothing behind a link."""

import hashlib
import os
import stat
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from autograder.grading.assignments.prerequisites_file import homes
from autograder.grading.sandbox.limits import MEBI

FILES_LIMIT = 40 * MEBI
NOTEBOOK_LIMIT = 8 * MEBI


def submitted_files(folder: Path, names: Collection[str]) -> tuple[dict[str, bytes], dict[str, bytes], list[str]]:
    """Read what a student handed in: notebooks by name, other files by path, and what was odd about it.

    A notebook under another name counts if it is the only one and one is missing.

    Parameters
    ----------
    folder : Path
        Of the submission.
    names : collection of str
        The notebooks of the assignment.

    Returns
    -------
    notebooks : dict of str to bytes
    files : dict of str to bytes
    notes : list of str
    """
    found = {path.stem: path for path in sorted(folder.glob("*.ipynb")) if is_plain(path)}
    missing = [name for name in names if name not in found]
    others = [stem for stem in found if stem not in names]
    notes = []
    if len(missing) == len(others) == 1:
        notes.append(f"The notebook is called {others[0]}.ipynb; it was taken as {missing[0]}.ipynb.")
        found[missing[0]] = found.pop(others[0])
        missing = []
    notes += [f"There is no {name}.ipynb." for name in missing]
    notebooks = {name: found[name].read_bytes() for name in names if name in found}
    return notebooks, read_files(folder), notes


def read_files(folder: Path) -> dict[str, bytes]:
    """The plain files beside a notebook, by their path in its folder; links are left out."""
    files, left = {}, FILES_LIMIT
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".ipynb" or not stat.S_ISREG(path.lstat().st_mode):
            continue
        left -= path.stat().st_size
        if left >= 0:
            files[str(path.relative_to(folder))] = path.read_bytes()
    return files


def earlier_notebooks(given: dict[str, bytes], folder_of: Callable[[str], Path]) -> dict[str, bytes]:
    """The student's own notebooks of the assignments that `earlier.py` takes functions from, by path beside it.

    A sandbox holds what the student has, and nothing else: no answers to what is still graded.

    Parameters
    ----------
    given : dict of str to bytes
        The files of the assignment.
    folder_of : callable (str) -> Path
        Where the student has handed in another assignment.
    """
    found = {}
    for home in homes(given.get("earlier.py", b"").decode()):
        path = folder_of(home) / f"{home}.ipynb"
        if is_plain(path) and path.stat().st_size <= NOTEBOOK_LIMIT:
            found[f"{home}/{home}.ipynb"] = path.read_bytes()
    return found


def drop_links(submitted: Path, graded: Path) -> None:
    """Delete what nbgrader copied through links in a submission: a link may point anywhere on the grader's disk."""
    for folder, folders, names in os.walk(submitted):
        for name in (*folders, *names):
            path = Path(folder) / name
            copied = graded / path.relative_to(submitted)
            if path.is_symlink() and copied.is_file() and copied.suffix != ".ipynb":
                copied.unlink()


def is_plain(path: Path) -> bool:
    """Whether a path is an ordinary file and no link to one."""
    return path.is_file() and not path.is_symlink() and os.access(path, os.R_OK)


def fingerprint(notebooks: dict[str, bytes], timestamp: datetime | None) -> str:
    """What tells one submission from the next of the same student."""
    return hashlib.sha256(b"\0".join([*notebooks.values(), str(timestamp).encode()])).hexdigest()
