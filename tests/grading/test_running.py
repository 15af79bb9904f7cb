"""Can grading be stopped at any moment, and go on without losing or repeating anything?"""

import contextlib
import errno
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import pytest
from sqlalchemy import text

from autograder.cli import main
from autograder.grading.course import gradebook, scheduler
from autograder.grading.course.course_folder import CourseError, Submission
from autograder.grading.course.scheduler import grade_class
from autograder.grading.course.worker import Marked
from autograder.grading.sandbox import isolation
from autograder.grading.sandbox.interface import SandboxLost
from autograder.grading.sandbox.isolation import SandboxUnavailable
from tests.grading.conftest import ROOT

ASSIGNMENT = "convolution"
NO_SPACE = "No space left on device"
FULL = OSError(errno.ENOSPC, NO_SPACE), shutil.Error([("a", "b", f"[Errno {errno.ENOSPC}] {NO_SPACE}: 'b'")])
COUNT = 6
SLOW = "import time; time.sleep(0.4)\n"


@pytest.fixture
def many(classroom):
    """Six submissions that take their time, all right."""
    notebook = classroom.source(ASSIGNMENT)
    notebook.cells[1].source = SLOW + notebook.cells[1].source
    for number in range(COUNT):
        classroom.submit(f"student-{number}", ASSIGNMENT, notebook)
    return classroom


def finished(classroom):
    """Graded notebooks and when they were written."""
    folder = classroom.root / "autograded"
    return {path: path.stat().st_mtime_ns for path in folder.glob(f"*/{ASSIGNMENT}/*.ipynb")}


def start(classroom, *options, **more):
    command = [str(Path(sys.executable).with_name("autograder")), "grade", ASSIGNMENT, "--workers", "2", *options]
    return subprocess.Popen(command, cwd=ROOT, env=classroom.environment, stdout=subprocess.DEVNULL, **more)


def wait_for(condition, seconds=300):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


def all_right(classroom):
    scores = classroom.scores(ASSIGNMENT)
    totals = {name: sum(score or 0 for score in grades.values()) for name, grades in scores.items()}
    return totals == {f"student-{number}": 15 for number in range(COUNT)}


def test_a_killed_coordinator_goes_on_where_it_stopped(many):
    process = start(many)
    wait_for(lambda: len(finished(many)) >= 3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = finished(many)
    assert 3 <= len(before) < COUNT
    outcome = grade_class(many.course, [ASSIGNMENT])
    assert outcome.skipped == len(before) and outcome.graded == COUNT - len(before)
    assert {path: when for path, when in finished(many).items() if path in before} == before, "nothing is graded twice"
    assert all_right(many)


def test_a_killed_sandbox_costs_no_submission(many):
    process = start(many)
    wait_for(lambda: len(finished(many)) >= 2)
    victims = [child for child in psutil.Process(process.pid).children(recursive=True) if child.name() == "bwrap"]
    assert victims
    for victim in victims:
        victim.kill()
    assert process.wait(300) == 0
    assert all_right(many)


def test_a_killed_worker_of_a_cluster_costs_no_submission(many):
    script = (
        "import logging, time\nfrom distributed import LocalCluster\n"
        "if __name__ == '__main__':\n"
        "    cluster = LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None)\n"
        "    print(cluster.scheduler_address, flush=True)\n"
        "    time.sleep(600)\n"
    )
    path = many.root / "cluster.py"
    path.write_text(script)
    cluster = subprocess.Popen([sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = cluster.stdout.readline().strip()
        process = start(many, "--scheduler", address)
        wait_for(lambda: len(finished(many)) >= 2)
        children = psutil.Process(cluster.pid).children()  # Dask may have replaced one on a busy machine
        next(child for child in children if "spawn_main" in " ".join(child.cmdline())).kill()
        assert process.wait(300) == 0
        assert all_right(many)
    finally:
        for child in [*psutil.Process(cluster.pid).children(recursive=True), psutil.Process(cluster.pid)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        cluster.communicate()


@pytest.fixture
def marked(classroom, monkeypatch):
    """A course with one mark, written without a sandbox, whose gradebook and disk are not waited for."""
    monkeypatch.setattr(gradebook, "PAUSES", (0, 0))
    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    course = classroom.course
    course.coursedir.db_url += "?timeout=0.1"
    write(course, 4.0)
    return classroom, course


def write(course, score):
    """Give this score to what amira has written."""
    (submission,) = course.submissions(ASSIGNMENT)
    with gradebook.Writer(course) as writer:
        writer.write(submission, {ASSIGNMENT: Marked("{}", {"check-conv_forward": score})}, {})


def points(classroom):
    return classroom.scores(ASSIGNMENT)["amira"]["check-conv_forward"]


def test_what_can_not_be_graded_is_said_in_one_line_and_keeps_its_mark(marked, monkeypatch):
    def broken(job):
        raise RuntimeError("the disk is on fire")

    classroom, course = marked
    classroom.submit("bela", ASSIGNMENT, classroom.source(ASSIGNMENT))
    before = finished(classroom)
    monkeypatch.setattr(scheduler, "mark", broken)
    outcome = grade_class(course, [ASSIGNMENT], force=True)
    said = "convolution: RuntimeError: the disk is on fire."
    assert sorted(outcome.problems) == [
        f"amira, {said} The mark from before stands.",
        f"bela, {said} It has no mark yet.",
    ]
    assert points(classroom) == 4 and finished(classroom) == before
    assert set(classroom.scores(ASSIGNMENT)["bela"].values()) == {None}


@pytest.mark.parametrize("error", [SandboxLost("It was killed."), SandboxUnavailable("It was killed.")])
def test_a_sandbox_that_is_lost_for_everybody_stops_the_class_with_one_sentence(marked, monkeypatch, error):
    def lost(job):
        raise error

    classroom, course = marked
    monkeypatch.setattr(scheduler, "mark", lost)
    monkeypatch.setattr(scheduler, "IN_A_ROW", 1)
    with pytest.raises(CourseError, match=r"^It was killed. This happened 1 times in a row. What was graded before"):
        grade_class(course, [ASSIGNMENT], force=True)
    assert points(classroom) == 4


def test_a_gradebook_that_stays_locked_stops_the_class_and_keeps_every_mark(marked, capsys):
    classroom, course = marked
    before = finished(classroom)
    with contextlib.closing(sqlite3.connect(classroom.root / "gradebook.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match=r"^Marks can't be written: the gradebook is locked by another program"):
            write(course, 3.0)
    assert points(classroom) == 4 and finished(classroom) == before
    assert "Traceback" not in capsys.readouterr().err


def test_a_gradebook_that_is_locked_for_a_while_costs_nothing(marked, monkeypatch):
    classroom, course = marked
    other = sqlite3.connect(classroom.root / "gradebook.db", check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    pauses = []
    monkeypatch.setattr(gradebook.time, "sleep", lambda seconds: other.rollback() if pauses else pauses.append(1))
    write(course, 3.0)
    other.close()
    assert points(classroom) == 3


def test_a_broken_gradebook_is_one_sentence(marked):
    classroom, course = marked
    (classroom.root / "gradebook.db").write_bytes(b"not a database, though it is long enough " * 50)
    with pytest.raises(CourseError, match=r"^Marks can't be written: the gradebook says 'file is not a database'"):
        write(course, 3.0)


def test_a_full_disk_stops_the_class_and_leaves_the_graded_notebooks(marked, monkeypatch):
    def full(self, *arguments, **options):
        raise FULL[0]

    classroom, course = marked
    before = finished(classroom)
    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(CourseError, match=r"^Marks can't be written: the disk is full"):
        write(course, 4.0)
    assert points(classroom) == 4 and finished(classroom) == before


def test_a_full_disk_is_called_so_where_sqlite_has_its_own_words_for_it(marked):
    classroom, course = marked
    with gradebook.Writer(course) as writer:
        writer.gradebook.db.execute(text("PRAGMA max_page_count=1"))  # SQLite takes the size that it has, if larger
        with pytest.raises(CourseError, match=r"^Marks can't be written: the disk is full"):
            for number in range(1000):
                writer.keep(Submission(f"student-{number}", ASSIGNMENT, classroom.root))
    assert points(classroom) == 4


@pytest.mark.parametrize("error", FULL, ids=["a folder", "its files"])
def test_a_full_disk_keeps_grading_from_its_start_and_every_mark(marked, monkeypatch, tmp_path, capsys, error):
    def full(folder):
        (folder / "begun").touch()
        raise error

    classroom, _ = marked
    before = finished(classroom)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setattr(isolation, "stage", full)
    assert main(["grade", ASSIGNMENT, "--force"]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "No space left on device" in said and "Traceback" not in said
    assert points(classroom) == 4 and finished(classroom) == before
    assert not [*(tmp_path / "temporary").iterdir()]


def test_a_newer_submission_is_graded_again_and_an_equal_one_is_not(classroom):
    notebook = classroom.source(ASSIGNMENT)
    classroom.submit("amira", ASSIGNMENT, notebook)
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1
    assert grade_class(classroom.course, [ASSIGNMENT]).skipped == 1
    notebook.cells[0].source += "\n\nA note."
    classroom.submit("amira", ASSIGNMENT, notebook)
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1


def test_a_newer_earlier_assignment_is_worked_with_and_the_later_one_graded_again(classroom):
    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1
    classroom.submit("amira", "layers", classroom.source("layers"))
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1
    cells = classroom.graded("amira", ASSIGNMENT).cells
    shown = "".join(output.get("text", "") for cell in cells for output in cell.get("outputs", []))
    assert "From layers: yours affine_backward, affine_forward" in shown
    assert grade_class(classroom.course, [ASSIGNMENT]).skipped == 1


def test_a_renamed_notebook_and_a_bad_timestamp_are_no_obstacle(classroom):
    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    folder = classroom.root / "submitted" / "amira" / ASSIGNMENT
    (folder / f"{ASSIGNMENT}.ipynb").rename(folder / f"{ASSIGNMENT} (1).ipynb")
    (folder / "timestamp.txt").write_text("yesterday, or so")
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1
    assert sum(score or 0 for score in classroom.scores(ASSIGNMENT)["amira"].values()) == 15
    (note,) = classroom.graded("amira", ASSIGNMENT).metadata.autograder.notes
    assert note == f"The notebook is called {ASSIGNMENT} (1).ipynb; it was taken as {ASSIGNMENT}.ipynb."


@pytest.mark.parametrize(
    "assignment, message", [("nothing", "no assignment 'nothing'.*convolution"), (ASSIGNMENT, "nothing to grade")]
)
def test_a_wrong_request_says_what_there_is(classroom, assignment, message):
    with pytest.raises(CourseError, match=message):
        grade_class(classroom.course, [assignment])
