"""Does a notebook's check notice that it would judge an older version?"""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.checking import notebook
from autograder.checking.cell_watch import CellWatch


@pytest.fixture
def run(monkeypatch):
    shell, watch = InteractiveShell(), CellWatch(notebook.check)
    watch.listen(shell)
    monkeypatch.setattr(notebook, "CELLS", watch)
    shell.user_ns["check"] = notebook.check
    yield lambda source: shell.run_cell(source).error_in_exec
    shell.history_manager.end_session()


def test_the_course_listens_to_the_notebook_that_it_runs_in(monkeypatch):
    shell, watch = InteractiveShell.instance(), CellWatch(notebook.check)
    try:
        assert watch.register()
        shell.run_cell("def relu_forward(x:\n    return x, x")
        assert "relu_forward is still the older version" in watch.is_older("relu_forward")
    finally:
        shell.history_manager.end_session()
        InteractiveShell.clear_instance()


GOOD = "def relu_forward(x):\n    return x.clip(0), x"


@pytest.mark.parametrize("failing", ["def relu_forward(x:\n    return x, x", f"1 / 0\n{GOOD}"])
def test_an_older_version_is_not_judged(run, capsys, failing):
    run(GOOD)
    assert run("check(relu_forward)") is None
    run(failing)
    assert "relu_forward is still the older version" in str(run("check(relu_forward)"))
    run(GOOD)
    assert run("check(relu_forward)") is None


def test_a_cell_that_fails_after_the_definition_has_defined_it(run, capsys):
    run(f"{GOOD}\n1 / 0")
    assert run("check(relu_forward)") is None


def test_a_name_check_of_the_students_own_is_given_back(run, capsys):
    run(f"check = 1\n{GOOD}")
    assert run("check(relu_forward)") is None and "check was 1" in capsys.readouterr().out


def test_a_result_in_place_of_a_function_is_said_to_be_one(run, capsys):
    run(GOOD)
    assert "takes the function itself" in str(run("import numpy as np\ncheck(relu_forward(np.ones(2)))"))


def test_the_name_of_another_course_is_known_and_the_nearest_of_a_wrong_one_named(run, capsys):
    assert run(f"{GOOD.replace('relu_forward', 'relu_forward_naive')}\ncheck(relu_forward_naive)") is None
    assert "did you mean relu_forward?" in str(run("def relu_forwards(x): pass\ncheck(relu_forwards)"))


def test_what_a_function_prints_is_shown_once(run, capsys):
    run(GOOD.replace("\n", "\n    print('seen')\n"))
    run("check(relu_forward)")
    assert capsys.readouterr().out.count("seen") == 1


def test_an_interrupted_check_is_one_sentence(run, capsys):
    run("def relu_forward(x):\n    raise KeyboardInterrupt")
    assert str(run("check(relu_forward)")) == "The check of relu_forward was interrupted."
