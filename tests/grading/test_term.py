"""Does a whole term end with the marks that each student should have?"""

import shutil
from datetime import UTC, datetime

import pytest
from nbgrader.api import Gradebook

from autograder.grading.course.course_folder import Course
from autograder.grading.course.erasure import erase, kept_of
from autograder.grading.term.events import FIRST, SECOND, THIRD, Term
from autograder.grading.term.outcome import mistakes
from tests.grading.conftest import ROOT


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """A term that has been played, with a small class."""
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("term") / "term"
        patch.setenv("COURSE_ROOT", str(place / "course"))
        played = Term(ROOT, place, 8, datetime(2026, 9, 21, 12, tzinfo=UTC))
        played.play()
        yield played


def test_marks_penalties_excuses_and_exports_are_as_they_should_be(term):
    assert list(mistakes(term)) == []
    with (term.folder / "report.html").open(encoding="utf-8") as file:
        page = file.read()
    assert all(name in page for name in (FIRST, SECOND, THIRD))


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("auto_score", 0.0, "s0001, layers, right: points are lost in"),
        ("manual_score", 0.25, "s0001, layers, {}: the mark by hand has changed"),
        ("needs_manual_grade", True, "s0001, layers: waiting and not graded"),
    ],
)
def test_a_mark_that_is_wrong_at_the_end_is_noticed(term, name, value, said):
    with Gradebook(term.course.coursedir.db_url) as book:
        (notebook,) = book.find_submission(FIRST, "s0001").notebooks
        grade = next(grade for grade in notebook.grades if (grade.auto_score is None) == (name == "manual_score"))
        kept = getattr(grade, name)
        for now in (value, kept):
            setattr(grade, name, now)
            book.db.commit()
            found = list(mistakes(term))
            assert any(each.startswith(said.format(grade.name)) for each in found) == (now == value), found


def test_a_student_who_is_erased_stands_in_no_file_of_the_course(term, tmp_path, monkeypatch):
    shutil.copytree(term.folder, tmp_path / "course")
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path / "course"))
    course = Course(term.code)
    erase(course, kept_of(course, "s0001"))
    files = [path for path in (tmp_path / "course").rglob("*") if path.is_file()]
    named = {path.name for path in files if b"s0001" in path.read_bytes()}
    # rules, and what was written for others to take away
    assert named <= {"course.toml", "canvas.csv", "moodle.csv", "grades.csv", "report.html", "report-before.html"}
    assert len(files) > 50 and not any("s0001" in str(path) for path in files)
