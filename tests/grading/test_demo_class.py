"""Is the class of the demo what its records promise: valid notebooks, right, wrong, unfinished and hostile?"""

import contextlib
import os
import warnings
from collections import Counter

import nbformat
import numpy as np
import pytest

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.student_files import importable
from autograder.grading.assignments.source_notebook import write_sources
from autograder.grading.demo import hostile
from autograder.grading.demo.pasting import source_of
from autograder.grading.demo.students import PARTS
from autograder.grading.demo.submissions import write
from autograder.grading.judge.examiner import Examination
from autograder.grading.judge.task_data import EXERCISES
from autograder.registry import find, load


def release(folder):
    """What nbgrader's release holds, without starting nbgrader: stubs in place of the solutions."""
    closed = {text.parent.name for text in EXERCISES.glob("*/*.md")}
    for name in write_sources(EXERCISES, folder, closed=closed):
        path = folder / name / f"{name}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if "### BEGIN SOLUTION" in cell.source:
                cell.source = cell.source.partition("    ### BEGIN SOLUTION")[0] + "    raise NotImplementedError"
        nbformat.write(notebook, path)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    release(folder / "release")
    return folder, write(folder / "submitted", folder / "release", seed=4)


def notebook_of(folder, record):
    path = folder / "submitted" / record.student / record.assignment / f"{record.assignment}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    return notebook


def functions_of(folder, record):
    """What the notebook's cells define, check cells and plots left out."""
    namespace = {"np": np}
    for cell in notebook_of(folder, record).cells:
        given = cell.source.startswith("from earlier import") and "np.load" not in cell.source
        if given or (cell.cell_type == "code" and cell.source.startswith(("def ", "import "))):
            source = cell.source.replace("from autograder import check", "")
            with contextlib.suppress(SyntaxError), importable(folder / "release" / record.assignment):
                exec(source, namespace)
    return namespace


def passes(name, functions):
    examination = Examination(name, solutions, np.random.default_rng(5))
    with warnings.catch_warnings(action="ignore"):
        answer_challenges(name, functions, examination.reply)
    return examination.report().passed


def wrong_in(folder, record):
    """Names of the functions that the examiner does not accept; tasks are left to the other tests."""
    functions, wrong = functions_of(folder, record), set()
    for cell in notebook_of(folder, record).cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "").removeprefix("check-")
        if cell.source == f"check({name})" and find(name).kind != "task":
            wrong |= set() if passes(name, functions) else {name}
    return wrong


def test_twenty_four_students_hand_in_one_assignment_each(handed_in):
    folder, records = handed_in
    assert len({record.student for record in records}) == len(records) == 24
    assert Counter(record.kind for record in records).keys() == {"right", "slip", "unfinished", "hostile"}
    for record in records:
        assert record.student.isascii() and notebook_of(folder, record)
        files = set(os.listdir(folder / "submitted" / record.student / record.assignment))
        assert files == set(os.listdir(folder / "release" / record.assignment))


def test_what_is_called_right_is_right(handed_in):
    folder, records = handed_in
    right = [record for record in records if record.kind == "right"]
    assert {record.done["all"] for record in right} == {part.how for part in PARTS if part.kind == "right"}
    for record in right:
        assert not wrong_in(folder, record), record


def test_what_is_called_a_slip_is_wrong_where_the_record_says(handed_in):
    folder, records = handed_in
    for record in records:
        if record.kind == "slip":
            assert record.done and record.done.keys() <= wrong_in(folder, record), record


def test_what_is_called_unfinished_lacks_what_the_record_says(handed_in):
    folder, records = handed_in
    for record in records:
        if record.kind == "unfinished":
            given = {cell.source for cell in notebook_of(folder, record).cells}
            checked = {name for name in record.done if f"check({name})" in given and find(name).kind != "task"}
            assert record.done and checked <= wrong_in(folder, record), record


def test_the_hostile_ones_are_marked(handed_in):
    folder, records = handed_in
    assert [record.done for record in records if not record.harmless] == [
        dict.fromkeys(attack, name) for name, attack in hostile.ATTACKS.items()
    ]
    for record in records:
        text = "\n".join(cell.source for cell in notebook_of(folder, record).cells)
        assert ("fork()" in text or "socket" in text) == (not record.harmless)


@pytest.mark.parametrize("attack", hostile.ATTACKS.values(), ids=hostile.ATTACKS)
def test_an_attack_is_python_under_the_names_of_exercises(attack):
    for name, source in attack.items():
        compile(source, name, "exec")
        assert name in load() and f"\ndef {name}({find(name).signature})" in source


def test_a_seed_decides_who_hands_in_what(handed_in, tmp_path):
    folder, records = handed_in
    assert write(tmp_path / "again", folder / "release", seed=4) == records
    assert write(tmp_path / "other", folder / "release", seed=5) != records
    for record in records:
        parts = (record.student, record.assignment, f"{record.assignment}.ipynb")
        first, again = (base.joinpath(*parts).read_bytes() for base in (folder / "submitted", tmp_path / "again"))
        assert first == again


def _twice(x):
    return 2 * x


def doubled(x):
    """Not for students."""
    return _twice(x)


def test_pasted_source_brings_its_helpers_and_leaves_docstring_and_name_behind():
    assert source_of(doubled, "relu_forward").split("\n\n\n") == [
        "def _twice_for_relu_forward(x):\n    return 2 * x",
        "def relu_forward(x):\n    return _twice_for_relu_forward(x)",
    ]
