"""A small class on disk, graded by nobody: for tests of what is said about a class."""

import json
from datetime import UTC, datetime, timedelta

import nbformat
from nbgrader.api import Gradebook

from autograder.grading.course.course_folder import Course
from autograder.grading.report.class_work import Item
from tests.grading.conftest import ROOT

HOSTILE = "<img src=x onerror=\"document.title = 'taken'\">"
ITEMS = (
    Item("check-relu_forward", "relu_forward", "forward", 2.0),
    Item("check-relu_backward", "relu_backward", "backward", 2.0),
    Item("why", "why", "question", 4.0),
)
DUE = datetime(2026, 11, 2, 12, tzinfo=UTC)


def record(function, credit=1.0, code="", name="", says=""):
    """What grading keeps of a check."""
    return {
        "function": function,
        "credit": credit,
        "codes": [code] if code else [],
        "misconceptions": [name] if name else [],
        "explanations": [says] if says else [],
        "derived": function if credit < 1 else "",
    }


def make_course(folder):
    """A course in which two have handed in `layers`, one is ill and one has not come."""
    Course(ROOT)  # its configuration says where alembic lies, which makes the gradebook
    write(folder / "source" / "." / "layers", notebook_of())
    write(folder / "source" / "." / "attention", notebook_of())
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as gradebook:
        gradebook.add_assignment("layers", duedate="2026-11-02 12:00:00 UTC")
        gradebook.add_notebook("layers", "layers")
        for item in ITEMS:
            kind = "code" if item.kind != "question" else "markdown"
            gradebook.add_grade_cell(item.cell, "layers", "layers", max_score=item.worth, cell_type=kind)
        for student in ("mallory", "zoe", "ill", "gone"):
            gradebook.add_student(student, first_name=student.title(), last_name=HOSTILE)
        for student, late in (("mallory", 1), ("zoe", -1)):
            came = DUE + timedelta(hours=late)
            with gradebook.db.no_autoflush:  # nbgrader 0.9.6 fills in a new submission piece by piece
                gradebook.add_submission("layers", student, timestamp=came.replace(tzinfo=None))
            for item, points in zip(ITEMS, (2, 0, None), strict=True):
                grade = gradebook.find_grade(item.cell, "layers", "layers", student)
                grade.auto_score, grade.needs_manual_grade = points, points is None
            write(folder / "submitted" / student / "layers", notebook_of())
            write(folder / "autograded" / student / "layers", notebook_of(student))
        gradebook.db.commit()
    (folder / "course.toml").write_text('timezone = "Asia/Tokyo"\n[excuses]\nill.layers = "flu"\n')
    return folder


def notebook_of(student=None):
    """The source of an assignment, or what a student's graded notebook holds."""
    cells = []
    for name in ("relu_forward", "relu_backward"):
        source = f"def {name}(x):\n    # {student}\n    return {HOSTILE!r}, helper_{student}"
        cells.append(cell(name, solution=True, source=source))
        cells.append(cell(f"check-{name}", grade=True, locked=True, points=2))
    cells.append(cell("why", grade=True, solution=True, points=4, kind="markdown"))
    wrong = record("relu_backward", 0.0, "mask", "relu_without_mask", f"You lost the mask. {HOSTILE}")
    kept = {"records": [record("relu_forward"), wrong], "computed": 1.5} if student else {}
    return nbformat.v4.new_notebook(cells=cells, metadata={"autograder": kept})


def cell(grade_id, kind="code", source="", **names):
    made = nbformat.v4.new_code_cell(source) if kind == "code" else nbformat.v4.new_markdown_cell(source)
    marks = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    made.metadata["nbgrader"] = marks | names | {"grade_id": grade_id}
    return made


def write(folder, notebook):
    folder.mkdir(parents=True)
    (folder / f"{folder.name}.ipynb").write_text(json.dumps(notebook))
