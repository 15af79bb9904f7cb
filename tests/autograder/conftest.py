"""The package without the instructor's side, for tests that run the command line."""

import shutil
from pathlib import Path

import pytest

from autograder import course_map
from autograder.checking import public_numbers, supervision
from autograder.registry import load


@pytest.fixture(scope="session")
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


@pytest.fixture
def as_a_student(monkeypatch, students_side):
    """`autograder check` starts its processes there."""
    monkeypatch.setattr(supervision, "ROOT", students_side)
