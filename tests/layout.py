"""Is every layer whole? What is missing, in sentences, before pytest imports anything that could die of it.

A layer is a module in `autograder/specs/CHAPTER`. Everything else that it needs is looked for by name.
"""

import ast
import importlib
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SPECS, SOLUTIONS, EXERCISES, BOOK = (ROOT / name for name in ("autograder/specs", "solutions", "exercises", "book"))
ROLE = re.compile(r"^(?P<layer>\w+?)_(?P<role>wrong|right|bench|oracle)$")
NOT_CHAPTERS = {"assets", "pictures", "tools", "exercises", "examination"}  # folders of the book
LEAST_WRONG = {"backward": 3}  # misconceptions that a function needs; one if its kind is not here
LEAST_RIGHT = 2  # right answers in other styles than the model answer


def problems():
    """Return a sentence for all that is missing or in a wrong place; the first kind that is found comes alone."""
    specs, found = _specs()
    found += _chapters()
    return found or _files(specs) or _functions(specs) or _roles(specs)


def _folders(parent):
    return {path.name for path in parent.iterdir() if path.is_dir() and not path.name.startswith((".", "_"))}


def _chapters():
    """Every chapter has its folder in all four places."""
    homes = {
        "autograder/specs": _folders(SPECS),
        "solutions": _folders(SOLUTIONS),
        "book": {path.parent.name for path in BOOK.glob("*/index.md")} - NOT_CHAPTERS,
    }
    chapters = set.union(*homes.values())
    found = [
        f"The chapter {chapter} has no folder in {home}: one word a chapter, the same everywhere."
        for chapter in sorted(chapters)
        for home, folders in homes.items()
        if chapter not in folders
    ]
    missing = sorted(chapters - _folders(EXERCISES))
    return found + [f"The chapter {chapter} has no assignment exercises/{chapter}/{chapter}.md." for chapter in missing]


def _specs():
    """Every spec as (chapter, layer, spec), and why a module can't be read."""
    specs, found = [], []
    for path in sorted(SPECS.glob("*/*.py")):
        if path.stem == "__init__":
            continue
        where = path.relative_to(ROOT)
        try:
            module = importlib.import_module(f"autograder.specs.{path.parent.name}.{path.stem}")
            specs += [(path.parent.name, path.stem, spec) for spec in module.SPECS]
        except Exception as error:
            found.append(f"{where} can't be imported: {type(error).__name__}: {error}.")
    names = [spec.name for _, _, spec in specs]
    found += [f"{name} is specified twice in autograder/specs." for name in sorted(set(names)) if names.count(name) > 1]
    return specs, found


def _files(specs):
    """A module in a chapter of solutions is a reference or plays a role for one; a layer's role may fill two files."""
    asked = {(chapter, spec.name) for chapter, _, spec in specs}
    layers = {(chapter, layer) for chapter, layer, _ in specs}
    found = []
    for path in sorted(SOLUTIONS.glob("*/*.py")):
        chapter, role = path.parent.name, ROLE.match(path.stem)
        if path.stem == "__init__":
            continue
        if not role and not any((chapter, name) in asked for name in _defined(path)):
            found.append(f"{path.relative_to(ROOT)} defines no function that a spec of its chapter asks for.")
        if not role:
            layers.add((chapter, path.stem))
        elif not any(chapter == home and f"{role['layer']}_".startswith(f"{name}_") for home, name in sorted(layers)):
            found.append(f"{path.relative_to(ROOT)} belongs to no layer of its chapter: there is no {role['layer']!r}.")
    return found


def _functions(specs):
    """Every function has a reference, a line in the public namespace, and one exercise with its model answer."""
    defined = {path: _defined(path) for path in SOLUTIONS.glob("*/*.py") if not ROLE.match(path.stem)}
    public = _imported(SOLUTIONS / "__init__.py")
    answers = {path: path.read_text(encoding="utf-8") for path in EXERCISES.glob("*/*.md")}
    found = []
    for chapter, layer, spec in specs:
        asked = sum(text.count(f"def {spec.name}(") for text in answers.values())
        if asked != 1:
            found.append(
                f"{spec.name} has {asked} model answers in exercises/*/*.md; it needs one, in a cell tagged answer."
            )
        if spec.kind == "task":
            continue
        homes = [path for path, names in defined.items() if spec.name in names]
        if not any(path.parent.name == chapter for path in homes):
            found.append(f"{spec.name} is not defined in solutions/{chapter}/{layer}.py: its reference is missing.")
        elif spec.name not in public:
            where = homes[0].relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
            found.append(f"solutions/__init__.py does not import {spec.name}: add `from {where} import {spec.name}`.")
    asked = {spec.name for *_, spec in specs}
    return found + [f"solutions/__init__.py imports {name}, which no spec asks for." for name in sorted(public - asked)]


def _roles(specs):
    """Every function has misconceptions, right answers in other styles and, if it takes arrays, a row that times it."""
    modules, found = {}, []
    for path in sorted(SOLUTIONS.glob("*/*.py")):
        role = ROLE.match(path.stem)
        if role and role["role"] != "oracle":
            try:
                name = f"solutions.{path.parent.name}.{path.stem}"
                modules.setdefault(role["role"], []).append(importlib.import_module(name))
            except Exception as error:
                found.append(f"{path.relative_to(ROOT)} can't be imported: {type(error).__name__}: {error}.")
    if found:
        return found
    wrong = [value.misconception.function for m in modules["wrong"] for value in vars(m).values() if _is_entry(value)]
    right = [name for m in modules["right"] for functions in m.STYLES.values() for name in functions]
    timed = {row.function for m in modules["bench"] for row in m.ROWS}
    for chapter, layer, spec in specs:
        if spec.kind != "task":
            found += _too_few(
                f"solutions/{chapter}/{layer}", spec, wrong.count(spec.name), right.count(spec.name), timed
            )
    return found


def _too_few(stem, spec, wrong, right, timed):
    least = LEAST_WRONG.get(spec.kind, 1)
    if wrong < least:
        yield f"{spec.name} has {wrong} misconceptions and needs {least}: write them into {stem}_wrong.py."
    if right < LEAST_RIGHT:
        yield f"{spec.name} has {right} right answers in other styles and needs {LEAST_RIGHT}: add to {stem}_right.py."
    works_on_arrays = any("array" in argument.shape for argument in spec.arguments)
    if works_on_arrays and (spec.forward or spec.name) not in timed:
        yield f"{spec.forward or spec.name} is not timed: write a row into {stem}_bench.py."
    if not spec.examples and spec.kind != "backward":
        yield f"{spec.name} has no worked example in its spec."


def _is_entry(value):
    return hasattr(value, "misconception")


def _defined(path):
    return {node.name for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}


def _imported(path):
    nodes = [node for node in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(node, ast.ImportFrom)]
    return {alias.name for node in nodes for alias in node.names}
