"""Does an assignment go through nbgrader's exchange, from its release to feedback that only its owner can fetch?"""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.apps.api import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeFetchFeedback, ExchangeSubmit

from autograder.grading.assignments.source_notebook import write_sources
from autograder.grading.course.standings import State, read_standings
from tests.grading.conftest import ROOT

ASSIGNMENT = "neurons"


class Account:
    """A student's home, and nbgrader's commands for students with it; both students have the account of this test."""

    def __init__(self, name, home, exchange, course_id):
        self.name, self.home, self.course_id = name, home, course_id
        self.places = {"root": str(exchange), "cache": str(home / "cache"), "assignment_dir": str(home)}
        home.mkdir()

    def run(self, command):
        """Carry out one of the commands in this process."""
        coursedir = CourseDirectory(course_id=self.course_id, assignment_id=ASSIGNMENT)
        if command is not ExchangeFetchAssignment:
            coursedir.student_id = self.name  # --student
        command(coursedir=coursedir, authenticator=Authenticator(), **self.places).start()

    @property
    def notebook(self):
        """The notebook that was fetched."""
        return self.home / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def answered(handed_out, source, wrong):
    """A student's notebook: the answers of the source, but one that stays as it was handed out."""
    answers = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in source.cells}
    for cell in handed_out.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution") and marks["grade_id"] != wrong:
            lines = answers[marks["grade_id"]].splitlines()
            cell.source = "\n".join(line for line in lines if not line.strip().startswith("###"))
    return handed_out


@pytest.mark.filterwarnings("ignore")  # nbgrader 0.9.6 misspells an argument, and leaves files open
def test_from_release_to_fetched_feedback(small_course, tmp_path):
    root, exchange = Path(small_course.coursedir.root), tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    shutil.rmtree(root / "source")
    write_sources(ROOT / "exercises", root / "source", only=[ASSIGNMENT])
    config = small_course.config
    config.Exchange.root = str(exchange)
    config.ExchangeCollect.check_owner = False
    instructor = NbGraderAPI(config=config)

    def do(action, *arguments, **options):
        done = getattr(instructor, action)(ASSIGNMENT, *arguments, **options)
        assert done["success"], done
        return done

    do("generate_assignment")
    do("release_assignment")
    source = nbformat.read(root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
    students = [Account(name, tmp_path / name, exchange, config.CourseDirectory.course_id) for name in ("ada", "zoë")]
    for student, wrong in zip(students, (None, "xor_net"), strict=True):
        student.run(ExchangeFetchAssignment)
        handed_out = nbformat.read(student.notebook, as_version=4)
        assert "NotImplementedError" in str(handed_out) and "BEGIN SOLUTION" not in str(handed_out)
        nbformat.write(answered(handed_out, source, wrong), student.notebook)
        student.run(ExchangeSubmit)
    do("collect")
    for student in students:
        do("autograde", student.name)
    found = {each.student.id: each.standings[0] for each in read_standings(small_course)}
    assert {name: each.state for name, each in found.items()} == {"ada": State.WAITING, "zoë": State.WAITING}
    assert found["ada"].points - found["zoë"].points == 3  # what xor_net is worth
    do("generate_feedback")
    do("release_feedback")
    for student, passed in zip(students, ("true", "false"), strict=True):
        student.run(ExchangeFetchFeedback)
        (page,) = (student.home / ASSIGNMENT / "feedback").rglob("*.html")
        assert f'"xor_net": {{"passed": {passed}, ' in page.read_text(encoding="utf-8")
