"""How `nbgrader collect` takes submissions out of the exchange, where every student may put files under any name.

nbgrader 0.9.6 collects what another account has put in under a student's name, with a warning; a name that it cannot
read ends the whole collection; and it copies what links lead to, which the one who collects may read and students not.
"""

import hashlib
import os
import pwd
import re
import stat
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc
from traitlets import Bool

from autograder.grading.course.submission_files import DEEPEST, FILES_LIMIT, MOST_FILES, UnusableFile, read_plain

NAME = re.compile(r"(?P<student>(?!\.{1,2}\+).+)\+(?P<assignment>[^+]+)\+(?P<time>[^+]+)\+(?P<random>[^+]*)")
NOTEBOOKS_LIMIT = 4 * FILES_LIMIT
NOT_COPIED = "is left out: "


class CollectPlainFiles(ExchangeCollect):
    """Collects each student's newest submission that is the student's own, and of it the plain files.

    Attributes
    ----------
    own_records : list of dict
        All submissions of the assignment that belong to the student whose name they bear, by username, filename and
        timestamp.
    """

    own_records: list[dict[str, Any]]
    numbered = Bool(
        False, help="Whether there are no accounts, and an owner's number follows from the name (see `number_of`)."
    ).tag(config=True)

    def init_src(self) -> None:
        """Choose what to collect."""
        self.inbound_path = str(Path(self.root, self.coursedir.course_id, "inbound"))
        if not self.coursedir.course_id or not os.path.isdir(self.inbound_path):
            self.fail(f"There is no exchange for the course {self.coursedir.course_id!r} below {self.root}.")
        wanted = self.coursedir.student_id or "*"
        due = self._due() if self.before_duedate else None
        chosen: dict[str, dict[str, Any]] = {}
        self.own_records = list(self._records())
        for record in sorted(self.own_records, key=lambda record: record["timestamp"]):
            student = record["username"]
            too_late = due and record["timestamp"] > due and student in chosen
            if wanted in ("*", student) and not (too_late and chosen[student]["timestamp"] <= due):
                chosen[student] = record
        self.src_records = list(chosen.values())

    def _due(self) -> datetime | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None

    def _records(self) -> Iterator[dict[str, Any]]:
        """The submissions of the assignment, by name; what is none, or not the student's, is told and left out."""
        for path in sorted(Path(self.inbound_path).iterdir()):
            found = NAME.fullmatch(path.name)
            if not found or found["assignment"] != self.coursedir.assignment_id:
                continue
            problem, time = self._problem(path, found["student"]), _time(found["time"])
            if problem or not time:
                self.log.warning("%s %s%s.", path, NOT_COPIED, problem or "its name holds no time")
            else:
                yield {"username": found["student"], "filename": path.name, "timestamp": time}

    def _problem(self, path: Path, student: str) -> str:
        """Why a folder is not taken for the student's, in words; empty if it is."""
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode):
            return "it is no folder"
        if self.numbered:
            return "" if status.st_uid == number_of(student) else f"it belongs to {status.st_uid}, not to {student}"
        owner = _account(status.st_uid)
        return f"it belongs to {owner}, not to {student}" if self.check_owner and owner != student else ""

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy the plain files of one submission.

        The student may put a link in the place of any folder meanwhile, so each is opened once, and files from there.
        """
        folder, count = Path(dest), Counter[bool]()
        left = {True: NOTEBOOKS_LIMIT, False: FILES_LIMIT}  # bytes of notebooks, and of what lies beside them
        folder.mkdir(parents=True)
        for above, folders, names, opened in os.fwalk(src):
            below = Path(above).relative_to(src)
            folders[:] = sorted(folders) if len(below.parts) < DEEPEST else []
            for name in sorted(names):
                is_notebook = name.endswith(".ipynb")
                if count[is_notebook] >= MOST_FILES or (is_notebook and below.parts):
                    continue
                try:
                    content = read_plain(Path(name), min(left[is_notebook], FILES_LIMIT), opened)
                except UnusableFile as error:
                    self.log.warning("%s %s%s.", Path(above, name), NOT_COPIED, error)
                    continue
                (folder / below).mkdir(parents=True, exist_ok=True)
                (folder / below / name).write_bytes(content)
                left[is_notebook] -= len(content)
                count[is_notebook] += 1


def number_of(name: str) -> int:
    """The number that a student's processes have where there are no accounts, as in hub/kubernetes/values.yaml."""
    return 100_000 + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") % 2_000_000_000


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"account {number}"


def _time(text: str) -> datetime | None:
    try:
        return parse_utc(text)
    except (ValueError, OverflowError):
        return None
