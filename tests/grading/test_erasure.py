"""Is a student who is erased gone from everywhere, and nobody else?"""

import json

import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.grading.course.course_folder import Course
from tests.grading.conftest import ROOT

FOLDERS = ("submitted", "autograded", "feedback", "history", "attempts")


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course that keeps something of ada and of bo wherever a course keeps anything; ada's feedback is a link."""
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    monkeypatch.chdir(ROOT)
    course = Course(ROOT)
    for student in ("bo", "ada"):
        for name in FOLDERS:
            (tmp_path / name / student / "layers").mkdir(parents=True)
            (tmp_path / name / student / "layers" / "kept").write_text(student)
    (tmp_path / "submitted" / "ada" / "link").symlink_to(tmp_path / "submitted" / "bo")
    (tmp_path / "course.toml").write_text('[excuses]\nada.layers = "ill"\n')
    with Gradebook(course.coursedir.db_url) as book:
        for student in ("ada", "bo"):
            book.add_student(student, email=f"{student}@example.edu")
        book.add_assignment("layers")
        book.add_notebook("layers", "layers")
        with book.db.no_autoflush:  # nbgrader 0.9.6 fills in a new submission piece by piece
            book.add_submission("layers", "ada")
    (tmp_path / "roster.json").write_text(
        json.dumps({"students": {"ada": {"login": "a"}, "bo": {"login": "b"}}, "columns": []})
    )
    (tmp_path / "collected.json").write_text(json.dumps({"ada": {"layers": 7}, "bo": {"layers": 8}}))
    return course


def names(root):
    """All that lies in a course, by path."""
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def test_who_is_erased_is_gone_from_every_folder_the_gradebook_and_the_roster(course, tmp_path, capsys):
    before = names(tmp_path)
    assert main(["erase", "ada"]) == 0 and names(tmp_path) == before, "looking changes nothing"
    assert main(["erase", "ada", "--yes"]) == 0
    assert "course.toml names this student" in capsys.readouterr().out
    left = names(tmp_path)
    assert not [path for path in left if "ada" in path]
    assert {path for path in before if "bo" in path and "ada" not in path} <= left
    assert json.loads((tmp_path / "roster.json").read_text())["students"] == {"bo": {"login": "b"}}
    assert json.loads((tmp_path / "collected.json").read_text()) == {"bo": {"layers": 8}}
    with Gradebook(course.coursedir.db_url) as book:
        assert [student.id for student in book.students] == ["bo"] and not list(book.assignment_submissions("layers"))


@pytest.mark.parametrize("name", ["nobody", "..", "ada/layers", ""])
def test_nothing_is_removed_for_a_name_that_is_nobodys(course, tmp_path, name, capsys):
    before = names(tmp_path)
    assert main(["erase", name, "--yes"]) == 2 and names(tmp_path) == before
    assert "autograder: " in capsys.readouterr().err
