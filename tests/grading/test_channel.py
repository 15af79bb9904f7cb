"""Does `check` in a locked cell carry answers to the examiner, whatever the cells before it import or bind?"""

import numpy as np
import pytest

import solutions
from autograder.grading.judge.examiner import Examination
from autograder.grading.sandbox.inside.frames import CHECK_MARK

RIGHT = "def affine_forward(x, w, b):\n    return x @ w + b, (x, w, b)\n"


def credit(sandbox, *cells, call="check(affine_forward)"):
    """What the examiner gives after some cells and the call in the locked one."""
    examination = Examination("affine_forward", solutions, np.random.default_rng(0))
    with sandbox.open() as session:
        for cell in cells:
            assert session.run(cell).status == "ok"
        session.run(CHECK_MARK + call, on_request=examination.reply)
    return examination.report().credit


@pytest.mark.parametrize(
    "line",
    [
        "from autograder import check",
        "from autograder.checking.notebook import check",
        "import autograder, importlib; check = importlib.reload(autograder).check",
    ],
)
def test_every_way_to_import_the_check_gives_the_one_that_reaches_the_examiner(sandbox, line):
    assert credit(sandbox, line, RIGHT) == 1


@pytest.mark.parametrize(
    "line",
    [
        "check = lambda function: print('affine_forward: passed.')",
        "import autograder, autograder.checking.notebook as notebook\n"
        "autograder.check = notebook.check = print\nfrom autograder import check",
        "from autograder import check\ncheck = check.__wrapped__  # the one of the desk, which the right answer passes",
        "from autograder.checking.notebook import check_through\ncheck = check_through(lambda message: b'')",
    ],
    ids=["own", "patched", "of the desk", "through a channel of its own"],
)
def test_a_check_that_a_cell_binds_in_its_place_costs_nothing_and_gives_nothing(sandbox, line):
    assert credit(sandbox, RIGHT, line) == 1
    assert credit(sandbox, RIGHT.replace("+ b", ""), line) < 1


def test_a_students_own_check_is_theirs_again_after_the_locked_cell(sandbox):
    with sandbox.open() as session:
        session.run("def check(a, b): return a == b")
        assert session.run(CHECK_MARK + "check(print)").outputs[0]["ename"] == "CheckFailed"
        assert session.run("assert check(1, 1)").status == "ok"


def test_what_a_cell_patches_in_the_module_does_not_reach_the_check_that_it_has(sandbox):
    patch = "from autograder import check\nfrom autograder.checking import notebook\n"
    patch += "notebook.check_through = notebook.check_function = notebook.check = lambda *arguments: None"
    assert credit(sandbox, patch, RIGHT) == 1
    assert credit(sandbox, patch, RIGHT.replace("+ b", "")) < 1


def test_a_locked_cell_needs_no_import(sandbox):
    assert credit(sandbox, RIGHT) == 1
