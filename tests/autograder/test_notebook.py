"""What does `check` say in a notebook: steps, progress, and who is to be blamed?"""

import sys
import time
from types import ModuleType

import numpy as np
import pytest

from autograder import CheckFailed, check
from autograder.checking import guarded_calls
from autograder.checking.notebook import VERDICT, check_through, verdict
from autograder.checking.progress import note_pass
from autograder.checking.public_check import check_function
from autograder.course_map import assignment_of
from autograder.registry import find
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.report import Report
from tests import twins


def in_notebook(source, **names):
    """Run cells as a notebook does; what they define is their namespace."""
    namespace = {"np": np, "check": check, **names}
    exec(source, namespace)
    return namespace


AFFINE = """
def affine_forward(x, w, b):
    return x @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.mean(0)
"""


def test_validating_shows_the_explanation_in_the_place_of_the_traceback(monkeypatch):
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(CheckFailed) as failed:
        in_notebook(AFFINE + "check(affine_backward)")
    lines = failed.value._render_traceback_()
    assert "0.5 times" in " ".join(lines) and max(map(len, lines)) <= 82, "nbgrader's dialog cuts longer ones"


def test_a_failure_is_explained_in_steps_and_its_traceback_is_one_line():
    with pytest.raises(CheckFailed, match=r"(?s)0.5 times.*check\(affine_backward, hint=\d\) says more") as first:
        in_notebook(AFFINE + "check(affine_backward)")
    assert first.value._render_traceback_() == ["affine_backward: not yet. See above."]
    with pytest.raises(CheckFailed, match="The book derives it in chapter"):
        in_notebook(AFFINE + "check(affine_backward, hint=3)")


def test_a_pass_says_points_what_is_done_and_what_comes_next(capsys):
    in_notebook(AFFINE + "check(affine_forward)")
    said = "affine_forward: passed, 2 points. 1 of 6 functions, 2 of 17 points; next: affine_backward.\n"
    assert capsys.readouterr().out == said


def test_a_function_that_was_written_anew_has_not_passed_yet():
    first, same = in_notebook(AFFINE), in_notebook(AFFINE)
    note_pass("affine_forward", first["affine_forward"], first)
    first["affine_forward"] = same["affine_forward"]  # the cell was run again
    assert note_pass("relu_forward", twins.relu_forward, first).done == ("affine_forward", "relu_forward")
    first["affine_forward"] = twins.affine_forward
    assert note_pass("relu_forward", twins.relu_forward, first).done == ("relu_forward",)


def test_after_the_last_function_it_says_what_to_do():
    namespace = {}
    for name in assignment_of("batchnorm_forward").functions:
        namespace[name] = getattr(twins, name)
        progress = note_pass(name, namespace[name], namespace)
    assert "All 4 functions of batchnorm pass: 13 points." in str(progress) and "hand in" in str(progress)
    assert str(progress).endswith("The next assignment is normalization.")
    assert 'aria-label="4 of 4 functions"' in progress.html() and "width:100%" in progress.html()


def test_in_the_sandbox_a_check_may_ask_for_a_hint_too():
    sent = []
    carry = check_through(lambda message: sent.append(message) or b"")
    in_notebook(AFFINE + "carry(affine_backward, hint=3)", carry=carry)
    assert sent


def sentences(name, **functions):
    return check_function(find(name), functions).text(1)


def unwritten(*arguments):
    raise NotImplementedError


def test_the_function_that_is_not_written_is_the_one_that_is_named():
    source = "def affine_forward(x, w, b): raise NotImplementedError\n"
    source += "def mlp_forward(x, params): return affine_forward(x, params['W1'], params['b1'])"
    functions = in_notebook(source)
    said = sentences("mlp_forward", mlp_forward=functions["mlp_forward"])
    assert said.splitlines()[1:] == ["  mlp_forward calls affine_forward, which is not written yet."]
    said = sentences("affine_backward", affine_forward=unwritten, affine_backward=twins.affine_backward)
    assert "  affine_forward is not written yet. Write affine_forward first: " in said
    assert sentences("affine_forward", affine_forward=unwritten).splitlines()[1:] == [
        "  affine_forward is not written yet."
    ]


def test_in_a_task_too_the_function_that_is_not_written_is_the_one_that_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.savez("digits.npz", x=np.zeros((1000, 64)), y=np.arange(1000) % 10)
    source = "def affine_forward(x, w, b): raise NotImplementedError\n"
    source += "def train_digits(x_train, y_train, x_test): return affine_forward(x_train, None, None)"
    said = sentences("train_digits", train_digits=in_notebook(source)["train_digits"])
    assert "train_digits calls affine_forward, which is not written yet." in said


def test_a_slow_check_says_that_it_is_at_work(monkeypatch, capsys):
    def compiling(x):
        time.sleep(0.02)
        return x.clip(0), x

    monkeypatch.setattr(guarded_calls, "FIRST_SIGN", 0.05)
    in_notebook("check(relu_forward)", relu_forward=compiling)
    assert "still checking relu_forward, " in capsys.readouterr().err


def test_a_function_that_returns_nothing_but_none_gets_no_noise():
    functions = {"affine_forward": twins.affine_forward, "affine_backward": lambda dout, cache: (None, None, None)}
    assert len(sentences("affine_backward", **functions).splitlines()) == 2


@pytest.mark.parametrize("cache", [list, lambda x: iter([x])], ids=["a list that is popped", "an iterator"])
def test_a_second_call_that_raises_is_told_from_a_first_one(cache):
    def forward(x):
        return np.maximum(x, 0), cache([x])

    def backward(dout, cache):
        (x,) = [cache.pop()] if isinstance(cache, list) else next(cache)
        return dout * (x > 0)

    report = check_function(find("relu_backward"), {"relu_forward": forward, "relu_backward": backward})
    assert [mismatch.code for mismatch in report.mismatches] == ["cache_changed"]
    assert "The second call of relu_backward raised" in report.text(1)


@pytest.mark.parametrize(
    "bend, fault",
    [
        (lambda out: (out + 1, None), "does not give the right numbers yet"),
        (lambda out: (out[None], None), "computes out in another shape"),
        (lambda out: (out * np.nan, None), "gives nan or infinity in out"),
        (lambda out: int("x"), "stopped with ValueError: invalid literal for int() with base 10: 'x'"),
        (lambda out: None, "must return 2 values, and it returned None, as one without return does"),
    ],
    ids=["numbers", "shape", "nan", "raises", "none"],
)
def test_what_is_wrong_with_a_forward_function_is_said_as_it_is(bend, fault):
    from autograder.verdict.comparison import EXACT, differences
    from autograder.verdict.failures import forward_fault
    from autograder.verdict.invocation import answer

    def forward(x):
        return bend(twins.relu_forward(x)[0])

    spec = find("relu_forward")
    case = spec.cases(np.random.default_rng(1))[0]
    right = answer(spec, case, {"relu_forward": twins.relu_forward}).outputs
    got = answer(spec, case, {"relu_forward": forward})
    assert forward_fault(got, differences(spec, case, got, right, EXACT)) == fault


def test_a_page_is_told_the_verdict_in_plain_values():
    failed = Report("affine_backward", [Mismatch(Finding.SIGN, "dw", "dw has the wrong sign.")])
    assert verdict(failed) == {
        "function": "affine_backward",
        "passed": False,
        "credit": 0.0,
        "points": find("affine_backward").points,
        "figure": None,
        "assignment": "layers",
    }
    half = Report("affine_backward", failed.mismatches, partial=0.5)
    assert (verdict(half)["passed"], verdict(half)["credit"]) == (False, 0.5)
    assert verdict(Report("affine_backward", []))["passed"]


def test_a_check_in_a_notebook_shows_its_verdict_beside_its_words(monkeypatch):
    shown = []
    display = ModuleType("IPython.display")
    display.display = lambda data, raw: shown.append(data)
    shell = ModuleType("IPython")
    shell.get_ipython, shell.display = lambda: True, display
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    with pytest.raises(CheckFailed):
        in_notebook(AFFINE + "check(affine_backward)")
    in_notebook(AFFINE + "check(affine_forward)")
    assert [data[VERDICT]["passed"] for data in shown] == [False, True]
    assert all({"text/plain", "text/html"} < data.keys() for data in shown)
