"""Write `earlier.py` beside a notebook: what it needs from earlier assignments, sealed."""

import ast
from collections.abc import Callable
from functools import cache
from pathlib import Path

import jupytext

from autograder.checking.prerequisites import definitions, seal
from autograder.registry import load

HEAD = '"""Functions of earlier assignments: yours where they pass their check, else provided ones."""'
IMPORT = "from autograder.checking.prerequisites import take"


class MissingFunction(ValueError):
    """An exercise imports something from `earlier` that no other exercise asks for."""


def write_earlier(exercise: Path, folder: Path) -> None:
    """Write `earlier.py` into `folder` if the text of an exercise imports from it.

    Parameters
    ----------
    exercise : Path
        Folder of the exercise, beside those of all others.
    folder : Path

    Raises
    ------
    MissingFunction
        If no other exercise asks for one of the functions.
    """
    needed = {}
    for name in _imported(exercise / f"{exercise.name}.md"):
        needed.setdefault(_home(name, exercise), []).append(name)
    lines = []
    for home, names in needed.items():
        lines += [f"[{', '.join(names)}] = take(", f"    {names!r},", f"    {home.name!r},"]
        lines += [f"    {seal(model_answers(home))!r},", ")"]
    if lines:
        (folder / "earlier.py").write_text("\n".join([HEAD, "", IMPORT, "", *lines, ""]))


@cache
def model_answers(exercise: Path) -> str:
    """One source with the functions of an exercise, its model answers among them, and all that they build on."""
    text = exercise / f"{exercise.name}.md"
    homes = dict.fromkeys(_home(name, exercise) for name in _imported(text))
    return "\n\n".join([*map(model_answers, homes), *map(definitions, _cells(text))])


def run_model_answers(exercises: Path) -> dict[str, Callable]:
    """Return the model answer of every exercise function by its name; each exercise has a namespace of its own."""
    found = {}
    for text in sorted(exercises.glob("*/*.md")):
        namespace = {}
        exec(model_answers(text.parent), namespace)
        found |= {name: namespace[name] for name in load() if f"def {name}(" in text.read_text(encoding="utf-8")}
    return found


def _cells(text):
    return [cell.source for cell in jupytext.read(text).cells if cell.cell_type == "code"]


def _imported(text):
    """Names that the cells of a text import from `earlier`."""
    nodes = [node for cell in _cells(text) for node in ast.parse(cell).body if isinstance(node, ast.ImportFrom)]
    return [alias.name for node in nodes if node.module == "earlier" for alias in node.names]


def _home(name, exercise):
    """The folder of the exercise that asks for a function."""
    for text in sorted(exercise.parent.glob("*/*.md")):
        if text.parent != exercise and f"def {name}(" in text.read_text(encoding="utf-8"):
            return text.parent
    raise MissingFunction(f"{exercise.name} imports {name} from earlier, but no other exercise asks for it")
