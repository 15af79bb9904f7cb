"""Tables of grades in the forms that learning management systems import, and for people.

What nobody has marked is never written as a number: not set, handed in,
waiting for a person and excused are kept apart wherever a form can say so.

Canvas (`lib/gradebook_importer.rb` of https://github.com/instructure/canvas-lms) reads the columns that it exports,
knows students by ID, then by SIS User ID, SIS Login ID and name, and assignments by the number in their headings; `EX`
excuses. Moodle (`grade/import/csv/classes/load_data.php` of https://github.com/moodle/moodle, described in
https://docs.moodle.org/en/Grade_import) knows students by e-mail address, ID number or username; `-` is no grade, while
an empty field of a new column would become one.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.roster import Member, Roster, folded
from autograder.grading.course.standings import Standing, State, StudentGrades
from autograder.grading.lms.tables import is_formula

NO_GRADE = "-"  # Moodle's


@dataclass
class GradeTable:
    """A table to be written.

    Attributes
    ----------
    rows : list of list
        Of text, numbers and None.
    notes : list of str
        What the form can't say, as sentences.
    """

    headings: list[str]
    rows: list[list[object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def choose(grades: Sequence[StudentGrades], asked: Collection[str]) -> list[str]:
    """The assignments that are asked for, else all of which anything is to be said, in the order of their due dates.

    Raises
    ------
    CourseError
        If one does not exist.
    """
    known = list(dict.fromkeys(each.assignment for one in grades for each in one.standings))
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise CourseError(
            f"There is no assignment {unknown[0]!r} with grades; there are: {', '.join(known) or 'none'}."
        )
    begun = {each.assignment for one in grades for each in one.standings if each.state != State.NOT_SET}
    return [name for name in known if name in (asked or begun)]


def for_canvas(
    grades: Sequence[StudentGrades], roster: Roster, assignments: Sequence[str], headings: dict[str, str] | None = None
) -> GradeTable:
    """The table that Canvas's gradebook imports; a row a student.

    Parameters
    ----------
    grades : sequence of StudentGrades
    roster : Roster
    assignments : sequence of str
    headings : dict of str to str, optional
        Canvas's headings by assignment, such as "Layers (12345)", where they are not found in the roster's file.
    """
    columns = {name: (headings or {}).get(name) or canvas_heading(roster, name) for name in assignments}
    accounts = any(member.root_account for member in roster.members.values())
    identity = ["Student", "ID", "SIS User ID", "SIS Login ID", *(["Root Account"] if accounts else []), "Section"]
    table = GradeTable([*identity, *columns.values()])
    most = {each.assignment: each.most for one in grades for each in one.standings}
    table.rows.append(["    Points Possible", *[None] * (len(identity) - 1), *(most[name] for name in assignments)])
    for one, member in _members(grades, roster, table):
        name = ", ".join(part for part in (member.last_name, member.first_name) if part) or member.id
        account = [member.root_account] if accounts else []
        who = [name, member.lms_id, member.sis_id, member.login, *account, member.section]
        table.rows.append([*who, *(_canvas_cell(each) for each in _chosen(one, assignments))])
        if not (member.lms_id or member.sis_id or member.login):
            by = "has no number of Canvas, and is looked for by name"
            table.notes.append(
                f"{member.id} {by}" + (", which can't be found: it begins like a formula." if is_formula(name) else ".")
            )
        _tell_formulas(table, member, ("lms_id", "sis_id", "login"))
    new = [name for name, heading in columns.items() if not re.search(r"\(\d+\)$", heading)]
    if new:
        table.notes.append(
            f"Canvas's number is not known of {', '.join(new)}: an assignment of that name is taken there, or made. "
            "`autograder roster` takes the numbers from Canvas's own export."
        )
    return table


def canvas_heading(roster: Roster, assignment: str) -> str:
    """Canvas's heading of an assignment, if the roster's file had one whose title begins or ends with the name."""
    wanted = _words(assignment)
    same = [heading for heading in roster.columns if _words(heading.rpartition(" (")[0]) == wanted]
    near = [heading for heading in roster.columns if f" {wanted} " in f" {_words(heading.rpartition(' (')[0])} "]
    found = same or near
    return found[0] if len(found) == 1 else assignment


def _canvas_cell(standing: Standing) -> object:
    if standing.state == State.EXCUSED:
        return "EX"
    return _points(standing)


def for_moodle(grades: Sequence[StudentGrades], roster: Roster, assignments: Sequence[str]) -> GradeTable:
    """The table that Moodle's gradebook imports; a row a student."""
    identity: dict[str, Callable[[Member], str]] = {
        "First name": lambda member: member.first_name,
        "Last name": lambda member: member.last_name,
        "ID number": lambda member: member.sis_id,
        "Username": lambda member: member.login,
        "Email address": lambda member: member.email,
    }
    table = GradeTable([*identity, *assignments])
    excused = []
    for one, member in _members(grades, roster, table):
        chosen = _chosen(one, assignments)
        cells = [NO_GRADE if (points := _points(each)) is None else points for each in chosen]
        table.rows.append([*(read(member) for read in identity.values()), *cells])
        excused += [f"{member.id} from {each.assignment}" for each in chosen if each.state == State.EXCUSED]
        if not (member.sis_id or member.login or member.email):
            table.notes.append(
                f"{member.id} has no e-mail address, ID number or username, and Moodle finds nobody without."
            )
        _tell_formulas(table, member, ("sis_id", "login", "email"))
    if excused:
        table.notes.append(f"Moodle's import can't excuse, so this is to be done there by hand: {', '.join(excused)}.")
    return table


def _tell_formulas(table, member, names):
    for name in names:
        if is_formula(getattr(member, name)):
            table.notes.append(
                f"{member.id}: {name} begins like a formula, and stands there with an apostrophe before it."
            )


def _members(grades, roster, table):
    """Students with what the LMS knows of them, but those that are gone."""
    for one in grades:
        person = one.student
        plain = Member(person.id, person.first_name, person.last_name, person.email, person.lms_id)
        member = roster.members.get(person.id, plain)
        if member.gone:
            table.notes.append(f"{member.id} is not in the course any more, and left out.")
        else:
            yield one, member


def _chosen(one: StudentGrades, assignments: Sequence[str]) -> list[Standing]:
    by_name = {each.assignment: each for each in one.standings}
    return [by_name[name] for name in assignments]


def _points(standing: Standing) -> float | None:
    """Points that are final: of what is marked, and 0 of what is due and did not come."""
    return standing.points if standing.state in (State.GRADED, State.MISSING) else None


def as_rows(grades: Sequence[StudentGrades], assignments: Sequence[str], due: dict[str, datetime]) -> GradeTable:
    """One row for each student and assignment: first nbgrader's columns, then what they can't say; times are in UTC."""
    rows = [_row(one, each, due) for name in assignments for one in grades for each in _chosen(one, [name])]
    return GradeTable(list(rows[0]) if rows else [], [list(row.values()) for row in rows])


def _row(one: StudentGrades, each: Standing, due: dict[str, datetime]) -> dict[str, object]:
    person, points = one.student, _points(each)
    is_final = points is not None
    return {
        "assignment": each.assignment,
        "duedate": _moment(due.get(each.assignment)),
        "timestamp": _moment(each.handed_in),
        "student_id": person.id,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "email": person.email,
        "raw_score": each.raw if is_final else None,
        "late_submission_penalty": each.penalty if is_final else None,
        "score": points,
        "max_score": each.most,
        "state": each.state.value,
        "points_so_far": each.points if each.state == State.WAITING else None,
        "seconds_late": int(each.late.total_seconds()) or None,
        "dropped": "yes" if each.dropped else None,
        "lms_user_id": person.lms_id,
        "total_percent": one.total,
    }


def as_sheet(grades: Sequence[StudentGrades], assignments: Sequence[str]) -> GradeTable:
    """One row a student for people: points where they are final, else a word, and the total in percent."""
    table = GradeTable(["Student", "Last name", "First name", "E-mail", *assignments, "Total (%)"])
    for one in grades:
        cells = [
            each.state.value if (points := _points(each)) is None else points for each in _chosen(one, assignments)
        ]
        person = one.student
        table.rows.append([person.id, person.last_name, person.first_name, person.email, *cells, one.total])
    return table


def _moment(time: datetime | None) -> str | None:
    return time.strftime("%Y-%m-%d %H:%M:%S") if time else None


def _words(text):
    return " ".join(re.sub(r"[\W_]+", " ", folded(text)).split())
