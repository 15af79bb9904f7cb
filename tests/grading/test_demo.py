"""Is the class of the demo graded as its records say: full points, slips named, the hostile kept in?"""

import shutil
from collections import defaultdict

import pytest

from autograder.grading.assignments.prerequisites_file import write_earlier
from autograder.grading.course import summary
from autograder.grading.course.course_folder import Submission
from autograder.grading.course.scheduler import grade_class
from autograder.grading.demo import __main__ as demo
from autograder.grading.demo.__main__ import closed_assignments
from autograder.grading.demo.pace import cell_seconds
from autograder.grading.demo.students import ASSIGNMENTS
from autograder.grading.demo.submissions import model_answers, write
from autograder.grading.sandbox.session import Session
from solutions.misconceptions import entries


def watched(patch):
    """Source and result of every cell that will be run, by session."""
    cells, run = defaultdict(list), Session.run

    def run_and_keep(session, source, *rest, **more):
        result = run(session, source, *rest, **more)
        cells[session].append((source, result))
        return result

    patch.setattr(Session, "run", run_and_keep)
    return cells


def holds_model_answers(cells, assignment):
    bodies = [answer.partition("\n")[2] for answer in model_answers(assignment).values()]
    return all(any(body in source for source, _ in cells) for body in bodies)


@pytest.fixture(scope="module")
def played(released, tmp_path_factory):
    """Records of the class, and what grading found, by student."""
    from autograder.grading.course.course_folder import Course
    from tests.grading.conftest import ROOT

    root = tmp_path_factory.mktemp("demo") / "course"
    shutil.copytree(released / "course", root)
    for name in ASSIGNMENTS:
        for side in ("source", "release"):
            write_earlier(ROOT / "exercises" / name, root / side / name, closed_assignments())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(root))
        course = Course(ROOT)
        course.settings.cell_seconds = cell_seconds()
        cells = watched(patch)
        records = write(root / "submitted", root / "release")
        outcome = grade_class(course, sorted({record.assignment for record in records}))
        submissions = [Submission(record.student, record.assignment, root) for record in records]
        found = summary.read_records(course, submissions)
    assert outcome.graded == 24 and not outcome.problems
    entries_of = {submission.student: entry for submission, entry in found.items()}
    return records, entries_of, found, course.settings.cell_seconds, cells


def checks(entry):
    return {record["function"]: record for record in entry["records"]}


def test_right_submissions_get_full_points(played):
    records, found, *_ = played
    for record in records:
        if record.kind == "right":
            assert all(check["credit"] == 1 for check in found[record.student]["records"]), record


def test_every_slip_is_caught_and_named_by_its_own_sentence(played):
    records, found, *_ = played
    sentences = {entry.name: entry.says for entry in entries()}
    slips = [(record, function) for record in records if record.kind == "slip" for function in record.done]
    assert len(slips) >= 9
    for record, function in slips:
        check = checks(found[record.student])[function]
        assert check["credit"] < 1 and sentences[record.done[function]] in check["explanations"], (record, check)


def test_hostile_submissions_reach_nothing_and_get_nothing(played):
    records, found, *_ = played
    hostile = [record for record in records if record.kind == "hostile"]
    assert len(hostile) == 2
    for record in hostile:
        attacked = [checks(found[record.student])[function] for function in record.done]
        assert all(check["points"] == 0 for check in attacked)


def test_the_summary_shows_the_most_common_slip(played):
    _, _, found, *_ = played
    counts = [count for count, _, _ in summary.most_common(found)]
    assert counts[0] >= 2 and counts == sorted(counts, reverse=True)
    assert summary.make_table(found).row_count == 24


def test_the_limit_of_the_demo_is_far_above_the_slowest_right_cell(played):
    *_, limit, cells = played
    assert sum(any(holds_model_answers(run, name) for run in cells.values()) for name in ASSIGNMENTS) == 4
    slow = [source for run in cells.values() for source, result in run if 2.5 * result.computed > limit]
    assert [source.splitlines()[-1] for source in slow] == ["check(max_pool_backward)"]  # the one that never ends


def test_what_was_released_is_kept_as_long_as_the_texts_are_the_same(tmp_path, monkeypatch):
    released, folder, kept = [], tmp_path / "course", tmp_path / "kept"
    texts = iter(("first", "first", "second"))

    def release(*_):
        released.append("now")
        (folder / "release" / "layers").mkdir(parents=True)

    monkeypatch.setattr(demo, "release", release)
    monkeypatch.setattr(demo, "fingerprint", lambda *paths: next(texts))
    for _ in range(3):
        demo._release(folder, kept)
        assert [path.name for path in folder.iterdir()] == ["release"]
        shutil.rmtree(folder)
    assert len(released) == 2
