"""A small course without a release: a gradebook, rules, and what students have handed in."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from autograder.grading.course.course_folder import Course
from autograder.grading.course.standings import read_standings
from autograder.grading.course.worker import Marked
from autograder.grading.judge.notebook_cells import texts_of
from tests.grading.conftest import ROOT

STUDENTS = ("amira", "bo", "chen", "dov")
ASSIGNMENTS = ("first", "second", "third")  # of 10 points, 2 of them by hand
COURSE = "forward-and-backward"
NOON = "2026-10-01 12:00:00 UTC"


def fill(url):
    """Put four students and three assignments into a gradebook."""
    Course(ROOT)  # its configuration finds what nbgrader calls by name
    with Gradebook(url, COURSE) as book:
        for name in STUDENTS:
            book.add_student(name, first_name=name.title(), lms_user_id=f"lms-{name}")
        for name in ASSIGNMENTS:
            book.add_assignment(name)
            book.add_notebook(name, name)
            book.add_grade_cell("check", name, name, max_score=8, cell_type="code")
            book.add_grade_cell("question", name, name, max_score=2, cell_type="markdown")
            book.add_solution_cell("question", name, name)
            book.add_source_cell("check", name, name, cell_type="code")


def assignment(answer="", words=""):
    """The notebook of an assignment."""
    marks = {"schema_version": 3, "grade": True, "task": False}
    check = marks | {"grade_id": "check", "locked": True, "solution": False, "points": 8, "cell_type": "code"}
    question = marks | {"grade_id": "question", "locked": False, "solution": True, "points": 2}
    cells = [
        new_code_cell(answer),
        new_code_cell("", metadata={"nbgrader": check}),
        new_markdown_cell(words, metadata={"nbgrader": question}),
    ]
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def mark(job):
    """In place of a worker: the answer says how many points it is worth, and the question waits for a person."""
    ((name, content),) = job.notebooks.items()
    notebook = nbformat.reads(content.decode(), as_version=4)
    kept = {"digest": job.fingerprint, "rules": job.rules, "records": [], "time": "2026-11-30T10:00:00+00:00"}
    notebook.metadata["autograder"] = kept
    scores = {"check": float(notebook.cells[0].source or 0), "question": None}
    return {name: Marked(nbformat.writes(notebook), scores, texts=texts_of(notebook), record=kept)}


class Desk:
    """The course."""

    def __init__(self, root):
        self.root = root
        self.course = Course(ROOT)

    def rules(self, text):
        (self.root / "course.toml").write_text(text)

    def book(self):
        return Gradebook(f"sqlite:///{self.root}/gradebook.db", COURSE)

    def release(self):
        for name in ASSIGNMENTS:
            (self.root / "source" / name).mkdir(parents=True)
            nbformat.write(assignment(), self.root / "source" / name / f"{name}.ipynb")

    def hand_in(self, student, name, when=NOON, answer="", words=""):
        folder = self.root / "submitted" / student / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "timestamp.txt").write_text(when)
        (folder / f"{name}.ipynb").write_text(json.dumps(assignment(answer, words)))

    def mark(self, student, name, check, question=0.0, when=NOON):
        """Hand in and give points; a question without waits for a person."""
        self.hand_in(student, name, when)
        with self.book() as book:
            with book.db.no_autoflush:
                book.add_submission(name, student, timestamp=when)
            place = name, name, student
            book.find_grade("check", *place).auto_score = check
            book.find_grade("check", *place).needs_manual_grade = False
            book.find_grade("question", *place).manual_score = question
            book.find_grade("question", *place).needs_manual_grade = question is None
            book.db.commit()

    def standings(self, student):
        """The standings of a student by assignment, and the total."""
        (found,) = [each for each in read_standings(self.course) if each.student.id == student]
        return {each.assignment: each for each in found.standings}, found.total
