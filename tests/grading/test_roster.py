"""Does a roster from an LMS become the students of the course, whatever their names, and is none of them ever lost?"""

import json
import unicodedata
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.grading.course.roster import read_roster

# as Canvas's gradebook exports it, with its two lines that are no students, and its test student
CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,Layers (9001),Convolution (9002),Current Score,Final Score
,,,,,Manual Posting,,,
    Points Possible,,,,,17.0,20.0,(read only),(read only)
"Solberg, Ingrid",4001,s1,ingrid,A,,,,
"O'Neil, Zoë ""Z"", Jr.",4002,s2,zoe@uni.edu,A and B,5,,,
=cmd|' /C calc'!A0,4003,s3,mallory,A,,,,
עברית, 4004,s4,ivrit,B,,,,
"🦊, Renard",4005,s5,UNI\\fox+1,B,,,,
"Student, Test",4999,,3d1a,A,,,,
""".replace("עברית, 4004", '"כהן, נועה",4004')
PEOPLE = {"ingrid": "4001", "zoe@uni.edu": "4002", "mallory": "4003", "ivrit": "4004", "UNI-fox-1": "4005"}


def read(tmp_path, text, *options, encoding="utf-8", name="roster.csv"):
    """Read a roster by the command; its exit code."""
    path = tmp_path / name
    path.write_text(text, encoding=encoding, newline="")
    return main(["roster", str(path), *options])


def gradebook_of(course):
    return Gradebook(course.coursedir.db_url, course.coursedir.course_id)


def test_canvas_gives_students_with_its_numbers_and_lines_that_are_none_are_named(small_course, tmp_path, capsys):
    assert read(tmp_path, CANVAS) == 0
    with gradebook_of(small_course) as gradebook:
        found = {student.id: student.lms_user_id for student in gradebook.students}
        zoe = gradebook.find_student("zoe@uni.edu")
        assert (zoe.first_name, zoe.last_name) == ('Zoë "Z", Jr.', "O'Neil")
    assert found == PEOPLE
    roster = read_roster(small_course)
    assert roster.members["zoe@uni.edu"].sis_id == "s2"
    assert roster.members["zoe@uni.edu"].section == "A and B"
    assert roster.members["UNI-fox-1"].login == "UNI\\fox+1"  # the exchange splits names of folders at a plus
    assert roster.columns == ["Layers (9001)", "Convolution (9002)"]
    said = capsys.readouterr().out
    for expected in ("5 new", "Points Possible", 'test student ("Student, Test")', "left out: 3"):
        assert expected in said


def test_the_same_file_again_changes_nothing(small_course, tmp_path, capsys):
    read(tmp_path, CANVAS)
    kept = Path(small_course.coursedir.root) / "roster.json"
    before = kept.read_bytes()
    capsys.readouterr()
    assert read(tmp_path, CANVAS) == 0
    said = capsys.readouterr().out
    assert "0 new" in said and "0 changed" in said and "0 gone" in said
    assert kept.read_bytes() == before


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_form_in_which_spreadsheets_save_is_read(small_course, tmp_path, encoding, delimiter):
    rows = [["Id", "First name", "Last name", "E-Mail"], ["zoe", "Zoë; \"Z\", 'x'", "O'Neil\tJr", "zoe@uni.edu"]]
    quoted = [[f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row] for row in rows]
    read(tmp_path, "\r\n".join(delimiter.join(row) for row in quoted), encoding=encoding)
    zoe = read_roster(small_course).members["zoe"]
    assert (zoe.first_name, zoe.last_name, zoe.email) == ("Zoë; \"Z\", 'x'", "O'Neil Jr", "zoe@uni.edu")


def test_a_student_is_the_same_in_both_forms_of_an_accent(small_course, tmp_path, capsys):
    rows = "First name,Last name,Email address\nZoë,Çelik,zoe@uni.edu\n"
    read(tmp_path, rows)
    capsys.readouterr()
    read(tmp_path, unicodedata.normalize("NFD", rows))
    assert "0 new" in capsys.readouterr().out
    assert list(read_roster(small_course).members) == ["zoe@uni.edu"]


def test_moodle_s_worksheet_adds_its_numbers_to_the_students_that_are_there(small_course, tmp_path, capsys):
    read(
        tmp_path,
        "First name,Last name,ID number,Email address\nAda,Lovelace,s1,ada@uni.edu\nAda,Lovelace,s2,al@uni.edu\n",
    )
    sheet = "Identifier,Full name,Email address,Status,Grade\nParticipant {},Ada Lovelace,al@uni.edu,Submitted,-\n"
    for number in (77, 88):  # one for each assignment
        read(tmp_path, sheet.format(number))
    assert read_roster(small_course).members["s2"].participants == ("77", "88")
    assert read_roster(small_course).members["s1"].participants == ()
    capsys.readouterr()
    assert read(tmp_path, "Identifier,Full name,Grade\nParticipant 99,Ada Lovelace,-\n") == 1
    assert "fits 2 students, s1, s2" in capsys.readouterr().out


def test_who_is_gone_stays_with_all_marks_and_only_who_has_nothing_can_be_removed(small_course, tmp_path, capsys):
    read(tmp_path, CANVAS)
    with gradebook_of(small_course) as gradebook:
        gradebook.add_assignment("layers")
        with gradebook.db.no_autoflush:
            gradebook.add_submission("layers", "ingrid")
    (Path(small_course.coursedir.root) / "submitted" / "mallory" / "layers").mkdir(parents=True)
    only_zoe = "".join(line for line in CANVAS.splitlines(True) if "Section" in line or "Zoë" in line)
    assert read(tmp_path, only_zoe, "--dry-run") == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert len(read_roster(small_course).present) == 5
    read(tmp_path, only_zoe)
    assert "4 gone: UNI-fox-1, ingrid, ivrit, mallory" in capsys.readouterr().out
    assert [each.id for each in read_roster(small_course).present] == ["zoe@uni.edu"]
    read(tmp_path, only_zoe, "--remove-gone")
    assert sorted(read_roster(small_course).members) == ["ingrid", "mallory", "zoe@uni.edu"]
    read(tmp_path, CANVAS)  # they are back
    assert sorted(each.id for each in read_roster(small_course).present) == sorted(PEOPLE)


def test_a_table_with_headings_of_its_own_is_read_when_it_is_told_which_is_which(small_course, tmp_path, capsys):
    text = "Kennung;Wer\nq1;Ada Lovelace\n"
    assert read(tmp_path, text) == 2
    said = capsys.readouterr().err
    assert "'Kennung', 'Wer'" in said and "--column id=HEADING" in said
    assert read(tmp_path, text, "--column", "id=Kennung", "--column", "name=Wer") == 0
    assert read_roster(small_course).members["q1"].last_name == "Lovelace"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04rest", "save the sheet as CSV"),
        (b'id,name\n1,"' + b"x" * 200_000, "can't be read as a line of a table"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(small_course, tmp_path, capsys, content, expected):
    path = tmp_path / "roster.csv"
    path.write_bytes(content)
    assert main(["roster", str(path)]) == 2
    assert expected in capsys.readouterr().err


def test_a_student_with_no_number_keeps_the_folder_and_two_with_one_name_get_two(small_course, tmp_path):
    with gradebook_of(small_course) as gradebook:
        gradebook.add_student("ingrid")  # known from a submission
    read(tmp_path, CANVAS)
    assert read_roster(small_course).members["ingrid"].lms_id == "4001"
    read(tmp_path, "id,name\n..,Dots\n./,Slash\n")
    assert {"student", "student-2"} < read_roster(small_course).members.keys()


def test_the_number_of_one_student_in_canvas_may_be_anothers_at_the_university(small_course, tmp_path):
    read(tmp_path, "id,first_name,last_name\n10423,Yan,Li\n20111,Zoe,Ek\n")
    canvas = "Student,ID,SIS User ID,SIS Login ID,Section\nPoints Possible,,,,\n"
    read(tmp_path, canvas + '"Ek, Zoe",10423,20111,z,A\n"Li, Yan",20577,10423,y,A\n')
    members = read_roster(small_course).members
    assert {name: (each.first_name, each.lms_id) for name, each in members.items()} == {
        "10423": ("Yan", "20577"),
        "20111": ("Zoe", "10423"),
    }


def test_a_damaged_file_beside_the_gradebook_is_said_not_overwritten(small_course, tmp_path, capsys):
    path = Path(small_course.coursedir.root) / "roster.json"
    path.write_text('{"students": [')
    assert read(tmp_path, CANVAS) == 2
    assert "roster.json is damaged" in capsys.readouterr().err
    assert path.read_text() == '{"students": ['
    path.write_text(json.dumps({"students": {}, "columns": []}))
    assert read(tmp_path, CANVAS) == 0
