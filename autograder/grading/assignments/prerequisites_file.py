"""Write `earlier.py` beside a notebook: what it needs from earlier assignments, the closed ones sealed."""

import ast
from collections.abc import Callable, Collection
from functools import cache, lru_cache
from pathlib import Path

import jupytext
from nbformat import NotebookNode

from autograder.checking.prerequisites import definitions, seal
from autograder.registry import load

HEAD = '"""Functions of earlier assignments: yours where they pass their check, else provided ones."""'
IMPORT = "from autograder.checking.prerequisites import take"


class MissingFunction(ValueError):
    """An exercise imports something from `earlier` that no other exercise asks for."""


class NotClosed(ValueError):
    """An answer would be given away that is still graded."""


def write_earlier(exercise: Path, folder: Path, closed: Collection[str] = ()) -> None:
    """Write `earlier.py` into `folder` if the text of an exercise imports from it.

    Parameters
    ----------
    exercise : Path
        Folder of the exercise, beside those of all others.
    folder : Path
    closed : collection of str
        Assignments that nobody can hand in any more: only their answers are provided.

    Raises
    ------
    MissingFunction
        If no other exercise asks for one of the functions.
    NotClosed
        If a function of a closed assignment builds on one that is not.
    """
    needed = {}
    for name in _imported(exercise / f"{exercise.name}.md"):
        needed.setdefault(_home(name, exercise), []).append(name)
    lines = []
    for home, names in needed.items():
        lines += [f"[{', '.join(names)}] = take(", f"    {names!r},", f"    {home.name!r},"]
        lines += [f"    {seal(_provided(home, names, closed))!r},"] if home.name in closed else []
        lines += [")"]
    if lines:
        (folder / "earlier.py").write_text("\n".join([HEAD, "", IMPORT, "", *lines, ""]))


def homes(source: str) -> list[str]:
    """The assignments that a text of `earlier.py` takes functions from."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and len(node.args) > 1]
    return [str(ast.literal_eval(call.args[1])) for call in calls if ast.unparse(call.func) == "take"]


def _provided(home, names, closed):
    """The source of some functions of an exercise, of what they call, and of nothing else that is asked for."""
    nodes = ast.parse(model_answers(home)).body
    defined = {node.name: node for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    reached, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name in defined and name not in reached:
            reached.add(name)
            waiting += [node.id for node in ast.walk(defined[name]) if isinstance(node, ast.Name)]
    for name in reached & load().keys():
        asked_in = _asked_in(name, home.parent)
        if asked_in.name not in closed:
            raise NotClosed(f"{home.name} builds on {name} of {asked_in.name}, which is not closed")
    return "\n\n".join(ast.unparse(node) for node in nodes if getattr(node, "name", None) in {None, *reached})


@cache
def model_answers(exercise: Path) -> str:
    """One source with the functions of an exercise, its model answers among them, and all that they build on."""
    text = exercise / f"{exercise.name}.md"
    before = dict.fromkeys(_home(name, exercise) for name in _imported(text))
    return "\n\n".join([*map(model_answers, before), *map(definitions, _cells(text))])


def run_model_answers(exercises: Path) -> dict[str, Callable]:
    """Return the model answer of every exercise function by its name; each exercise has a namespace of its own."""
    found = {}
    for text in sorted(exercises.glob("*/*.md")):
        namespace = {}
        exec(model_answers(text.parent), namespace)
        found |= {name: namespace[name] for name in load() if f"def {name}(" in text.read_text(encoding="utf-8")}
    return found


def read_exercise(text: Path) -> NotebookNode:
    """An exercise text as a notebook, not to be changed: it is kept, for it is needed in many places."""
    return _parsed(text, text.read_text(encoding="utf-8"))


@lru_cache(64)
def _parsed(text: Path, _: str) -> NotebookNode:
    return jupytext.read(text)


def _cells(text):
    return [cell.source for cell in read_exercise(text).cells if cell.cell_type == "code"]


def _imported(text):
    """Names that the cells of a text import from `earlier`."""
    nodes = [node for cell in _cells(text) for node in ast.parse(cell).body if isinstance(node, ast.ImportFrom)]
    return [alias.name for node in nodes if node.module == "earlier" for alias in node.names]


def _home(name, exercise):
    """The folder of the other exercise that asks for a function."""
    home = _asked_in(name, exercise.parent, exercise)
    if home is None:
        raise MissingFunction(f"{exercise.name} imports {name} from earlier, but no other exercise asks for it")
    return home


def _asked_in(name, exercises, but=None):
    """The folder of the exercise that asks for a function, or None."""
    for text in sorted(exercises.glob("*/*.md")):
        if text.parent != but and f"def {name}(" in text.read_text(encoding="utf-8"):
            return text.parent
    return None
