"""Does `autograder check FILE` say the same as the notebook, in text and in JSON?"""

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from autograder import course_map
from autograder.checking import public_numbers, supervision
from autograder.checking.public_check import DRAWN, LARGER
from autograder.cli import main
from autograder.registry import load

RIGHT = """
def affine_forward(x, w, b):
    return x @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(0)
"""
WRONG = RIGHT.replace("dout.sum(0)", "dout.mean(0)")


@pytest.fixture(scope="module")
def students_side(tmp_path_factory):
    """The package as a student has it, which starts faster too."""
    root = tmp_path_factory.mktemp("installed")
    package = Path(supervision.__file__).parents[1]
    shutil.copytree(package, root / "autograder", ignore=shutil.ignore_patterns("grading", "__pycache__"))
    course_map.write(root / "autograder" / course_map.FILE.name)
    numbers = root / "autograder" / "checking" / public_numbers.FOLDER
    numbers.mkdir()
    for name in load():
        (numbers / f"{name}.bin").write_bytes(public_numbers.write([]))
    return root


@pytest.fixture(autouse=True)
def as_a_student(monkeypatch, students_side):
    monkeypatch.setattr(supervision, "ROOT", students_side)


def notebook(*cells):
    cells = [{"cell_type": "code", "source": cell.splitlines(keepends=True), "metadata": {}} for cell in cells]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def run(tmp_path, capsys, name, text, *options):
    path = tmp_path / name
    path.write_text(text)
    code = main(["check", str(path), *options])
    return code, *capsys.readouterr()


def test_a_right_file_passes(tmp_path, capsys):
    code, out, _ = run(tmp_path, capsys, "layers.py", RIGHT)
    assert code == 0 and out.splitlines() == ["affine_forward: passed.", "affine_backward: passed.", f"  {LARGER}"]


def test_a_notebook_is_read_past_magics_checks_and_failing_cells(tmp_path, capsys):
    cells = ["%matplotlib inline\nfrom autograder import check", RIGHT, "check(affine_forward)", "1 / 0"]
    code, out, _ = run(tmp_path, capsys, "layers.ipynb", notebook(*cells))
    assert code == 0 and "cell 4 raised ZeroDivisionError" in out


def test_json_names_the_slip_and_the_argument(tmp_path, capsys):
    code, out, _ = run(tmp_path, capsys, "layers.py", WRONG, "--json")
    failed = next(report for report in json.loads(out)["reports"] if not report["passed"])
    assert code == 1
    assert [(p["code"], p["argument"]) for p in failed["problems"]] == [("factor", "db")]


@pytest.mark.parametrize(
    "name, text, expected",
    [
        ("empty.ipynb", "", "not a Jupyter notebook"),
        ("cut.ipynb", notebook(RIGHT)[:40], "not a Jupyter notebook"),
        ("list.ipynb", "[1, 2]", "not a Jupyter notebook"),
        ("layers.txt", RIGHT, "expected a .py or .ipynb file"),
        ("other.py", "x = 1", "defines no exercise function"),
        ("broken.py", "def affine_forward(:", "SyntaxError"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_one_line(tmp_path, capsys, name, text, expected):
    code, out, err = run(tmp_path, capsys, name, text)
    assert code == 2 and not out and expected in err and len(err.splitlines()) == 1


def test_what_cannot_be_checked_is_json_too(tmp_path, capsys):
    code, out, _ = run(tmp_path, capsys, "other.py", "x = 1", "--json")
    assert code == 2 and not json.loads(out)["passed"] and "no exercise function" in json.loads(out)["problems"][0]


def test_a_missing_file_is_named(tmp_path, capsys):
    assert main(["check", str(tmp_path / "none.py")]) == 2
    assert "none.py" in capsys.readouterr().err


def test_a_task_finds_the_data_beside_the_file(tmp_path, capsys):
    digits = np.arange(1000) % 10
    np.savez(tmp_path / "digits.npz", x=np.eye(64)[digits], y=digits)
    nearest = (
        "def train_digits(x_train, y_train, x_test):\n"
        "    distances = ((x_test[:, None] - x_train) ** 2).sum(2)\n"
        "    return y_train[distances.argmin(1)]\n"
    )
    code, out, _ = run(tmp_path, capsys, "network.py", nearest)
    assert (code, out) == (0, f"train_digits: passed.\n  {DRAWN}\n")


def test_more_is_said_on_request(tmp_path, capsys):
    _, first, _ = run(tmp_path, capsys, "layers.py", WRONG)
    _, third, _ = run(tmp_path, capsys, "layers.py", WRONG, "--hint", "3")
    assert first.rstrip().endswith("says more.") and "The book derives it" not in first
    assert 'section "Backward, entry by entry"' in third and "says more" not in third


OTHER_NAMES = """
import numpy as np


class Sigmoid:
    def forward(self, x):
        out = 1 / (1 + np.exp(-x))
        return out, out

    def backward(self, dout, cache):
        return dout * cache * (1 - cache)


class LeakyRelu:
    def __init__(self, slope=0.01):
        self.slope = slope

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.slope * x)

    def backward(self, dout):
        return dout * np.where(self.x > 0, 1, self.slope)


def affine_forward_naive(x, w, b):
    return x @ w + b, (x, w)


def affine_backward_naive(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(0)


def svm_loss_naive(W, X, y, reg):
    pass
"""


def test_names_of_other_courses_and_classes_are_known(tmp_path, capsys):
    code, out, _ = run(tmp_path, capsys, "layers.py", OTHER_NAMES)
    assert code == 0
    for name in ("Sigmoid.forward (sigmoid_forward)", "LeakyRelu.backward (leaky_relu_backward)"):
        assert f"{name}: passed." in out
    assert "affine_backward_naive (affine_backward): passed." in out
    assert "svm_loss_naive: not checked, it takes (W, X, y, reg) where svm_loss takes (scores, y)." in out


def test_every_version_of_a_function_is_checked_under_its_own_name(tmp_path, capsys):
    code, out, _ = run(tmp_path, capsys, "layers.py", RIGHT + OTHER_NAMES.replace("x @ w + b", "x @ w"))
    assert code == 1 and "affine_forward: passed." in out and "affine_forward_naive (affine_forward): not yet." in out


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("a.py", RIGHT.replace("def affine_backward", "def affine_backwards"), "did you mean affine_backward?"),
        ("a.ipynb", notebook(f"1 / 0{RIGHT}"), "cell 1 raised ZeroDivisionError"),
        ("a.py", f"{RIGHT}\ndef relu_forward(x):\n    print 'a', x\n", "relu_forward (lines 10 to 11) was left out"),
        (
            "a.py",
            f"{RIGHT}\ndef relu_forward(x):\n    import sys; sys.exit()\n",
            "relu_forward ended the program by exit()",
        ),
        (
            "a.py",
            f"{RIGHT}\ndef relu_forward(x):\n    import os; os._exit(0)\n",
            "relu_forward ended the whole process",
        ),
    ],
    ids=["misspelt", "raised before", "Python 2 inside", "exit", "os._exit"],
)
def test_success_means_that_what_was_asked_for_is_right(tmp_path, capsys, name, text, said):
    code, out, _ = run(tmp_path, capsys, name, text)
    assert code == 1 and said in out and "affine_forward: passed." in out
    assert ("cell 1" in out) == name.endswith(".ipynb")


@pytest.mark.parametrize(
    "line, said",
    [
        ("from google.colab import drive\ndrive.mount('/x')", "google.colab exists on Colab only"),
        ("from nowhere import thing", "the package nowhere is not installed here"),
        ("name = input('name?')", "asks for input()"),
        ("import sys; sys.exit()", "ends the program"),
        ("import os; os._exit(3)", "ended the whole process"),
        ("get_ipython().run_line_magic('matplotlib', 'inline')", "affine_backward: passed."),
        ("import asyncio\nawait asyncio.sleep(0)", "affine_backward: passed."),
    ],
)
def test_a_line_that_cannot_be_run_does_not_hide_the_rest(tmp_path, capsys, line, said):
    code, out, _ = run(tmp_path, capsys, "layers.py", f"{RIGHT}\n{line}\n")
    assert code == 0 and said in out and "affine_backward: passed." in out


MODULE = f"%%writefile mine.py\n{RIGHT}"
USES = {
    "import": "from mine import affine_forward, affine_backward",
    "run": "%run mine.py",
    "open": "exec(open('mine.py').read())",
    "pathlib": "from pathlib import Path\nif Path('mine.py').exists():\n    exec(Path('mine.py').read_text())",
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_what_a_notebook_writes_into_a_file_is_judged_as_the_notebook_says_now(tmp_path, capsys, monkeypatch, use):
    monkeypatch.chdir(tmp_path)
    for sign, expected in (("+", 0), ("-", 1)):
        cells = [MODULE.replace("+ b", f"{sign} b"), use]
        assert run(tmp_path, capsys, "layers.ipynb", notebook(*cells))[0] == expected
        assert [path.name for path in tmp_path.iterdir()] == ["layers.ipynb"]


def test_a_file_of_the_students_own_stays_as_it_is(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "layers").mkdir()
    for name in ("__init__.py", "mine.py"):
        (tmp_path / "layers" / name).write_text("own = 1\n")
    (tmp_path / "layers" / "other.py").write_text("import numpy as np\n")
    first, second = RIGHT.split("\n\n\n")
    cells = [
        f"%%writefile layers/mine.py\nfrom .other import np\n{first}\n",
        f"%%writefile -a layers/mine.py\n{second}",
        "from layers.mine import affine_forward, affine_backward",
    ]
    code, out, _ = run(tmp_path, capsys, "layers.ipynb", notebook(*cells))
    assert code == 0 and "affine_backward: passed." in out
    assert {path.read_text() for path in (tmp_path / "layers").glob("*e.py")} == {"own = 1\n"}
    assert len(list(tmp_path.rglob("*"))) == 5


def test_an_endless_loop_ends_with_one_sentence(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("AUTOGRADER_SECONDS", "0.5")
    endless = "\ndef relu_forward(x):\n    while True:\n        x = x + 1\n\nwhile True:\n    pass\n"
    code, out, _ = run(tmp_path, capsys, "layers.py", endless + RIGHT)
    assert code == 1 and "affine_backward: passed." in out
    assert "relu_forward came to no end" in out and "line 6 was stopped: no end" in out


def test_json_stays_json_whatever_student_code_prints(tmp_path, capfd):
    loud = """
import os, warnings

def relu_forward(x):
    print(x)
    os.write(1, b'raw')
    os.system('echo sub')
    warnings.warn('loud')
    return x.clip(0), x / 0
"""
    path = tmp_path / "layers.py"
    path.write_text(loud + RIGHT)
    assert main(["check", str(path), "--json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["passed"] and "loud" not in err and "Warning" not in err


def test_junit_has_a_case_for_each_function(tmp_path, capsys):
    run(tmp_path, capsys, "layers.py", WRONG, "--junit", str(tmp_path / "junit.xml"))
    cases = ET.parse(tmp_path / "junit.xml").getroot().findall("testsuite/testcase")
    assert [(case.get("name"), case.find("failure") is None) for case in cases] == [
        ("affine_forward", True),
        ("affine_backward", False),
    ]


def test_only_the_functions_that_are_named_are_checked(tmp_path, capsys):
    assert run(tmp_path, capsys, "layers.py", WRONG, "affine_forward")[0] == 0
    code, out, _ = run(tmp_path, capsys, "layers.py", WRONG, "affine_forward", "relu_forward")
    assert code == 1 and "relu_forward: not checked" in out


def test_an_interrupt_is_one_sentence(tmp_path, capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(supervision.time, "sleep", interrupted)
    code, out, err = run(tmp_path, capsys, "layers.py", RIGHT)
    assert (code, out) == (2, "") and err.startswith("autograder check: interrupted") and len(err.splitlines()) == 1
