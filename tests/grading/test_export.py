"""Do grades leave the course in the forms that others read, and is nothing that nobody marked ever a number there?"""

import csv
import re
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import ExportApp

from autograder.cli import main
from autograder.grading.course.roster import Member, merge, read_roster, write_roster
from autograder.grading.lms.grade_tables import canvas_heading

FORMULA = '=HYPERLINK("http://x")'
PEOPLE = [
    Member("done", "Zoë", "O'Neil, Jr.", "zoe@uni.edu", "4001", "s1", "zoe", "A"),
    Member("late", FORMULA, "+Plus", "late@uni.edu", "4002", "s2", "late", "A"),
    Member("waiting", "@At", "-Minus", "w@uni.edu", "4003", "s3", "w", "B"),
    Member("handed", "Han", "Ded", "h@uni.edu", "4004", "s4", "h", "B"),
    Member("absent", "Ab", "Sent", "a@uni.edu", "4005", "s5", "a", "B"),
    Member("excused", "Ex", "Cused", "-e@uni.edu", "4006", "s6", "e", "B"),
]
RULES = """
[assignments.layers]
due = 2026-11-03
late = {percent = 10, per = "day"}
[assignments.convolution]
due = 2099-01-01
[excuses.excused]
layers = "ill"
"""
DUE = datetime(2026, 11, 3, 23, 59, tzinfo=UTC)


@pytest.fixture
def course(small_course):
    """A course whose students stand differently: see their ids; nobody has handed in `convolution` yet."""
    root = Path(small_course.coursedir.root)
    (root / "course.toml").write_text(RULES)
    roster = read_roster(small_course)
    roster.columns = ["HW 1: Layers (9001)"]
    write_roster(small_course, roster, merge(roster, PEOPLE))
    with Gradebook(small_course.coursedir.db_url, small_course.coursedir.course_id) as gradebook:
        for name, notes in {"layers": ("check_affine", "check_relu"), "convolution": ("check_conv",)}.items():
            gradebook.add_assignment(name)
            gradebook.add_notebook(name, name)
            for grade in notes:
                gradebook.add_grade_cell(grade, name, name, max_score=2, cell_type="code")
        with gradebook.db.no_autoflush:
            for student, after in {"done": -1, "late": 20, "waiting": -1}.items():
                moment = (DUE + timedelta(hours=after)).replace(tzinfo=None)
                gradebook.add_submission("layers", student, timestamp=moment)
        for student in ("done", "late", "waiting"):
            first, second = gradebook.find_submission_notebook("layers", "layers", student).grades
            first.auto_score, second.auto_score = 2, None if student == "waiting" else 1.5
            first.needs_manual_grade, second.needs_manual_grade = False, student == "waiting"
        gradebook.db.commit()
    for student in ("done", "late", "waiting", "handed"):
        (root / "submitted" / student / "layers").mkdir(parents=True)
    return small_course


def exported(course, form, *options):
    """What the command writes: rows of a table."""
    assert main(["export", "--for", form, *options]) == 0
    path = Path(course.coursedir.root) / ("grades.csv" if form == "csv" else f"grades-{form}.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_canvas_gets_its_own_columns_and_no_number_for_what_is_not_marked(course, capsys):
    heading, most, *rows = exported(course, "canvas")
    assert heading == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "HW 1: Layers (9001)"]
    assert most == ["    Points Possible", "", "", "", "", "4.0"]
    found = {row[1]: row[-1] for row in rows}
    assert found == {"4001": "3.5", "4002": "3.15", "4003": "", "4004": "", "4005": "0.0", "4006": "EX"}
    assert [row[0] for row in rows if row[1] == "4001"] == ["O'Neil, Jr., Zoë"]
    assert "1 excused, 2 graded, 1 handed in, 1 missing, 1 waiting" in capsys.readouterr().out


def test_moodle_gets_a_dash_for_what_is_not_marked_because_nothing_would_become_a_grade(course, capsys):
    heading, *rows = exported(course, "moodle")
    assert heading == ["First name", "Last name", "ID number", "Username", "Email address", "layers"]
    assert {row[2]: row[-1] for row in rows} == {
        "s1": "3.5", "s2": "3.15", "s3": "-", "s4": "-", "s5": "0.0", "s6": "-"
    }  # fmt: skip
    said = capsys.readouterr().out
    assert "by hand: excused from layers" in said
    assert "excused: email begins like a formula" in said  # so that it is not looked for in vain


@pytest.mark.parametrize("form", ["canvas", "moodle", "csv"])
def test_no_name_is_a_formula_in_a_spreadsheet_and_canvas_still_knows_the_student(course, form):
    cells = [cell for row in exported(course, form)[1:] for cell in row if cell not in ("", "-")]
    assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
    if form == "canvas":
        assert [f"'+Plus, {FORMULA}", "4002"] in [row[:2] for row in exported(course, form)]


def test_nbgrader_s_export_and_ours_are_the_same_rows(course):
    ours = exported(course, "csv")
    places = {name: place for place, name in enumerate(ours[0])}
    found = {
        row[places["student_id"]]: [row[places[name]] for name in ("state", "score", "points_so_far")]
        for row in ours[1:]
    }
    assert found == {
        "done": ["graded", "3.5", ""],
        "late": ["graded", "3.15", ""],
        "waiting": ["waiting", "", "2.0"],
        "handed": ["handed in", "", ""],
        "absent": ["missing", "0.0", ""],
        "excused": ["excused", "", ""],
    }
    path = Path(course.coursedir.root) / "grades.csv"
    written = path.read_bytes()
    path.unlink()
    ExportApp.clear_instance()
    try:
        ExportApp.launch_instance([])
    finally:
        ExportApp.clear_instance()
    assert path.read_bytes() == written
    late = next(row for row in ours if row[places["student_id"]] == "late")
    assert (late[places["raw_score"]], late[places["late_submission_penalty"]]) == ("3.5", "0.35")
    assert late[places["duedate"]] == "2026-11-03 23:59:59"


def test_a_workbook_has_numbers_and_text_and_no_formula(course):
    assert main(["export", "--for", "xlsx"]) == 0
    with zipfile.ZipFile(Path(course.coursedir.root) / "grades.xlsx") as book:
        sheets = [book.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2)]
        texts = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
    assert not [sheet for sheet in sheets if "<f>" in sheet]
    found = {"".join(text.itertext()) for text in texts}
    assert {FORMULA, "O'Neil, Jr.", "waiting", "excused", "handed in"} <= found
    assert re.search(r'<c r="E\d"( s="\d")?><v>3.15</v>', sheets[0])


def test_what_is_asked_for_in_vain_is_said(course, capsys):
    assert main(["export", "--for", "csv", "pooling"]) == 2
    assert "no assignment 'pooling' with grades; there are: layers, convolution" in capsys.readouterr().err
    assert main(["export", "--for", "gradescope", "layers", "convolution"]) == 2
    assert "expected 1 name, got 2" in capsys.readouterr().err
    rules = Path(course.coursedir.root) / "course.toml"
    rules.write_text(rules.read_text().replace("due = 2026-11-03\n", "due = 2026-11-03\nvariants = true\n"))
    assert main(["export", "--for", "gradescope", "layers"]) == 2
    assert "Gradescope does not know which student has which" in capsys.readouterr().err


def test_an_assignment_that_nobody_could_do_yet_has_no_column_unless_asked_for(course):
    assert "convolution" not in exported(course, "moodle")[0]
    heading, *rows = exported(course, "moodle", "convolution")
    assert {row[-1] for row in rows} == {"-"} and heading[-1] == "convolution"


def test_a_heading_of_canvas_is_found_by_its_words_and_never_guessed_between_two(course):
    roster = read_roster(course)
    assert canvas_heading(roster, "layers") == "HW 1: Layers (9001)"
    roster.columns = ["Layers, part 1 (1)", "Layers, part 2 (2)"]
    assert canvas_heading(roster, "layers") == "layers"
    assert exported(course, "canvas", "--heading", "layers=Work (77)")[0][-1] == "Work (77)"
