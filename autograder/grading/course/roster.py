"""Who is in the course: nbgrader's gradebook holds the students, `roster.json` what else an LMS knows of them."""

import json
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, Student
from sqlalchemy.exc import SQLAlchemyError

from autograder.grading.course.course_folder import Course, CourseError, check_driver

FILE = "roster.json"
IN_GRADEBOOK = {"first_name": "first_name", "last_name": "last_name", "email": "email", "lms_id": "lms_user_id"}
IDENTITIES = ("lms_id", "sis_id", "login", "email")  # the surest first
LONGEST = 128  # characters that nbgrader's gradebook holds


@dataclass(frozen=True)
class Member:
    """A student of the course.

    Attributes
    ----------
    id : str
        The name of the student's folders, and nbgrader's id.
    lms_id : str
        Canvas's number of the student; Moodle shows none.
    sis_id : str
        The number in the university's records: Canvas's "SIS User ID", Moodle's "ID number".
    login : str
        Canvas's "SIS Login ID", Moodle's "Username".
    participants : tuple of str
        Moodle's numbers of the student, a new one for each assignment.
    gone : bool
        Whether the last roster that was read had the student no more.
    """

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    sis_id: str = ""
    login: str = ""
    section: str = ""
    root_account: str = ""
    participants: tuple[str, ...] = ()
    gone: bool = False

    @property
    def name(self) -> str:
        """First and last name, or the id if there is none."""
        return f"{self.first_name} {self.last_name}".strip() or self.id


@dataclass
class Roster:
    """All students, by id.

    Attributes
    ----------
    columns : list of str
        Canvas's headings of assignments, such as "Layers (12345)".
    """

    members: dict[str, Member] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)

    @property
    def present(self) -> list[Member]:
        """Those that are in the course now, by id."""
        return [each for _, each in sorted(self.members.items()) if not each.gone]


@dataclass
class Changes:
    """What reading a roster did, or would do.

    Attributes
    ----------
    changed : dict of str to list of str
        By id, which fields.
    unclear : list of str
        Rows that fit several students, as sentences.
    removed : list of str
        Of those that are gone.
    """

    new: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def read_roster(course: Course) -> Roster:
    """The students of the gradebook, with what `roster.json` says of them.

    Raises
    ------
    CourseError
    """
    kept = _read_file(course)
    with _gradebook(course) as gradebook:
        members = {student.id: _member(student, kept["students"].get(student.id, {})) for student in gradebook.students}
    return Roster(members, kept["columns"])


def merge(roster: Roster, found: Iterable[Member]) -> Changes:
    """Take over what a roster file says; a student that is there already keeps the id.

    Parameters
    ----------
    roster : Roster
        Changed in its place.
    found : iterable of Member
        Of the file; an empty field says nothing.
    """
    changes, seen = Changes(), set()
    for row in found:
        same = _same(roster, row)
        if len(same) > 1:
            ids = ", ".join(sorted(each.id for each in same))
            changes.unclear.append(
                f"{row.name} fits {len(same)} students, {ids}: a number or an e-mail must tell which."
            )
            seen.update(each.id for each in same)
            continue
        before = same[0] if same else None
        after = _updated(before, row) if before else _fresh(roster, row)
        roster.members[after.id] = after
        different = [
            each.name for each in fields(Member) if before and getattr(before, each.name) != getattr(after, each.name)
        ]
        if not before:
            changes.new.append(after.id)
        elif different and after.id not in seen:
            changes.changed[after.id] = different
        seen.add(after.id)
    for student in sorted(roster.members.keys() - seen):
        changes.gone.append(student)
        roster.members[student] = replace(roster.members[student], gone=True)
    return changes


def write_roster(course: Course, roster: Roster, changes: Changes, remove_gone: bool = False) -> None:
    """Write students into the gradebook, and the rest beside it.

    Nobody with a mark or with something handed in is ever removed.

    Raises
    ------
    CourseError
    """
    with _gradebook(course) as gradebook:
        for student in changes.new + list(changes.changed):
            member = roster.members[student]
            kept = {theirs: getattr(member, ours) or None for ours, theirs in IN_GRADEBOOK.items()}
            gradebook.update_or_create_student(student, **kept)
        for student in changes.gone if remove_gone else ():
            if not _has_work(course, gradebook, student):
                gradebook.remove_student(student)
                del roster.members[student]
                changes.removed.append(student)
    _write_file(course, roster)


def folded(text: str) -> str:
    """A text by which names are compared: case, spaces and the form of accents do not count.

    Examples
    --------
    >>> folded("Zo\\u00eb  O'Neil") == folded("zoe\\u0308 o'neil")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _same(roster, row):
    """The students whom a row of a file is about: by the surest of its identities, else by name."""
    if row.id and row.id in roster.members:
        return [roster.members[row.id]]
    said = {name: folded(getattr(row, name)) for name in IDENTITIES if getattr(row, name)}
    for name, wanted in said.items():
        same = [each for each in roster.members.values() if folded(getattr(each, name)) == wanted]
        if same:
            return same
    for name in sorted(said, key="lms_id".__eq__):  # an LMS's own number may be another one's number at the university
        same = [each for each in roster.members.values() if not getattr(each, name) and folded(each.id) == said[name]]
        if same:
            return same
    numbered = [each for each in roster.members.values() if set(each.participants) & set(row.participants)]
    if numbered or row.id or any(getattr(row, name) for name in IDENTITIES):
        return numbered  # two students may have one name
    return [each for each in roster.members.values() if folded(each.name) == folded(row.name)]


def _updated(member, row):
    said = {name: value for name, value in asdict(row).items() if value and name not in ("id", "participants")}
    numbers = tuple(dict.fromkeys((*member.participants, *row.participants)))
    return replace(member, **said, participants=numbers, gone=False)


def _fresh(roster, row):
    """A new student, with an id that is a folder's name and nobody else's."""
    wanted = row.id or row.login or row.sis_id or row.lms_id or row.email or row.name
    made = student_id(wanted)
    taken, number = made, 2
    while taken in roster.members:
        taken, number = f"{made}-{number}", number + 1
    return replace(row, id=taken)


def student_id(text: str) -> str:
    """A text as the name of a folder that nbgrader, its exchange and every shell take as it is.

    Examples
    --------
    >>> student_id("UNI\\\\ada+test"), student_id("..")
    ('UNI-ada-test', 'student')
    """
    kept = "".join(sign if sign.isalnum() or sign in "._@-'" or unicodedata.combining(sign) else "-" for sign in text)
    return kept.strip(".-")[:LONGEST] or "student"


def _member(student: Student, kept: dict[str, Any]) -> Member:
    known = {each.name for each in fields(Member)} - {"id", *IN_GRADEBOOK}
    more: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items() if name in known
    }
    more |= {ours: getattr(student, theirs) or "" for ours, theirs in IN_GRADEBOOK.items()}
    return Member(student.id, **more)


def _has_work(course, gradebook, student):
    if gradebook.find_student(student).submissions:
        return True
    coursedir = course.coursedir
    pattern = coursedir.format_path(coursedir.submitted_directory, student, "assignment")
    folder = Path(pattern).parent
    return folder.is_dir() and any(folder.iterdir())


def _gradebook(course):
    check_driver(course.coursedir.db_url)
    try:
        return Gradebook(course.coursedir.db_url, course.coursedir.course_id)
    except SQLAlchemyError as error:
        raise CourseError(f"The gradebook can't be opened: {error}.") from None


def _read_file(course) -> dict[str, Any]:
    path = Path(course.coursedir.root) / FILE
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return {"students": dict(kept["students"]), "columns": list(kept["columns"])}
    except FileNotFoundError:
        return {"students": {}, "columns": []}
    except (ValueError, KeyError, TypeError):
        raise CourseError(f"{path} is damaged: move it away, and read the roster again.") from None


def _write_file(course, roster):
    students = {}
    for student, member in sorted(roster.members.items()):
        said = {name: value for name, value in asdict(member).items() if value and name not in ("id", *IN_GRADEBOOK)}
        if said:
            students[student] = said
    path = Path(course.coursedir.root) / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    text = json.dumps({"students": students, "columns": roster.columns}, indent=1, ensure_ascii=False)
    fresh.write_text(text + "\n", encoding="utf-8")
    os.replace(fresh, path)
