"""Do the exercise notebooks run with their model answers, and does the grader accept those?"""

import contextlib
import re
from pathlib import Path

import jupytext
import matplotlib
import numpy as np
import pytest

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.checking.student_files import importable
from autograder.grading.assignments.source_notebook import build, write_files
from autograder.grading.judge.examiner import Examination
from autograder.registry import find, load

matplotlib.use("Agg")
ROOT = Path(__file__).parents[2] / "exercises"
TEXTS = sorted(ROOT.glob("*/*.md"))


def tagged(text, *tags):
    return [c.source for c in jupytext.read(text).cells if set(c.metadata.get("tags", [])) & set(tags)]


@pytest.fixture(scope="module", params=TEXTS, ids=lambda text: text.stem)
def played(request, tmp_path_factory):
    """The text, and what its cells define, with the model answers in place, in a folder with the data files."""
    namespace, folder = {}, tmp_path_factory.mktemp(request.param.stem)
    write_files(request.param.parent, folder, closed={text.parent.name for text in TEXTS})
    with contextlib.chdir(folder), importable(folder):
        yield _play(request.param, namespace)


def _play(text, namespace):
    for source in tagged(text, "answer", "given"):
        exec(source.replace("from autograder import check", ""), namespace)
    matplotlib.pyplot.close("all")
    return text, namespace


def test_every_model_answer_passes_at_the_desk_and_at_the_grader(played):
    text, namespace = played
    names = [re.match(r"def (\w+)", source)[1] for source in tagged(text, "answer")]
    assert names
    functions = {name: namespace[name] for name in names}
    for name in names:
        assert check_function(find(name), functions).passed
        examination = Examination(name, solutions, np.random.default_rng(3))
        answer_challenges(name, functions, examination.reply)
        assert examination.report().passed, examination.report().text()


def test_the_cells_are_short(played):
    cells = [re.sub(r"(?m)\n*^import matplotlib.*\n+", "\n", cell) for cell in tagged(played[0], "answer", "given")]
    assert max(len(cell.strip().splitlines()) for cell in cells) <= 15


def test_every_function_of_the_course_has_its_exercise():
    answered = [find(re.match(r"def (\w+)", s)[1]).name for text in TEXTS for s in tagged(text, "answer")]
    assert sorted(answered) == sorted(load())


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_every_assignment_has_one_question_for_a_human(text):
    cells = [cell.metadata.get("nbgrader", {}) for cell in build(text).cells]
    assert sum(bool(cell.get("grade") and cell.get("solution")) for cell in cells) == 1
