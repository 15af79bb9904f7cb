"""A course released once for all tests here, and copies of it to submit to and grade."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.grading.course.course_folder import Course
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.warm_sandbox import Sandbox

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """Folders of a released course and of the student bundle made from it; the first worker makes it for all."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "released"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "student" / "README.md").exists():
            command = [sys.executable, "-m", "autograder.grading.assignments.student_bundle", str(folder / "student")]
            environment = os.environ | {"COURSE_ROOT": str(folder / "course")}
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment)
            assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def bundle(released):
    """What students get."""
    return released / "student"


class Classroom:
    """A course of its own to submit to and grade, with nbgrader's commands and ours."""

    def __init__(self, root):
        self.root = root
        self.environment = os.environ | {"COURSE_ROOT": str(root)}

    @property
    def course(self):
        """The course as `autograder grade` sees it."""
        return Course(ROOT)

    def source(self, assignment):
        """The notebook with model answers as a student would have written them, to be changed into a submission."""
        notebook = nbformat.read(self.root / "source" / assignment / f"{assignment}.ipynb", as_version=4)
        for cell in notebook.cells:
            lines = [line for line in cell.source.splitlines() if not line.strip().startswith("###")]
            cell.source = "\n".join(lines).replace("**Marking scheme.**", "My answer.")
        return notebook

    def submit(self, student, assignment, content):
        """Hand in a notebook, or any bytes in its place."""
        folder = self.root / "submitted" / student / assignment
        folder.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, bytes):
            content = json.dumps(content).encode()
        (folder / f"{assignment}.ipynb").write_bytes(content)

    def run(self, *command, **options):
        """Run a command of the project's environment from its root, as the README says."""
        program = Path(sys.executable).with_name(command[0])
        options = {"cwd": ROOT, "env": self.environment, "capture_output": True, "text": True} | options
        return subprocess.run([program, *command[1:]], **options)

    def graded(self, student, assignment):
        """A graded notebook."""
        return nbformat.read(self.root / "autograded" / student / assignment / f"{assignment}.ipynb", as_version=4)

    def scores(self, assignment):
        """Points that the gradebook holds, by student and grade id."""
        with Gradebook(f"sqlite:///{self.root}/gradebook.db") as gradebook:
            return {
                submission.student.id: {
                    grade.name: grade.auto_score for notebook in submission.notebooks for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(assignment)
            }


@pytest.fixture
def classroom(released, tmp_path, monkeypatch):
    """A fresh copy of the released course."""
    shutil.copytree(released / "course", tmp_path / "course")
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path / "course"))
    return Classroom(tmp_path / "course")


@pytest.fixture(scope="session")
def small_gradebook(tmp_path_factory):
    """The file of a gradebook with four students and three assignments."""
    from tests.grading.desk import fill

    path = tmp_path_factory.mktemp("desk") / "gradebook.db"
    fill(f"sqlite:///{path}")
    return path


@pytest.fixture
def desk(small_gradebook, tmp_path, monkeypatch):
    """A small course."""
    from tests.grading.desk import Desk

    shutil.copy(small_gradebook, tmp_path / "gradebook.db")
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path))
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def sandbox():
    """The strongest sandbox of this machine, with small limits; a test of the clock gives its cell a timeout."""
    limits = Limits(memory=512 << 20, output=2 << 20)
    with Sandbox("auto", limits) as made:
        yield made


def small_notebook(*functions):
    """A notebook with one answer and one check of two points for each function, as bytes."""
    cells = []
    for name in functions:
        for grade_id, grade in ((name, False), (f"check_{name}", True)):
            marks = {"grade_id": grade_id, "grade": grade, "solution": not grade, "locked": grade, "schema_version": 3}
            cell = nbformat.v4.new_code_cell(
                f"{name} = 1", metadata={"nbgrader": marks | {"points": 2} if grade else marks}
            )
            cells.append(cell)
    return nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()


@pytest.fixture(scope="session")
def small_course_files(tmp_path_factory):
    """The folder of a course with two assignments of two functions each; nbgrader takes a second for its gradebook."""
    root = tmp_path_factory.mktemp("small") / "course"
    for assignment, functions in {"layers": ("affine", "relu"), "convolution": ("conv", "pool")}.items():
        folder = root / "source" / assignment
        folder.mkdir(parents=True)
        (folder / f"{assignment}.ipynb").write_bytes(small_notebook(*functions))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(root))
        Gradebook(Course(ROOT).coursedir.db_url, "forward-and-backward").close()
    return root


@pytest.fixture
def small_course(small_course_files, tmp_path, monkeypatch):
    """A course of one's own with nobody in it; the commands work on it."""
    root = tmp_path / "course"
    shutil.copytree(small_course_files, root)
    monkeypatch.setenv("COURSE_ROOT", str(root))
    monkeypatch.chdir(ROOT)
    return Course(ROOT)
