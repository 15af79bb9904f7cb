"""Is every attempt kept, does the one count that the rules name, and do nbgrader's fields say the same?"""

import os
import shutil
from datetime import datetime, timedelta

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.coursedir import CourseDirectory

from autograder.cli import main
from autograder.grading.course import history, scheduler
from autograder.grading.course.attempts import attempts, keep_attempt
from autograder.grading.course.course_folder import submission_of
from autograder.grading.course.regrade import regrade
from autograder.grading.course.scheduler import grade_class
from autograder.grading.course.submission_files import UnusableFile
from tests.grading.desk import COURSE, Desk, mark

DUE = "[assignments.first]\ndue = 2026-10-02\ncloses = 2026-10-09\n[late]\npercent = 10\n[attempts]\n"


@pytest.fixture
def graded(desk: Desk, monkeypatch):
    """A course in which amira has handed in three times: 4 points on time, 8 two days late, 7 after closing."""
    monkeypatch.setattr(scheduler, "mark", mark)
    desk.release()
    for day, points in ((1, 4), (4, 8), (20, 7)):
        keep_attempt(desk.course, newest(desk))
        desk.hand_in("amira", "first", f"2026-10-{day:02} 12:00:00 UTC", str(points))
    return desk


def newest(desk):
    return submission_of(desk.course.coursedir, "amira", "first")


def grade(desk):
    return grade_class(desk.course, ["first"], kind="none")


def fields(desk):
    """What nbgrader says: score, penalty, time."""
    with desk.book() as book:
        entry = book.find_submission("first", "amira")
        return entry.score, entry.late_submission_penalty, entry.timestamp.day


@pytest.mark.parametrize(
    "counts, expected",
    [
        ("counts = 'last'", (8, 1.6, 4)),  # what came after closing counts only if nothing else came
        ("counts = 'first'", (4, 0, 1)),
        ("counts = 'last on time'", (4, 0, 1)),
        ("counts = 'best'", (8, 1.6, 4)),
        ("most = 1", (4, 0, 1)),
    ],
)
def test_the_attempt_counts_that_the_rules_name(graded, counts, expected):
    graded.rules(DUE + counts)
    assert not grade(graded).problems
    assert fields(graded) == expected


def test_rules_that_change_choose_another_attempt_and_each_is_graded_once(graded):
    best = f"{DUE}counts = 'best'"
    for rules, new, expected in (
        (best, 2, (8, 1.6, 4)),
        (best.replace("percent = 10", "percent = 40"), 0, (4, 0, 1)),  # 8 less 80 percent
        (f"{best}\n[extensions]\namira.first = '20 days'", 1, (8, 0, 4)),  # the third is in time, too
    ):
        graded.rules(rules)
        assert grade(graded).graded == new
        assert fields(graded) == expected
    lines = history.entries(graded.root, "amira", "first")
    whys = [entry["why"] for entry in lines]
    best = "2026-10-04 12:00 UTC"
    assert whys[0] == f"the best of 2 attempts, {best} (2026-10-01 12:00 UTC: 4, {best}: 6.4)"
    assert [entry["penalty"] for entry in lines] == [1.6, 0, 0]


def test_regrading_looks_at_every_attempt_and_the_best_may_be_another_one(graded, monkeypatch):
    graded.rules(f"{DUE}counts = 'best'")
    grade(graded)
    mended = {"4": 8.0, "8": 5.0}

    def mark_again(job):
        ((name, marked),) = mark(job).items()
        marked.scores["check"] = mended[str(int(marked.scores["check"]))]
        return {name: marked}

    monkeypatch.setattr(scheduler, "mark", mark_again)
    for dry_run in (True, False):
        outcome = regrade(graded.course, ["first"], force=True, kind="none", dry_run=dry_run)
        assert [(change.cell, change.old, change.new) for change in outcome.changed] == []  # 8 points as before,
        assert fields(graded) == ((8, 1.6, 4) if dry_run else (8, 0, 1))  # but of the attempt on time


def test_an_attempt_is_kept_once_whatever_lies_in_it(graded, tmp_path):
    folder = newest(graded).folder
    os.symlink("/etc/passwd", folder / "link")
    os.mkfifo(folder / "pipe")
    (folder / "data").mkdir()
    (folder / "data" / "own.txt").write_text("mine")
    first, second = (keep_attempt(graded.course, newest(graded)) for _ in range(2))
    assert first == second and len(attempts(graded.course, newest(graded))) == 3
    assert (first / "link").is_symlink() and not (first / "pipe").exists()
    assert (first / "data" / "own.txt").read_text() == "mine"
    (folder / "timestamp.txt").unlink()  # the same without a time is another attempt, and the newest
    assert attempts(graded.course, newest(graded))[-1].folder == folder
    assert keep_attempt(graded.course, newest(graded)).name.startswith("undated-")


def test_another_students_folder_is_not_kept_as_ones_own(graded):
    os.symlink(graded.root / "submitted" / "amira", graded.root / "submitted" / "mallory")
    with pytest.raises(UnusableFile, match="mallory is a link"):
        keep_attempt(graded.course, submission_of(graded.course.coursedir, "mallory", "first"))


def test_nbgraders_fields_follow_the_rules_without_grading(desk, capsys):
    desk.mark("amira", "first", 8, 2, when="2026-10-04 12:00:00 UTC")
    desk.rules(DUE + "[extensions]\namira.first = '1 day'\nboo.first = '1 day'")
    assert main(["policy"]) == 1  # boo
    shown = capsys.readouterr()
    assert "There is no student 'boo' in the course; did you mean 'bo'?" in shown.err
    assert "first: the gradebook says due none; by the rules it is Fri 2026-10-02 23:59 UTC." in shown.out
    assert "1 mark would change" in shown.out and fields(desk) == (10, 0, 4)
    main(["policy", "--apply"])
    assert fields(desk) == (10, 1, 4)
    assert main(["history", "amira"]) == 0 and "a late penalty of 1 points" in capsys.readouterr().out
    with desk.book() as book:
        entry = book.find_submission("first", "amira")
        assert entry.assignment.duedate == datetime(2026, 10, 2, 23, 59, 59) and entry.extension == timedelta(days=1)
    desk.rules("")
    main(["policy", "--apply"])
    assert fields(desk) == (10, 0, 4)  # without rules nbgrader's own hold


def test_the_example_of_the_rules_is_right(desk, capsys):
    assert main(["policy", "--example"]) == 0
    example = capsys.readouterr().out
    for name in ("ingrid", '"anna', "bo ="):
        example = example.replace(f"# {name}", name)
    desk.rules(example)
    assert main(["policy", "--check"]) == 1
    assert capsys.readouterr().err.count("There is no student") == 2


def test_collecting_from_the_exchange_keeps_every_attempt_and_takes_the_newest(desk, tmp_path):
    desk.release()
    inbound = tmp_path / "exchange" / COURSE / "inbound"
    for day in (1, 2, 3):
        desk.hand_in("amira", "first", f"2026-10-0{day} 12:00:00 UTC", str(day))
        place = inbound / f"amira+first+2026-10-0{day} 12:00:00 UTC+x{day}"
        shutil.copytree(newest(desk).folder, place)
    shutil.rmtree(newest(desk).folder)
    config = desk.course.config
    config.Exchange.root = str(tmp_path / "exchange")
    config.ExchangeCollect.check_owner = False
    config.CourseDirectory.assignment_id = "first"
    for _ in range(2):
        coursedir = CourseDirectory(config=config)
        config.ExchangeFactory.collect(coursedir=coursedir, authenticator=None, config=config).start()
    found = attempts(desk.course, newest(desk))
    assert [each.timestamp.day for each in found] == [1, 2, 3] and found[-1].folder == newest(desk).folder


def feedback(desk):
    """The feedback page, as text."""
    config = desk.course.config
    config.CourseDirectory.assignment_id = "first"
    converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config, force=True)
    converter.start()
    page = (desk.root / "feedback" / "amira" / "first" / "first.html").read_text()
    return " ".join(BeautifulSoup(page, "html.parser").body.get_text().split())


def test_a_student_reads_when_it_was_due_what_late_costs_and_which_attempt_counts(graded):
    best = f"timezone = 'Europe/Berlin'\n{DUE}counts = 'best'\n[extensions]\namira.first = '1 day'"
    graded.rules(best)
    grade(graded)
    assert (
        "7.2 of 10 points; up to 2 points more when a person has marked what waits. "
        "Handed in late: 0.8 points are taken off. "
        "Due Sat 2026-10-03 23:59 CEST, with 1 day more for you. Handed in Sun 2026-10-04 14:00 CEST, 14 h late. "
        "Each day that has begun costs 10 percent of the points. "
        "You handed in 3 times, and the best attempt counts: this one. "
    ) in feedback(graded)
    graded.rules(best.replace("1 day", "3 days").replace("timezone", "points_shown = 2099-01-01\ntimezone"))
    shown = feedback(graded)  # the moved date counts at once
    assert "14:00 CEST. You handed in 3 times" in shown and "points" not in shown.partition("Points are shown from")[0]
    assert "Points are shown from Thu 2099-01-01 00:00 CET on." in shown and "10 points" not in shown
    assert fields(graded) == (8, 0, 4)


@pytest.mark.filterwarnings("ignore:Object of type <Submitted")  # nbgrader 0.9.6 flushes too early
def test_nbgraders_own_command_grades_the_attempt_that_counts(graded):
    graded.rules(DUE)
    config = graded.course.config
    config.CourseDirectory.assignment_id = "first"
    Autograde(coursedir=CourseDirectory(config=config), config=config).start()
    assert fields(graded)[2] == 4  # the newest came after closing
    notebook = graded.root / "autograded" / "amira" / "first" / "first.ipynb"
    assert nbformat.read(notebook, as_version=4).cells[0].source == "8"
