"""Does `autograder new` write a layer that is whole as it stands?"""

import os
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.layout import ROOT

LEFT = shutil.ignore_patterns(".git", ".venv", "_build", "__pycache__", "mathjax", "vega", ".*_cache", "*.egg-info")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the checkout, with a layer that nobody has changed yet; and what the command said."""
    folder = shutil.copytree(ROOT, tmp_path_factory.mktemp("author") / "checkout", ignore=LEFT)
    said = run(folder, sys.executable, "-m", "autograder", "new", "convolution", "blur")
    assert said.returncode == 0, said.stderr
    return folder, said.stdout


def run(folder, *command):
    """Run a command in a checkout, which is imported before the one that is installed."""
    environment = os.environ | {"PYTHONPATH": str(folder)}
    environment.pop("PYTEST_XDIST_WORKER", None)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)


def test_its_tests_pass_with_nothing_filled_in(checkout):
    folder, said = checkout
    command = shlex.split(said.splitlines()[-1])
    assert "-k" in command
    done = run(folder, *command, "-p", "no:cacheprovider")
    assert done.returncode == 0 and " passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    "left_out, said",
    [
        ("solutions/convolution/blur.py", "blur_forward is not defined in solutions/convolution/blur.py"),
        ("solutions/convolution/blur_wrong.py", "blur_backward has 0 misconceptions and needs 3"),
        ("solutions/convolution/blur_right.py", "blur_forward has 0 right answers in other styles and needs 2"),
        ("solutions/convolution/blur_bench.py", "blur_forward is not timed"),
    ],
)
def test_a_file_that_is_missing_is_named_before_anything_is_collected(checkout, left_out, said):
    folder, _ = checkout
    text = (folder / left_out).read_text()
    (folder / left_out).unlink()
    try:
        done = run(folder, sys.executable, "-m", "pytest", "-q", "--collect-only", "tests/solutions")
    finally:
        (folder / left_out).write_text(text)
    assert said in done.stdout + done.stderr and "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "chapter, layer, said",
    [
        ("convolutions", "blur", "expected a chapter of activations"),
        ("convolution", "Blur-2", "expected a name in small letters"),
        ("graphs", "conv", "conv exists already"),
    ],
)
def test_a_name_that_can_not_be_is_refused_and_nothing_is_written(checkout, chapter, layer, said):
    folder, _ = checkout
    done = run(folder, sys.executable, "-m", "autograder", "new", chapter, layer)
    assert done.returncode == 2 and said in done.stderr
