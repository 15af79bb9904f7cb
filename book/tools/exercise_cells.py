"""What assignments ask, function by function: read from the students' notebooks, for the pages of the chapters."""

import ast
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from sphinx.errors import ExtensionError

from autograder.course_map import assignments
from autograder.registry import find

STUDENT = Path(__file__).resolve().parents[2] / "_build" / "student"
HEADING = re.compile(r"^(#+) +(.+?) *$")
LEFT_OUT = {"matplotlib", "earlier"}  # what functions don't need, and what is brought in otherwise


@dataclass(frozen=True)
class Exercise:
    """What a notebook asks with one function.

    Attributes
    ----------
    words : tuple of str
        What stands before its cell: Markdown, and after the sign "given" code that it may use.
    stub, check : str
        Its two cells.
    """

    function: str
    assignment: str
    words: tuple[tuple[str, str], ...]
    stub: str
    check: str


@cache
def exercises(assignment, student=STUDENT):
    """Return the exercises of an assignment by their functions, in order.

    Parameters
    ----------
    assignment : str
    student : Path
        Where the students' notebooks are.
    """
    found, before, words = {}, [], ()
    cells = cells_of(assignment, student)
    for place, cell in enumerate(cells):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type == "markdown":
            before.append(("words", cell.source))
        elif name and not name.startswith("check-"):
            if any(kind == "words" for kind, _ in before):  # else it shares those of the function above
                words = _about(before)
            found[name] = Exercise(name, assignment, words, cell.source, cells[place + 1].source)
        elif name:
            before = []
        else:
            before.append(("given", cell.source))
    return found


def cells_of(assignment, student=STUDENT):
    """The cells of a student's notebook."""
    path = student / assignment / f"{assignment}.ipynb"
    if not path.exists():
        raise ExtensionError(f"{path} is missing; `make book` writes it before the pages")
    return nbformat.read(path, as_version=4).cells


def _about(before):
    """Of what stands between two functions, what is about the second: from its heading on, or after what is drawn."""
    headings = [place for place, (kind, text) in enumerate(before) if kind == "words" and HEADING.match(text)]
    drawn = [place + 1 for place, (kind, text) in enumerate(before) if kind == "given" and not definitions(text)]
    start = headings[-1] if headings else max(drawn, default=0)
    kept = [(kind, _without_heading(text) if kind == "words" else text) for kind, text in before[start:]]
    return tuple((kind, text) for kind, text in kept if text and (kind == "words" or "def " in text))


def _without_heading(text):
    return "\n".join(line for line in text.split("\n") if not HEADING.match(line)).strip()


def definitions(source):
    """What a given cell defines: its imports, functions and constants; nothing of what it computes or draws."""
    return "\n".join(ast.unparse(node) for node in ast.parse(source).body if _defines(node))


def _defines(node):
    if isinstance(node, ast.ImportFrom):
        return node.module.partition(".")[0] not in LEFT_OUT
    if isinstance(node, ast.Import):
        return node.names[0].name.partition(".")[0] not in LEFT_OUT
    if isinstance(node, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id.isupper() for target in node.targets)
    return isinstance(node, (ast.FunctionDef, ast.ClassDef))


def by_section():
    """Return the exercises by page and by the id of their section, in the order of the assignments."""
    found = {}
    for assignment in assignments():
        for exercise in exercises(assignment.name).values():
            page, _, label = find(exercise.function).section.partition("#")
            found.setdefault(page, {}).setdefault(label, []).append(exercise)
    return found


def needs(assignment, student=STUDENT):
    """Return what a page must run before an exercise, as plain values: given code, stubs, names of earlier functions.

    Parameters
    ----------
    assignment : str
    """
    found = []
    for cell in cells_of(assignment, student):
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if cell.cell_type != "code" or name.startswith("check-"):
            continue
        if name:
            spec = find(name)
            file = spec.task.file if spec.task else ""
            arguments = ast.unparse(ast.parse(cell.source).body[0].args)
            stub = f"def {name}({arguments}):\n    raise NotImplementedError"
            found.append({"function": name, "stub": stub, "page": spec.section.partition("#")[0], "file": file})
        elif code := definitions(cell.source):
            found.append({"given": code})
        if earlier := _taken(cell.source):
            found.append({"earlier": earlier})
    return found


def _taken(source):
    imports = [node for node in ast.parse(source).body if isinstance(node, ast.ImportFrom) and node.module == "earlier"]
    return [alias.name for node in imports for alias in node.names]


def write_course(student, target):
    """Write what pages need to run exercises away from their assignments, as a script.

    Parameters
    ----------
    student, target : Path
    """
    course = {each.name: needs(each.name, student) for each in assignments()}
    target.write_text(f"window.pageCourse = {json.dumps(course)};\n")
