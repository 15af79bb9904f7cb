"""Are marks right when rules change: points, references, deadlines, a person's marks, two graders, a worker's code?"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from autograder.grading.course import history, rules, scheduler
from autograder.grading.course.course_folder import CourseError
from autograder.grading.course.regrade import regrade
from autograder.grading.course.scheduler import grade_class
from autograder.grading.course.worker import Marked
from autograder.grading.judge.notebook_cells import texts_of
from tests.grading.conftest import ROOT

ASSIGNMENT = "layers"
CHECK = "check-affine_forward"


def judged(share):
    """In place of a worker: every check gets this part of its points, and the questions wait for a person."""

    def mark(job):
        notebook = nbformat.reads(job.notebooks[ASSIGNMENT].decode(), as_version=4)
        points = dict(job.rules["points"])
        scores = {name: share * worth if name.startswith("check-") else None for name, worth in points.items()}
        kept = {"digest": job.fingerprint, "rules": job.rules, "records": [], "time": "2026-11-30T10:00:00+00:00"}
        notebook.metadata["autograder"] = kept
        return {ASSIGNMENT: Marked(nbformat.writes(notebook), scores, texts=texts_of(notebook), record=kept)}

    return mark


@pytest.fixture
def amira(classroom, monkeypatch):
    """A course in which amira has full marks."""
    monkeypatch.setattr(scheduler, "mark", judged(1))
    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    assert grade_class(classroom.course, [ASSIGNMENT], kind="none").graded == 1
    return classroom


def gradebook(classroom):
    return Gradebook(f"sqlite:///{classroom.root}/gradebook.db")


def grade_of(book, cell):
    return book.find_grade(cell, ASSIGNMENT, ASSIGNMENT, "amira")


def change_points(classroom, cell, points):
    path = classroom.root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    (found,) = [each for each in notebook.cells if each.metadata.get("nbgrader", {}).get("grade_id") == cell]
    found.metadata.nbgrader.points = points
    nbformat.write(notebook, path)


def test_a_penalty_goes_when_the_deadline_is_moved(amira):
    (amira.root / "submitted" / "amira" / ASSIGNMENT / "timestamp.txt").write_text("2026-11-02 12:00:00 UTC")
    penalties = []
    for day in (1, 3):
        with gradebook(amira) as book:
            book.update_or_create_assignment(ASSIGNMENT, duedate=datetime(2026, 11, day))  # nbgrader's are UTC
        course = amira.course
        course.config.LateSubmissionPlugin.penalty_method = "zero"
        grade_class(course, [ASSIGNMENT], kind="none")
        with gradebook(amira) as book:
            (notebook,) = book.find_submission(ASSIGNMENT, "amira").notebooks
            penalties.append(notebook.late_submission_penalty)
    assert penalties[0] > 0 and not penalties[1]


def test_changed_points_are_said_and_given_only_when_asked(amira, capsys):
    change_points(amira, CHECK, 7)
    outcome = grade_class(amira.course, [ASSIGNMENT], kind="none")
    ((said,),) = outcome.stale.values()
    assert said == f"the points of {CHECK}, 2 and now 7" and outcome.skipped == 1
    for options in ({"dry_run": True}, {"dry_run": True}, {}):
        again = regrade(amira.course, [ASSIGNMENT], kind="none", **options)
        ((cell, old, new),) = [(change.cell, change.old, change.new) for change in again.changed]
        assert (cell, old, new) == (CHECK, 2, 7)
    assert amira.scores(ASSIGNMENT)["amira"][CHECK] == 7
    assert not grade_class(amira.course, [ASSIGNMENT], kind="none").stale
    assert main(["history", "amira"]) == 0
    shown = capsys.readouterr().out
    assert f"    regraded: the points of {CHECK}, 2 and now 7\n      {CHECK}: 2, then 7\n" in shown


def test_one_function_is_regraded_and_the_others_keep_their_marks(amira, monkeypatch):
    monkeypatch.setattr(scheduler, "mark", judged(0.5))
    before = amira.scores(ASSIGNMENT)["amira"]
    outcome = regrade(amira.course, [ASSIGNMENT], function="affine_forward", force=True, kind="none")
    assert [change.cell for change in outcome.changed] == [CHECK]
    assert amira.scores(ASSIGNMENT)["amira"] == before | {CHECK: before[CHECK] / 2}


def test_a_persons_marks_stay_and_only_a_changed_answer_waits_again(amira, monkeypatch):
    with gradebook(amira) as book:
        (graded,) = book.find_submission(ASSIGNMENT, "amira").notebooks
        question = next(grade.name for grade in graded.grades if grade.auto_score is None)
        for cell in (question, CHECK):
            grade_of(book, cell).manual_score, grade_of(book, cell).needs_manual_grade = 1.5, False
        book.db.commit()
    monkeypatch.setattr(scheduler, "mark", judged(0.5))
    regrade(amira.course, [ASSIGNMENT], force=True, kind="none")
    notebook = amira.source(ASSIGNMENT)
    (answer,) = [cell for cell in notebook.cells if cell.source.startswith("def affine_forward")]
    waiting = []
    for added in ("", "\n# another answer"):
        answer.source += added
        amira.submit("amira", ASSIGNMENT, notebook)
        grade_class(amira.course, [ASSIGNMENT], kind="none")
        with gradebook(amira) as book:
            assert [grade_of(book, cell).manual_score for cell in (question, CHECK)] == [1.5, 1.5]
            waiting.append([grade_of(book, cell).needs_manual_grade for cell in (question, CHECK)])
    assert waiting == [[False, False], [False, True]]


def test_a_mark_is_stale_when_its_reference_or_specification_has_changed_and_no_other(tmp_path, monkeypatch):
    for name in ("autograder", "solutions"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(rules, "ROOT", tmp_path)
    names = ("affine_forward", "lstm_forward", "transformer_block_forward")

    def digests():
        for cached in (rules.function_digest, rules.judge_digest, rules._imports):
            cached.cache_clear()
        return [rules.judge_digest(), *map(rules.function_digest, names)]

    changed = []
    for file in (
        "solutions/graphs/affine.py",
        "autograder/specs/recurrent/lstm.py",
        "autograder/verdict/comparison.py",
    ):
        before = digests()
        (tmp_path / file).write_text((tmp_path / file).read_text() + "\n# changed\n")
        changed.append([old != new for old, new in zip(before, digests(), strict=True)])
    monkeypatch.undo()
    digests()
    affine, lstm, judge = changed
    assert affine == [False, True, False, True]  # the transformer's reference calls it
    assert lstm == [False, False, True, False] and judge == [True, False, False, False]


def test_two_graders_of_a_new_class_lose_no_mark(classroom):
    students = [f"student-{number}" for number in range(4)]
    for student in students:
        classroom.submit(student, ASSIGNMENT, classroom.source(ASSIGNMENT))
    with ThreadPoolExecutor(2) as both:
        command = ("autograder", "grade", ASSIGNMENT, "--workers", "1")
        done = list(both.map(lambda _: classroom.run(*command), range(2)))
    assert [each.returncode for each in done] == [0, 0], [each.stderr for each in done]
    scores = classroom.scores(ASSIGNMENT)
    assert sorted(scores) == students and all(scores[student][CHECK] == 2 for student in students)


def test_a_line_of_the_history_that_a_crash_cut_off_is_left_out(amira):
    path = amira.root / "history" / "amira" / f"{ASSIGNMENT}.jsonl"
    path.write_text(path.read_text() + '{"why": "gra')
    (line,) = history.entries(amira.root, "amira", ASSIGNMENT)
    assert line["why"] == "graded" and line["scores"][CHECK] == 2


@pytest.mark.parametrize(
    "address, said", [("postgresql+pg8000://db/course", "needs the package pg8000"), ("gradebook.db", "no address")]
)
def test_a_database_that_can_not_be_reached_is_said_before_anything_is_replaced(classroom, address, said):
    released = classroom.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    before = released.read_bytes()
    command = ["nbgrader", "generate_assignment", ASSIGNMENT, "--force", f"--CourseDirectory.db_url={address}"]
    done = classroom.run(*command)
    assert done.returncode and said in done.stderr and "Traceback" not in done.stderr
    assert released.read_bytes() == before
    course = classroom.course
    course.coursedir.db_url = address
    classroom.submit("amira", ASSIGNMENT, classroom.source(ASSIGNMENT))
    with pytest.raises(CourseError, match=said):
        grade_class(course, [ASSIGNMENT], kind="none")
