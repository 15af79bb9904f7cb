"""Do two graders at once lose no mark on a real server, and do rules and standings work there?"""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.grading.course.course_folder import Course
from autograder.grading.course.standings import State, read_standings
from tests.grading.conftest import ROOT
from tests.grading.desk import COURSE, Desk, fill

PROGRAMS = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)  # Debian's place
INITDB = shutil.which("initdb") or (PROGRAMS and str(PROGRAMS / "initdb"))
LATE = {"bo", "student-1", "student-3"}
STUDENTS = ["amira", "bo", *(f"student-{number}" for number in range(4))]  # some are not in the gradebook yet
RULES = "[assignments.first]\ndue = 2026-10-02\n[late]\npercent = 10\n"
GRADE = """
from autograder.cli import main
from autograder.grading.course import scheduler
from tests.grading.desk import mark

scheduler.mark = mark  # what is asked here is what becomes of marks
raise SystemExit(main(["grade", "first", "--workers", "1", "--sandbox", "none"]))
"""
CONFIGURATION = """
c = get_config()
load_subconfig("nbgrader_config.py", path={path!r})
c.CourseDirectory.db_url = {url!r}
"""


@pytest.fixture(scope="module")
def database():
    """The address of a database on a server of its own, which listens in a folder only."""
    if not INITDB:
        pytest.skip("needs PostgreSQL (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="postgresql-"))  # pytest's folders are closed to other users
    other = {}
    if os.getuid() == 0:  # the server refuses to run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        other = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}

    def run(program, *arguments):
        command = [Path(INITDB).with_name(program), "-D", folder / "data", *arguments]
        log = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, check=True, cwd=folder, timeout=300, **log, **other)

    run("initdb", "--username=course", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-w", "-t", "200", "-o", settings, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://course@/postgres?host={folder}"
    finally:
        with contextlib.suppress(subprocess.SubprocessError):
            run("pg_ctl", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_two_graders_of_a_new_class_lose_no_mark_and_both_settle_penalties(database, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_ROOT", str(tmp_path / "course"))
    (tmp_path / "course").mkdir()
    (tmp_path / "nbgrader_config.py").write_text(CONFIGURATION.format(path=str(ROOT), url=database))
    desk = Desk(tmp_path / "course")
    desk.release()
    desk.rules(RULES)
    fill(database)
    for student in STUDENTS:
        day = 4 if student in LATE else 1
        desk.hand_in(student, "first", f"2026-10-0{day} 12:00:00 UTC", answer="8")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", GRADE]
    options = {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True}
    with ThreadPoolExecutor(2) as both:
        done = list(both.map(lambda _: subprocess.run(command, **options), range(2)))
    assert [each.returncode for each in done] == [0, 0], [each.stdout + each.stderr for each in done]
    with Gradebook(database, COURSE) as book:
        entries = {entry.student.id: entry for entry in book.assignment_submissions("first")}
        assert {name: entry.score for name, entry in entries.items()} == dict.fromkeys(STUDENTS, 8)
        penalties = {name for name, entry in entries.items() if entry.late_submission_penalty}
        assert penalties == LATE and entries["bo"].late_submission_penalty == 1.6
    standings = {each.student.id: each.standings[0] for each in read_standings(Course(tmp_path))}
    assert {name for name, each in standings.items() if each.state == State.WAITING} == set(STUDENTS)
    assert standings["bo"].points == 6.4 and standings["chen"].state == State.MISSING
