"""Can grading be stopped at any moment, and go on without losing or repeating anything?"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.scheduler import grade_class
from tests.grading.conftest import ROOT

ASSIGNMENT = "convolution"
SLOW = "import time; time.sleep(0.4)\n"


@pytest.fixture
def many(classroom):
    """Ten submissions that take their time, all right."""
    notebook = classroom.source(ASSIGNMENT)
    notebook.cells[1].source = SLOW + notebook.cells[1].source
    for number in range(10):
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
    return totals == {f"student-{number}": 15 for number in range(10)}


def test_a_killed_coordinator_goes_on_where_it_stopped(many):
    process = start(many)
    wait_for(lambda: len(finished(many)) >= 3)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = finished(many)
    assert 3 <= len(before) < 10
    outcome = grade_class(many.course, [ASSIGNMENT])
    assert outcome.skipped == len(before) and outcome.graded == 10 - len(before)
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
        "    pids = [worker.pid for worker in cluster.workers.values()]\n"
        "    print(cluster.scheduler_address, *pids, flush=True)\n"
        "    time.sleep(600)\n"
    )
    path = many.root / "cluster.py"
    path.write_text(script)
    cluster = subprocess.Popen([sys.executable, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address, pid, _ = cluster.stdout.readline().split()
        process = start(many, "--scheduler", address)
        wait_for(lambda: len(finished(many)) >= 2)
        os.kill(int(pid), signal.SIGKILL)
        assert process.wait(300) == 0
        assert all_right(many)
    finally:
        for child in [*psutil.Process(cluster.pid).children(recursive=True), psutil.Process(cluster.pid)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        cluster.communicate()


def test_what_can_not_be_graded_is_said_in_one_line_and_flagged(classroom, monkeypatch):
    from autograder.grading.course import scheduler

    def broken(job):
        raise RuntimeError("the disk is on fire")

    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1
    monkeypatch.setattr(scheduler, "mark", broken)
    outcome = grade_class(classroom.course, [ASSIGNMENT], force=True)
    assert outcome.problems == ["amira, convolution: RuntimeError: the disk is on fire"]
    assert set(classroom.scores(ASSIGNMENT)["amira"].values()) == {None}, "an old mark does not pass for a new one"
    assert not finished(classroom)


def test_a_newer_submission_is_graded_again_and_an_equal_one_is_not(classroom):
    notebook = classroom.source(ASSIGNMENT)
    classroom.submit("amira", ASSIGNMENT, notebook)
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1
    assert grade_class(classroom.course, [ASSIGNMENT]).skipped == 1
    notebook.cells[0].source += "\n\nA note."
    classroom.submit("amira", ASSIGNMENT, notebook)
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1


def test_a_renamed_notebook_and_a_bad_timestamp_are_no_obstacle(classroom):
    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    folder = classroom.root / "submitted" / "amira" / ASSIGNMENT
    (folder / f"{ASSIGNMENT}.ipynb").rename(folder / f"{ASSIGNMENT} (1).ipynb")
    (folder / "timestamp.txt").write_text("yesterday, or so")
    assert grade_class(classroom.course, [ASSIGNMENT]).graded == 1
    assert sum(score or 0 for score in classroom.scores(ASSIGNMENT)["amira"].values()) == 15
    (note,) = classroom.graded("amira", ASSIGNMENT).metadata.autograder.notes
    assert note == f"The notebook is called {ASSIGNMENT} (1).ipynb; it was taken as {ASSIGNMENT}.ipynb."


def test_links_in_a_submission_are_not_followed(classroom):
    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    folder = classroom.root / "submitted" / "amira" / ASSIGNMENT
    (folder / "notes.txt").symlink_to(classroom.root / "gradebook.db")
    grade_class(classroom.course, [ASSIGNMENT])
    assert classroom.run("nbgrader", "autograde", ASSIGNMENT, "--force").returncode == 0
    assert not (classroom.root / "autograded" / "amira" / ASSIGNMENT / "notes.txt").exists()


@pytest.mark.parametrize(
    "assignment, message", [("nothing", "no assignment 'nothing'.*convolution"), (ASSIGNMENT, "nothing to grade")]
)
def test_a_wrong_request_says_what_there_is(classroom, assignment, message):
    with pytest.raises(CourseError, match=message):
        grade_class(classroom.course, [assignment])
