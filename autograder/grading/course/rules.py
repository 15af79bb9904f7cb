"""By which rules a mark is given: the code that judges, each function's reference and specification, points, limits."""

import ast
import hashlib
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade

import autograder
import solutions
from autograder.grading.judge.notebook_cells import examined_function
from autograder.grading.sandbox.limits import Limits
from autograder.registry import home, load
from autograder.variants import Chosen

ROOT = Path(autograder.__file__).parents[1]
JUDGING = (  # what decides about points; what only words the verdict is left out
    "protocol.py",
    "conversion.py",
    "variants.py",
    "specification.py",
    "registry.py",
    "checking",
    "verdict",
    "grading/assignments/repair.py",
    "grading/content",
    "grading/judge",
    "grading/sandbox",
)
OURS = ("solutions", "autograder.specs")
DIGITS = 16

Rules = dict[str, Any]


def rules_of(notebooks: Iterable[NotebookNode], limits: Limits, variants: Chosen | None = None) -> Rules:
    """The rules for the notebooks of an assignment.

    Parameters
    ----------
    notebooks : iterable of NotebookNode
        As handed out, or graded.
    limits : Limits
    variants : dict of str to str, optional
        Those of the student.

    Returns
    -------
    dict
        Digests of `judge` and `functions` (by name), `points` by grade id, `limits`, and `variants` if there are any;
        all of it can be written as JSON.
    """
    cells = [cell for notebook in notebooks for cell in notebook.cells if is_grade(cell)]
    names = [name for name in map(examined_function, cells) if name in load()]
    rules = {
        "judge": judge_digest(),
        "functions": {name: function_digest(name) for name in names},
        "points": {cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points for cell in cells},
        "limits": asdict(limits),
    }
    return rules | ({"variants": dict(variants)} if variants else {})


def changes(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[str]:
    """What is different now, in words; nothing if a mark that was given by the rules `before` still stands."""
    if not before:
        return ["the rules of that time, which were not written down"]
    said = ["the code that judges"] if before["judge"] != now["judge"] else []
    said += ["the limits"] if before["limits"] != now["limits"] else []
    said += ["the student's variants"] if before.get("variants") != now.get("variants") else []
    old = before["functions"]
    said += [f"{name}'s reference or specification" for name, each in now["functions"].items() if old.get(name) != each]
    old = before["points"]
    for name, points in now["points"].items():
        if old.get(name) != points:
            said.append(f"the points of {name}, {old[name]:g} and now {points:g}" if name in old else f"{name} is new")
    return said + [f"{name} is gone" for name in old if name not in now["points"]]


@cache
def code_digest() -> str:
    """What two computers must have in common to give the same marks in the same words."""
    folders = [ROOT / "autograder", ROOT / "solutions"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".toml", ".json"}]
    packages = [f"{name} {version(name)}" for name in ("numpy", "numba")]
    return _digest(files, ".".join(platform.python_version_tuple()[:2]), *packages)


@cache
def judge_digest() -> str:
    """Of the code that decides about points, whatever the function."""
    places = [ROOT / "autograder" / name for name in JUDGING]
    return _digest(path for place in places for path in ([place] if place.is_file() else place.rglob("*.py")))


@cache
def function_digest(name: str) -> str:
    """Of the reference and the specification of a function, and of all modules of ours that they import."""
    found: set[Path] = set()
    reference = getattr(solutions, name, None)  # none for a task, which is judged by its result
    waiting = [home(name), *([reference.__module__] if reference else [])]
    while waiting:
        path = _file_of(waiting.pop())
        if path and path not in found:
            found.add(path)
            waiting += _imports(path)
    return _digest(found)


def _file_of(module: str) -> Path | None:
    """The file of a module of ours; none for a package, whose own file only lists the others."""
    path = ROOT / Path(*module.split(".")).with_suffix(".py")
    return path if path.is_file() else None


@cache
def _imports(path: Path) -> tuple[str, ...]:
    return tuple(name for name in _imported(ast.parse(path.read_text(encoding="utf-8"))) if name.startswith(OURS))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _digest(files: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256("\0".join(words).encode())
    for path in sorted(set(files)):
        content = hashlib.sha256(path.read_bytes()).digest()
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()[:DIGITS]
