"""Do a scheduler and workers of Dask, each a process of its own, grade as one machine does, whoever of them is lost?"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from distributed import Client

from autograder.grading.course import cluster as dask_cluster
from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.scheduler import grade_class
from autograder.registry import find
from tests.grading.conftest import ROOT
from tests.grading.test_running import wait_for

ASSIGNMENT = "batchnorm"  # which trains nothing
FUNCTION = "batchnorm_forward"
SLOW = 1200  # seconds that a busy machine may take
STUDENTS = [f"student-{number}" for number in range(5)]


@pytest.fixture
def cluster(tmp_path):
    """The address of a Dask scheduler, and what starts a worker with the code of a folder, at a port."""
    started = []

    def start(program, *arguments, code=ROOT):
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", "--host", "127.0.0.1", "--no-dashboard"]
        options = {"cwd": code, "env": os.environ | {"PYTHONPATH": str(code)}, "stderr": subprocess.DEVNULL}
        started.append(subprocess.Popen([*command, *arguments], **options))
        return started[-1]

    def start_worker(code=ROOT, port=0):
        options = ("--no-nanny", "--nthreads", "1", "--worker-port", str(port), "--local-directory", str(tmp_path))
        return start("worker", address, *options, code=code)

    file = tmp_path / "scheduler.json"
    start("scheduler", "--port", "0", "--scheduler-file", str(file))
    wait_for(file.exists)
    address = json.loads(file.read_text())["address"]
    yield address, start_worker
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def handed_in(classroom):
    """A small class, all right, whose notebooks take a moment."""
    notebook = classroom.source(ASSIGNMENT)
    next(cell for cell in notebook.cells if cell.cell_type == "code").source += "\nimport time; time.sleep(0.5)"
    for student in STUDENTS:
        classroom.submit(student, ASSIGNMENT, notebook)
    return classroom


def graded(classroom):
    """How many submissions are done."""
    return len([*(classroom.root / "autograded").glob("*/*/*.ipynb")])


def all_right(classroom):
    scores = classroom.scores(ASSIGNMENT)
    return sorted(scores) == STUDENTS and all(map(is_right, scores.values()))


def is_right(scores):
    return scores[f"check-{FUNCTION}"] == find(FUNCTION).points


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def workers_of(address):
    with Client(address, set_as_default=False) as client:
        return client.nthreads()


def test_only_workers_with_the_same_code_grade_and_it_is_said_why_others_do_not(classroom, cluster, tmp_path, capsys):
    address, start_worker = cluster
    other = tmp_path / "other"
    for name in ("autograder", "solutions"):
        shutil.copytree(ROOT / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    reference = other / "solutions" / "normalization" / "batchnorm.py"
    reference.write_text(reference.read_text() + "\n# another version\n")
    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    said = []

    def grade():
        return grade_class(classroom.course, [ASSIGNMENT], scheduler=address)

    with ThreadPoolExecutor(1) as beside:
        waiting = beside.submit(grade)
        wait_for(lambda: said.append(capsys.readouterr().err) or any("No worker is at" in text for text in said))
        start_worker(other)
        with pytest.raises(CourseError, match=r"No worker at .* may grade"):
            waiting.result(300)
    assert "runs another version of this code" in "".join([*said, capsys.readouterr().err])
    start_worker()
    wait_for(lambda: len(workers_of(address)) == 2)
    outcome = grade()
    assert outcome.graded == 1 and not outcome.problems
    assert is_right(classroom.scores(ASSIGNMENT)["amira"])


def test_it_is_said_when_the_last_worker_is_lost_and_one_at_its_address_goes_on(
    handed_in, cluster, monkeypatch, capsys
):
    """A worker at an address that was known got nothing, for it was taken for the one before, and nobody said so."""
    monkeypatch.setattr(dask_cluster, "ALONE", 0.2)
    monkeypatch.setattr(dask_cluster, "EVERY", 0.2)
    address, start_worker = cluster
    port, said = free_port(), []

    def is_said(sentence):
        said.append(capsys.readouterr().err)
        return sentence in "".join(said)

    first = start_worker(port=port)
    with ThreadPoolExecutor(1) as beside:
        grading = beside.submit(grade_class, handed_in.course, [ASSIGNMENT], scheduler=address)
        wait_for(lambda: graded(handed_in) or grading.done(), SLOW)
        first.kill()
        first.wait()
        wait_for(lambda: is_said(f"No worker that may grade is left at {address}; waiting for one.") or grading.done())
        start_worker(port=port)
        outcome = grading.result(SLOW)
    assert is_said("A worker that may grade is at")
    assert outcome.graded == len(STUDENTS) and not outcome.problems and all_right(handed_in)


def test_a_coordinator_that_is_killed_is_started_again_and_the_cluster_goes_on(handed_in, cluster):
    address, start_worker = cluster
    start_worker()
    command = [Path(sys.executable).with_name("autograder"), "grade", ASSIGNMENT, "--scheduler", address]
    options = {"cwd": ROOT, "env": handed_in.environment, "stdout": subprocess.PIPE, "text": True}
    first = subprocess.Popen(command, **options)
    wait_for(lambda: graded(handed_in) or first.poll() is not None, SLOW)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    before = graded(handed_in)
    assert 0 < before < len(STUDENTS)
    second = subprocess.run(command, **options)
    assert second.returncode == 0 and f"{len(STUDENTS) - before} graded, {before} were graded" in second.stdout
    assert all_right(handed_in)
