"""Do nbgrader's own commands work from the root, sandboxed, and without the faults that it has by itself?"""

import copy
import os
import re
import shutil

import pytest
from nbformat.v4 import new_code_cell

from tests.grading.conftest import Classroom

ASSIGNMENT = "convolution"
CHECKS = {"check-conv_forward": 4, "check-conv_backward": 6, "check-max_pool_forward": 2, "check-max_pool_backward": 3}

WARNS = """
import sys
print("careful", file=sys.stderr)
np.log(np.zeros(1))
"""
SPOILT = """

right = conv_backward
def conv_backward(dout, cache):
    dx, dw, db = right(dout, cache)
    dx[..., 0] *= 1 + np.arange(dx.shape[2])
    return dx, dw, db
"""


def answer(notebook, name):
    """The cell with the model answer of a function."""
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == name)


def checks(scores):
    return {name: score for name, score in scores.items() if name in CHECKS}


def link(classroom, place, target):
    """Put a link below the folder of submissions; its target is given from where it lies."""
    path = classroom.root / "submitted" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)


@pytest.fixture(scope="module")
def graded_once(released, tmp_path_factory):
    """A class graded by `nbgrader autograde` alone."""
    classroom = Classroom(tmp_path_factory.mktemp("graded") / "course")
    shutil.copytree(released / "course", classroom.root)
    right = classroom.source(ASSIGNMENT)
    classroom.submit("right", ASSIGNMENT, right)

    warns = copy.deepcopy(right)
    cell = answer(warns, "conv_forward")
    cell.source += WARNS
    classroom.submit("warns", ASSIGNMENT, warns)

    doubled = copy.deepcopy(right)
    doubled.cells = [copy.deepcopy(cell) for cell in right.cells for _ in range(1 + cell.source.startswith("check("))]
    classroom.submit("*", ASSIGNMENT, doubled)

    crashes = copy.deepcopy(right)
    place = crashes.cells.index(answer(crashes, "max_pool_forward"))
    crashes.cells.insert(place, new_code_cell("import os; os._exit(1)"))
    classroom.submit("crashes", ASSIGNMENT, crashes)

    half = copy.deepcopy(right)
    answer(half, "conv_backward").source += SPOILT
    classroom.submit("half", ASSIGNMENT, half)
    classroom.submit("damaged", ASSIGNMENT, b"{")

    link(classroom, f"mallory/{ASSIGNMENT}", f"../right/{ASSIGNMENT}")
    link(classroom, f"eve/{ASSIGNMENT}/{ASSIGNMENT}.ipynb", f"../../right/{ASSIGNMENT}/{ASSIGNMENT}.ipynb")
    link(classroom, f"half/{ASSIGNMENT}/endless.npz", "/dev/zero")
    link(classroom, f"half/{ASSIGNMENT}/notes.txt", "../../../gradebook.db")
    os.mkfifo(classroom.root / "submitted" / "half" / ASSIGNMENT / "timestamp.txt")
    done = classroom.run("nbgrader", "autograde", ASSIGNMENT, timeout=300)
    assert done.returncode == 0, done.stderr
    return classroom


@pytest.fixture
def graded(graded_once, tmp_path):
    """A copy of that class, to grade again."""

    def without_pipes(folder, names):
        return [name for name in names if name == "timestamp.txt"]

    shutil.copytree(graded_once.root, tmp_path / "course", symlinks=True, ignore=without_pipes)
    return Classroom(tmp_path / "course")


def test_the_scores_are_right_and_the_same_by_both_ways(graded):
    by_nbgrader = graded.scores(ASSIGNMENT)
    assert checks(by_nbgrader["right"]) == CHECKS
    assert checks(by_nbgrader["warns"]) == CHECKS, "a warning on stderr costs nothing"
    assert checks(by_nbgrader["*"]) == CHECKS, "a cell that is there twice stops nobody, nor does a pattern as a name"
    assert checks(by_nbgrader["crashes"]) == CHECKS, "a crash loses no points that are earned"
    assert checks(by_nbgrader["half"]) == CHECKS | {"check-conv_backward": 4}
    for name in ("damaged", "mallory", "eve"):
        assert checks(by_nbgrader[name]) == dict.fromkeys(CHECKS, 0)
    assert by_nbgrader["right"]["why-share-weights"] is None, "a question waits for a person"
    done = graded.run("autograder", "grade", ASSIGNMENT, "--force")
    assert done.returncode == 1 and "damaged, convolution: The submitted file could not be read" in done.stderr
    assert graded.scores(ASSIGNMENT) == by_nbgrader
    assert "8 graded" in done.stdout and "8/8" in done.stdout, "progress is shown"


def test_a_link_gives_nothing_of_what_it_leads_to(graded):
    notes = [graded.graded(name, ASSIGNMENT).metadata.autograder.notes[0] for name in ("mallory", "eve")]
    said = "is a link, and links are not followed"
    assert [note.partition(said)[0] for note in notes] == [f"mallory/{ASSIGNMENT} ", f"{ASSIGNMENT}.ipynb "]
    given = {path.name for path in (graded.root / "source" / ASSIGNMENT).iterdir()}
    for name in ("mallory", "eve", "half"):
        assert {path.name for path in (graded.root / "autograded" / name / ASSIGNMENT).iterdir()} <= given


def test_a_resubmission_that_crashes_does_not_keep_the_old_mark(graded):
    broken = graded.source(ASSIGNMENT)
    for name in ("conv_forward", "conv_backward", "max_pool_forward", "max_pool_backward"):
        answer(broken, name).source = "import os; os._exit(1)"
    graded.submit("right", ASSIGNMENT, broken)
    assert graded.run("autograder", "grade", ASSIGNMENT).returncode == 1  # one file of the class is damaged
    assert checks(graded.scores(ASSIGNMENT)["right"]) == dict.fromkeys(CHECKS, 0)


def test_feedback_and_export_work_and_show_nothing_hidden(graded):
    assert graded.run("nbgrader", "generate_feedback", ASSIGNMENT).returncode == 0
    page = (graded.root / "feedback" / "half" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    assert "4 of 6 points; run in the bubblewrap sandbox, judged outside" in page and "<svg" in page
    assert not re.search(r"Marking scheme|BEGIN SOLUTION|BEGIN HIDDEN", (page))
    done = graded.run("nbgrader", "export", "--to", str(graded.root / "grades.csv"))
    assert done.returncode == 0, done.stderr
    assert re.search(r"convolution,.*,half,.*,,18\.0,waiting,13\.0", (graded.root / "grades.csv").read_text())


def test_validate_judges_in_the_sandbox(classroom):
    right = classroom.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert "passes all the tests" in classroom.run("nbgrader", "validate", str(right)).stdout
    blank = classroom.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert "conv_forward is not written yet" in classroom.run("nbgrader", "validate", str(blank)).stdout


def test_validate_says_why_a_check_has_credit_for_a_part_only(classroom):
    notebook = classroom.source(ASSIGNMENT)
    (answer,) = [cell for cell in notebook.cells if cell.source.startswith("def conv_backward")]
    answer.source = answer.source.replace("], dw, dout.sum", "], dw / len(dout), dout.sum")
    classroom.submit("amira", ASSIGNMENT, notebook)
    said = classroom.run(
        "nbgrader", "validate", str(classroom.root / "submitted" / "amira" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    ).stdout
    assert "You divided dw by the number of samples." in said and "..." not in said


def test_without_a_sandbox_autograde_stops_and_says_why(classroom):
    classroom.submit("right", ASSIGNMENT, classroom.source(ASSIGNMENT))
    classroom.environment["PATH"] = str(classroom.root)  # neither bwrap nor unshare
    for command in (["nbgrader", "autograde", ASSIGNMENT], ["autograder", "grade", ASSIGNMENT]):
        done = classroom.run(*command)
        assert done.returncode != 0 and "apt-get install bubblewrap" in done.stderr + done.stdout
    assert not (classroom.root / "autograded" / "right" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").exists()


def test_no_sandbox_by_name_grades_and_says_so(classroom):
    classroom.submit("right", ASSIGNMENT, classroom.source(ASSIGNMENT))
    done = classroom.run("autograder", "grade", ASSIGNMENT, "--sandbox", "none")
    assert done.returncode == 0, done.stderr
    assert "Run without a sandbox, judged outside" in done.stdout
    assert checks(classroom.scores(ASSIGNMENT)["right"]) == CHECKS
