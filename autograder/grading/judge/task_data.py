"""The instructor's own copy of the data that tasks are set on; a student's copy is never trusted."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import autograder
from autograder.grading.assignments.source_notebook import write_files
from autograder.registry import find
from autograder.specification import Spec, task_of

EXERCISES = Path(autograder.__file__).parents[1] / "exercises"


def data_of(spec: Spec) -> Any:
    """Return the data of a task, read once in a process."""
    return _data(spec.name)


@cache
def _data(name):
    task = task_of(find(name))
    with TemporaryDirectory() as folder:
        for text in EXERCISES.glob("*/*.md"):
            if f"def {name}(" in text.read_text(encoding="utf-8"):  # other exercises may have other files of that name
                write_files(text.parent, Path(folder))
        return task.read(Path(folder) / task.file)
