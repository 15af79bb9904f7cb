"""Rosters as Canvas, Moodle and people write them, read as members of the course.

Canvas's columns are those of its gradebook's export, which its importer reads
again (https://github.com/instructure/canvas-lms, lib/gradebook_importer.rb).
Moodle's are those of its participants list, its grade export and its grading
worksheet (https://docs.moodle.org/en/Grade_export).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.roster import IDENTITIES, Member, folded, student_id
from autograder.grading.lms.tables import Table, read_table

FIELDS = ("id", "first_name", "last_name", "name", "email", "lms_id", "sis_id", "login", "section", "participant")
HEADINGS = {  # in English, German, French and Spanish, as these programs write them
    "id": "id, student id, student",
    "first_name": "first name, firstname, given name, vorname, prénom, nombre",
    "last_name": "last name, lastname, surname, family name, nachname, nom, nom de famille, apellidos, apellido(s)",
    "name": "name, full name, vollständiger name, nom complet, nombre completo",
    "email": "email, e mail, mail, email address, e mail address, e mail adresse, adresse de courriel, "
    "dirección de correo, dirección de correo electrónico",
    "lms_id": "lms id, lms user id, canvas id, canvas user id",
    "sis_id": "sis id, sis user id, id number, student number, id nummer, matrikelnummer, numéro d'identification, "
    "número de id",
    "login": "login, login id, sis login id, username, user name, user, anmeldename, nom d'utilisateur, "
    "nombre de usuario",
    "section": "section, sections, group, groups, gruppe, gruppen, groupe, groupes, grupo, grupos",
    "participant": "identifier, id des teilnehmers, identifiant, identificador",
}
CANVAS = {
    "student": "name",
    "lastname": "last_name",
    "firstname": "first_name",
    "id": "lms_id",
    "sis user id": "sis_id",
    "sis login id": "login",
    "root account": "root_account",
    "section": "section",
}
CANVAS_ASSIGNMENT = re.compile(r".+ \(\d+\)")
LAST_NUMBER = re.compile(r"(\d+)\s*$")
TEST_STUDENTS = {"student, test", "test student"}


@dataclass
class RosterFile:
    """What a roster file says.

    Attributes
    ----------
    kind : str
        In words.
    left_out : list of str
        Rows that are no students, as sentences; and what was odd about the file.
    columns : list of str
        Canvas's headings of assignments.
    """

    kind: str
    members: list[Member] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)


def read_roster_file(path: Path, chosen: Mapping[str, str] | None = None, id_from: str = "") -> RosterFile:
    """Read a roster.

    Parameters
    ----------
    path : Path
    chosen : mapping of str to str, optional
        Headings by field, where they are not found by themselves.
    id_from : str
        The field that becomes the name of a new student's folders, such as `sis_id`; else the first there is of id,
        login, sis_id, lms_id, email.

    Raises
    ------
    CourseError
    """
    table = read_table(path)
    kind, places = _places(table, chosen or {})
    if id_from and id_from not in places:
        raise CourseError(f"{path.name} has no column for {id_from}; it has: {', '.join(places)}.")
    if not places.keys() & {"id", "name", "last_name", *IDENTITIES}:
        found = ", ".join(f"{heading!r}" for heading in table.headings[:12])
        raise CourseError(
            f"{path.name} has no column that tells who a student is. Expected one of Canvas's or Moodle's exports, or "
            f"headings such as id, first_name, last_name, email; got {found}. "
            "`--column id=HEADING` says which column is which."
        )
    read = RosterFile(kind, left_out=list(table.notes))
    if kind == "Canvas's gradebook":
        read.columns = [heading for heading in table.headings if CANVAS_ASSIGNMENT.fullmatch(heading)]
    lines: dict[tuple[str, str], int] = {}
    for line, row in table.rows:
        values = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        _take(read, line, values, id_from, lines)
    return read


def _take(read, line, values, id_from, lines):
    member = _member(values, id_from)
    named = any((member.id, *(getattr(member, name) for name in IDENTITIES), member.name.strip()))
    why = _no_student(read.kind, values) or ("" if named else "names nobody")
    if why:
        read.left_out.append(f"Line {line} {why}.")
        return
    key = next(((name, folded(getattr(member, name))) for name in ("id", *IDENTITIES) if getattr(member, name)), None)
    if key and lines.setdefault(key, line) != line:
        read.left_out.append(f"Line {line}, {member.name}, has the same {key[0]} as line {lines[key]}.")
        return
    read.members.append(member)


def _no_student(kind, values):
    """Why a row is no student, or empty."""
    name = values.get("name", "")
    if not any(values.values()):
        return "has no student"
    if kind != "Canvas's gradebook":
        return ""
    if "points possible" in folded(name):
        return 'holds the points that can be had ("Points Possible")'
    if all(re.fullmatch(r"(muted|manual posting.*)?", value, re.IGNORECASE) for value in values.values()):
        return "says how grades are posted"
    if folded(name) in TEST_STUDENTS and not values.get("sis_id"):
        return f'is Canvas\'s test student ("{name}")'
    return ""


def _member(values, id_from):
    said = {name: value for name, value in values.items() if name in Member.__dataclass_fields__}
    if "name" in values and not said.get("last_name"):
        said["first_name"], said["last_name"] = split_name(values["name"])
    number = LAST_NUMBER.search(values.get("participant", ""))
    if number:
        said["participants"] = (number[1],)
    chosen = values.get(id_from, "") if id_from else values.get("id", "")
    if chosen and chosen == student_id(chosen):
        said["id"] = chosen
    else:
        said["id"], said["login"] = "", said.get("login") or chosen  # the roster makes a folder's name of it
    return Member(**said)


def split_name(text: str) -> tuple[str, str]:
    """First and last name of "Last, First" or "First Last"; who has one name has it as a last name.

    Examples
    --------
    >>> split_name("O'Neil, Zoë, Jr."), split_name("Ada King Lovelace"), split_name("Plato")
    (('Zoë, Jr.', "O'Neil"), ('Ada King', 'Lovelace'), ('', 'Plato'))
    """
    last, comma, first = text.partition(",")
    if comma:
        return first.strip(), last.strip()
    first, _, last = text.rpartition(" ")
    return first.strip(), last.strip()


def _places(table: Table, chosen: Mapping[str, str]) -> tuple[str, dict[str, int]]:
    """What kind of file it is, and the column of each field."""
    headings = [_folded_heading(heading) for heading in table.headings]
    if headings[0] in ("student", "lastname") and "id" in headings[1:3] and "section" in headings:
        kind, places = (
            "Canvas's gradebook",
            {name: headings.index(found) for found, name in CANVAS.items() if found in headings},
        )
    else:
        known = {heading.strip(): name for name, listed in HEADINGS.items() for heading in listed.split(",")}
        places = {}
        for place, heading in enumerate(headings):
            places.setdefault(known.get(heading, ""), place)
        places.pop("", None)
        if "participant" in places and not _numbered(table, places["participant"]):
            places["id"] = places.pop("participant")
        kind = "a worksheet of Moodle" if "participant" in places else "a table"
    for name, heading in chosen.items():
        if name not in FIELDS:
            raise CourseError(f"--column {name}={heading}: expected one of {', '.join(FIELDS)}.")
        if _folded_heading(heading) not in headings:
            listed = ", ".join(table.headings[:12])
            raise CourseError(f"--column {name}={heading}: there is no such heading; there are: {listed}.")
        places[name] = headings.index(_folded_heading(heading))
    return kind, places


def _numbered(table, place):
    """Whether a column holds what Moodle calls "Participant 12345"."""
    return all(re.fullmatch(r"\D+\s\d+", row[place]) for _, row in table.rows[:3] if place < len(row))


def _folded_heading(heading):
    return " ".join(folded(heading).replace("_", " ").replace("-", " ").split())
