"""Does every attack get the score that it deserves, while the class is graded on and nothing outside is touched?"""

import hashlib

import psutil
import pytest

from autograder.grading.course.course_folder import Course
from autograder.grading.course.scheduler import grade_class
from benchmarks.attacks import ATTACKS
from benchmarks.attacks.attack import ASSIGNMENT, NOTHING, WORTH
from tests.grading.conftest import ROOT, Classroom

ASSIGNMENTS = sorted({attack.assignment for attack in ATTACKS})
HONEST = ("aaron", "zoe")  # handed in before and after all the others


def student(attack):
    return attack.student or attack.name.replace(" ", "-").replace(".", "")


def digests(root):
    """What lies in the course folder, apart from what grading writes."""
    kept = [path for name in ("source", "release", "submitted") for path in (root / name).rglob("*") if path.is_file()]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}


def sleepers():
    """Processes on this machine that are like the daemon which one attack leaves behind."""
    return [process for process in psutil.process_iter(["cmdline"]) if "986" in (process.info["cmdline"] or [])]


class Graded:
    """The class after grading."""


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """One class of attackers and two honest students, graded in one run."""
    import shutil

    root = tmp_path_factory.mktemp("attacked") / "course"
    shutil.copytree(released / "course", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_ROOT", str(root))
        classroom = Classroom(root)
        for name in HONEST:
            classroom.submit(name, ASSIGNMENT, classroom.source(ASSIGNMENT))
        for attack in ATTACKS:
            classroom.submit(student(attack), attack.assignment, attack.make(classroom.source(attack.assignment)))
        for attack in ATTACKS:  # when all have handed in: some refer to others
            if attack.arrange:
                attack.arrange(root / "submitted" / student(attack) / attack.assignment)
        course = Course(ROOT)
        course.settings.cell_seconds = 3.0
        course.settings.memory_megabytes = 512
        result = Graded()
        result.before, result.running = digests(root), {process.pid for process in sleepers()}
        result.outcome = grade_class(course, ASSIGNMENTS, workers=4)
        result.after = digests(root)
        result.classroom = classroom
        result.scores = {name: classroom.scores(name) for name in ASSIGNMENTS}
    return result


def checks(scores, names):
    return {name: score for name, score in scores.items() if name in names}


@pytest.mark.parametrize("attack", ATTACKS, ids=student)
def test_an_attack_scores_what_its_exercises_are_worth(graded, attack):
    assert checks(graded.scores[attack.assignment][student(attack)], attack.points) == attack.points


@pytest.mark.parametrize("name", HONEST)
def test_the_class_is_graded_on(graded, name):
    assert checks(graded.scores[ASSIGNMENT][name], WORTH) == WORTH


def test_only_unreadable_files_are_reported(graded):
    unreadable = [name for name in map(student, ATTACKS) if name.startswith("is-") and "another" not in name]
    reported = [problem.split(",")[0] for problem in graded.outcome.problems]
    assert sorted(reported) == sorted(unreadable)
    assert graded.outcome.graded == len(ATTACKS) + len(HONEST)


def test_nothing_outside_is_read_or_changed(graded):
    assert graded.after == graded.before
    cells = graded.classroom.graded("reads-and-writes-what-it-finds", ASSIGNMENT).cells
    (said,) = [
        output["text"] for cell in cells for output in cell.get("outputs", []) if "SEEN" in output.get("text", "")
    ]
    assert said == "SEEN [] {}\n"


def test_nothing_is_left_running(graded):
    assert {process.pid for process in sleepers()} <= graded.running


def test_numeric_gradients_are_refused_for_their_cost(graded):
    for name in ("differences", "complex-step"):
        notebook = graded.classroom.graded(f"differentiates-its-forward-by-{name}", ASSIGNMENT)
        records = {record["function"]: record for record in notebook.metadata.autograder.records}
        assert records["conv_backward"]["codes"] == ["too_costly"]
        assert "differentiates the forward" in records["conv_backward"]["text"]


def test_an_attack_that_passed_would_fail_these_tests():
    assert NOTHING != WORTH
    assert all(attack.points.keys() == WORTH.keys() for attack in ATTACKS if attack.assignment == ASSIGNMENT)
