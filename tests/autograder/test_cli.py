"""Does `autograder check FILE` say the same as the notebook, in text and in JSON?"""

import json
import xml.etree.ElementTree as ET
from dataclasses import asdict

import numpy as np
import pytest

from autograder.checking import file_check, public_check, supervision
from autograder.checking.public_check import DRAWN, LARGER
from autograder.cli import main

pytestmark = pytest.mark.usefixtures("as_a_student")
RIGHT = """
def affine_forward(x, w, b):
    return x @ w + b, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    return dout @ w.T, x.T @ dout, dout.sum(0)
"""
WRONG = RIGHT.replace("dout.sum(0)", "dout.mean(0)")


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
    assert (code, out) == (0, f"train_digits: passed.\n  Reached: 100.0 %.\n  {DRAWN}\n")


def test_more_is_said_on_request(tmp_path, capsys):
    _, first, _ = run(tmp_path, capsys, "layers.py", WRONG)
    _, third, _ = run(tmp_path, capsys, "layers.py", WRONG, "--hint", "3")
    assert first.rstrip().endswith("says more.") and "The book derives it" not in first
    assert 'section "Backward, entry by entry"' in third and "says more" not in third


@pytest.mark.parametrize(
    "name, text, said",
    [
        ("a.py", RIGHT.replace("def affine_backward", "def affine_backwards"), "did you mean affine_backward?"),
        ("a.ipynb", notebook(f"1 / 0{RIGHT}"), "cell 1 raised ZeroDivisionError"),
        ("a.ipynb", notebook(f"from .layers import *{RIGHT}"), "cell 1 raised ImportError (line 1): a notebook is in"),
        ("a.py", f"{RIGHT}\ndef relu_forward(x):\n    print 'a', x\n", "relu_forward (lines 10 to 11) was left out"),
        ("a.py", f"{RIGHT}print 'debug'\n", "line 9 is Python 2 (print 'debug'); print is a function now"),
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
    ids=[
        "misspelt",
        "raised before",
        "relative import in a notebook",
        "Python 2 inside",
        "Python 2 between",
        "exit",
        "os._exit",
    ],
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


def test_a_relative_import_is_one_from_the_folder_of_the_file(tmp_path, capsys):
    (tmp_path / "mine").mkdir()
    (tmp_path / "above.py").write_text("from .further import relu_forward")
    (tmp_path / "further.py").write_text("def relu_forward(x):\n    return x.clip(0), x")
    (tmp_path / "mine" / "forward.py").write_text(RIGHT)
    imports = "from .forward import *\nfrom ..above import relu_forward\nfrom . import slow\n"
    imports += "from .fast import *\nfast_conv(3)\n"
    code, out, _ = run(tmp_path / "mine", capsys, "layers.py", imports)
    assert code == 0 and "relu_forward: passed." in out and "affine_backward: passed." in out
    assert "line 3 raised ImportError and was skipped: slow.py is not in this file's folder." in out
    assert "fast.py is not in this file's folder. 1 more line that needs fast_conv was skipped, in line 5." in out


def test_what_needs_a_package_that_is_not_here_is_said_once_and_costs_nothing(tmp_path, capsys):
    drawn = "import nowhere.pyplot as plt\nplt.plot([1])\n" + RIGHT + "\nfig = plt.figure()\nfig.show()\n"
    code, out, _ = run(tmp_path, capsys, "layers.py", drawn)
    assert code == 0 and out.splitlines()[-1] == (
        "line 1 raised ModuleNotFoundError and was skipped: the package nowhere is not installed here. "
        "3 more lines that need plt and fig were skipped, in lines 2, 12 and 13."
    )


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


SLOW = "\ndef relu_forward(x):\n    import time; time.sleep(0.01)\n    return x.clip(0), x\n"


def test_a_slow_function_is_heard_of(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(supervision, "FIRST_SIGN", 0.05)
    _, out, err = run(tmp_path, capsys, "layers.py", SLOW)
    assert "relu_forward: passed." in out and "still checking relu_forward, " in err


def test_the_time_of_a_check_begins_when_its_numbers_are_there(tmp_path, monkeypatch):
    events = []
    monkeypatch.setattr(public_check, "questions_for", lambda name: events.append({"numbers": name}) or ())
    (tmp_path / "layers.py").write_text(RIGHT)
    order = asdict(supervision.Order(str(tmp_path / "layers.py"), ["affine_forward"]))
    file_check._check(order, tmp_path / "written", events.append)
    kinds = [next(iter(event)) for event in events if "runs" not in event]
    assert kinds[:4] == ["problems", "prepares", "numbers", "checks"]


def test_an_interrupt_is_one_sentence(tmp_path, capsys, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(supervision.time, "sleep", interrupted)
    code, out, err = run(tmp_path, capsys, "layers.py", RIGHT)
    assert (code, out) == (2, "") and err.startswith("autograder check: interrupted") and len(err.splitlines()) == 1
