"""Does `autograder check FILE` say the same as the notebook, in text and in JSON?"""

import json

import numpy as np
import pytest

from autograder.checking.public_check import DRAWN, LARGER
from autograder.cli import main

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


def test_a_missing_file_is_named(tmp_path, capsys):
    assert main(["check", str(tmp_path / "none.py")]) == 2
    assert "none.py" in capsys.readouterr().err


def test_a_task_finds_the_data_beside_the_file(tmp_path, capsys):
    digits = np.arange(1000) % 10
    np.savez(tmp_path / "digits.npz", x=np.eye(64)[digits], y=digits)
    nearest = "def train_digits(x_train, y_train, x_test):\n    return y_train[(x_test @ x_train.T).argmax(1)]\n"
    code, out, _ = run(tmp_path, capsys, "network.py", nearest)
    assert (code, out) == (0, f"train_digits: passed.\n  {DRAWN}\n")
