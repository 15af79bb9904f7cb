"""Turn an exercise text into nbgrader's source notebook.

The author writes prose and model answers. Docstrings, solution marks, check
cells, grade ids and points follow from the specs.
"""

import ast
import importlib.util
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from textwrap import fill, indent
from types import ModuleType

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.course_map import section_of
from autograder.grading.assignments.prerequisites_file import read_exercise, write_earlier
from autograder.registry import find
from autograder.specification import Spec

MARKING_SCHEME = "**Marking scheme.**"
NOT_COPIED = {".md", ".py", ".ipynb"}


class ExerciseError(ValueError):
    """An exercise text that cannot become an assignment."""


def build(text_path: Path) -> NotebookNode:
    """Read one exercise text and return the notebook with model answers and locked cells.

    Parameters
    ----------
    text_path : Path
        A MyST Markdown notebook; cells tagged `answer` hold one model answer each.

    Returns
    -------
    NotebookNode

    Raises
    ------
    ExerciseError
        If an answer is not exactly one function with a spec, or a function is answered twice.
    """
    cells, seen = [], set()
    for cell in read_exercise(text_path).cells:
        cells += _converted(cell, seen, text_path.name)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"  # stable, so that a rebuilt notebook is the same file
    nbformat.validate(notebook)
    return notebook


def write_sources(
    exercises: Path, destination: Path, only: Collection[str] | None = None, closed: Collection[str] = ()
) -> list[str]:
    """Write every exercise folder as a source assignment of nbgrader, and return their names; see `each_source`."""
    return list(each_source(exercises, destination, only, closed))


def each_source(
    exercises: Path, destination: Path, only: Collection[str] | None = None, closed: Collection[str] = ()
) -> Iterator[str]:
    """Write every exercise folder as a source assignment of nbgrader.

    Parameters
    ----------
    exercises : Path
        Folder with one folder an assignment, each with a text of the same name.
    destination : Path
        nbgrader's source folder.
    only : collection of str, optional
        The assignments to write, else all.
    closed : collection of str
        Those that nobody can hand in any more; see `write_earlier`.

    Yields
    ------
    str
        The name of each assignment, when it is written.

    Raises
    ------
    ExerciseError
        If there is no assignment of a name in `closed`.
    """
    names = sorted(text.parent.name for text in exercises.glob("*/*.md") if text.stem == text.parent.name)
    if unknown := sorted({*closed} - {*names}):
        raise ExerciseError(f"no assignment is called {', '.join(unknown)}; there are: {', '.join(names)}")
    for name in [name for name in names if only is None or name in only]:
        folder = destination / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        nbformat.write(build(exercises / name / f"{name}.md"), folder / f"{name}.ipynb")
        write_files(exercises / name, folder, closed)
        yield name


def write_files(exercise: Path, folder: Path, closed: Collection[str] = ()) -> None:
    """Put the data files of one exercise into `folder`: copied, made by its `files.py`, or taken from earlier ones."""
    for path in exercise.iterdir():
        if path.is_file() and path.suffix not in NOT_COPIED:
            shutil.copy(path, folder)
    write_earlier(exercise, folder, closed)
    maker = exercise / "files.py"
    if maker.exists():
        _imported(maker).write(folder)


def _imported(path: Path) -> ModuleType:
    """The module in an exercise's file."""
    spec = importlib.util.spec_from_file_location(f"files_of_{path.parent.name}", path)
    if spec is None or spec.loader is None:
        raise ExerciseError(f"{path} is not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _converted(cell, seen, text_name):
    if cell.cell_type == "markdown" and "question" in cell.metadata:
        return _question(cell, text_name)
    if cell.cell_type == "markdown":
        return [new_markdown_cell(cell.source)]
    if "answer" in cell.metadata.get("tags", []):
        return _answer(cell.source, seen, text_name)
    return [new_code_cell(cell.source)]


def _answer(source, seen, text_name):
    body = ast.parse(source).body
    if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
        raise ExerciseError(f"{text_name}: expected exactly one function in an answer cell, got:\n{source}")
    name = body[0].name
    if name in seen:
        raise ExerciseError(f"{text_name}: {name} is answered twice")
    seen.add(name)
    spec = find(name)
    solution = new_code_cell(_marked(source, body[0], spec), metadata=_metadata(name, solution=True))
    check = new_code_cell(f"check({name})", metadata=_metadata(f"check-{name}", points=spec.points, locked=True))
    return [solution, check]


def _marked(source, function, spec):
    """The model answer with the spec's docstring, its body between nbgrader's solution marks."""
    lines = source.splitlines()
    start = function.body[0].lineno - 1
    head, body = "\n".join(lines[:start]), "\n".join(lines[start:])
    docstring = indent(docstring_of(spec), "    ")
    return f"{head}\n{docstring}\n    ### BEGIN SOLUTION\n{body}\n    ### END SOLUTION"


def docstring_of(spec: Spec) -> str:
    """The docstring of a stub, in its quotation marks."""
    return f'"""{spec.docstring()}\n{_derived(spec)}"""'


def _derived(spec):
    """The way back from a stub to the section of the book that derives it."""
    section = section_of(spec.name)
    return (
        ""
        if section is None
        else "\n".join(
            ["", "References", "----------", *fill(f"Forward and Backward, {section}.", 80).splitlines(), ""]
        )
    )


def _question(cell, text_name):
    question, mark, scheme = cell.source.partition(MARKING_SCHEME)
    if not mark:
        raise ExerciseError(f"{text_name}: expected a paragraph '{MARKING_SCHEME}' in a question")
    name, points = cell.metadata["question"]["id"], cell.metadata["question"]["points"]
    asked = new_markdown_cell(question.strip(), metadata=_metadata(f"question-{name}", locked=True))
    answered = new_markdown_cell(mark + scheme, metadata=_metadata(name, points=points, solution=True))
    return [asked, answered]


def _metadata(grade_id, points=None, locked=False, solution=False):
    cell = {"grade_id": grade_id, "schema_version": 3, "task": False}
    cell |= {"grade": points is not None, "locked": locked, "solution": solution}
    return {"nbgrader": cell | ({"points": points} if points is not None else {})}
