"""Write the submissions of the demo class where nbgrader looks for them."""

import inspect
import re
import shutil
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jupytext
import nbformat
import numpy as np
from nbformat import NotebookNode

from autograder.grading.demo.hostile import ATTACKS
from autograder.grading.demo.pasting import source_of, with_docstring
from autograder.grading.demo.students import NAMES, PARTS, WRITTEN, Part
from autograder.grading.judge.task_data import EXERCISES
from solutions.misconceptions import entries
from solutions.right_answers import in_style


@dataclass(frozen=True)
class Record:
    """What was handed in.

    Attributes
    ----------
    student : str
        Name of the folder.
    name : str
        The student's name.
    assignment : str
    kind : str
        right, slip, unfinished or hostile.
    done : dict of str to str
        By function: the catalogue entry that stands there, or what else is wrong with it. For a right
        submission its style, under `all`.
    harmless : bool
        False if it must never run without a sandbox.
    """

    student: str
    name: str
    assignment: str
    kind: str
    done: dict[str, str]
    harmless: bool = True


def write(submitted: Path, release: Path, seed: int = 0) -> list[Record]:
    """Write `submitted/<student>/<assignment>/` for 24 students; the same for the same seed.

    Parameters
    ----------
    submitted : Path
        nbgrader's folder of submissions.
    release : Path
        nbgrader's folder of released assignments.
    seed : int

    Returns
    -------
    list of Record
    """
    rng = np.random.default_rng(seed)
    names = rng.permutation(NAMES).tolist()
    common = {}
    return [_hand_in(submitted, release, name, part, rng, common) for name, part in zip(names, PARTS, strict=True)]


def _hand_in(submitted, release, name, part, rng, common):
    notebook = nbformat.read(release / part.assignment / f"{part.assignment}.ipynb", as_version=4)
    done = answer(notebook, part, rng, common)
    record = Record(_folder(name), name, part.assignment, part.kind, done, harmless=part.kind != "hostile")
    _save(notebook, release / part.assignment, submitted / record.student / part.assignment)
    return record


def answer(notebook: NotebookNode, part: Part, rng: np.random.Generator, common: dict[str, Any]) -> dict[str, str]:
    """Fill in a released notebook as a student would who does this part.

    Parameters
    ----------
    notebook : NotebookNode
        Changed in its place.
    part : Part
    rng : np.random.Generator
    common : dict
        Keeps the slip that all slips of an assignment share; empty at first.

    Returns
    -------
    dict of str to str
        `done` of `Record`.
    """
    answered = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    cells = {cell.metadata.nbgrader.grade_id: cell for cell in answered if cell.cell_type == "code"}
    for cell in answered:
        if cell.cell_type == "markdown":
            cell.source = WRITTEN[part.assignment].get(part.kind, cell.source)
    sources, done = _work(part, list(cells), rng, common)
    for function, source in sources.items():
        cells[function].source = with_docstring(source, cells[function].source)
    if part.how == "stops in the middle":
        del notebook.cells[notebook.cells.index(cells[next(iter(done))]) :]
    return done


def _work(part, functions, rng, common):
    """The sources that the student writes, and what is to be known about them, both by function."""
    model = model_answers(part.assignment)
    if part.kind == "unfinished":
        return _unfinished(part.how, model)
    if part.kind == "hostile":
        attacks = ATTACKS[part.how]
        return model | {name: source.strip() for name, source in attacks.items()}, dict.fromkeys(attacks, part.how)
    if part.how == "model answer":
        return model, {"all": part.how}
    sources = {name: _in_style(part.how, name) or model[name] for name in functions}
    if part.kind == "right":
        return sources, {"all": part.how}
    slips = _slips(part, functions, rng, common)
    pasted = {function: source_of(entry.implementation, function) for function, entry in slips.items()}
    return sources | pasted, {function: entry.name for function, entry in slips.items()}


def _unfinished(how, model):
    names = list(model)
    begun, rest = names[: len(names) // 2], names[len(names) // 2 :]
    if how == "nothing done":
        return {}, dict.fromkeys(names, "stub left")
    if how == "syntax error":
        return model | {rest[0]: model[rest[0]].replace("):", ")", 1)}, {rest[0]: how}
    return {name: model[name] for name in begun}, dict.fromkeys(rest, how)


def _in_style(style, name):
    """The source of a function in a style, else in loops; what it calls has the names of the exercises."""
    functions = in_style(style)
    if name not in functions:
        functions = in_style("loops")
    if name not in functions or not _is_whole(functions[name]):
        return ""
    source = source_of(functions[name], name)
    for other, function in functions.items():
        if function.__module__ == functions[name].__module__:
            source = re.sub(rf"\b{function.__name__}\b", other, source)
    return source


def _is_whole(function):
    """Whether its text is all of it, in a notebook that imports NumPy alone."""
    names = {name: function.__globals__.get(name) for name in function.__code__.co_names}
    return not function.__closure__ and not any(
        inspect.ismodule(value) for name, value in names.items() if name != "np"
    )


def _slips(part, functions, rng, common):
    """Misconceptions of different functions; one that is drawn first in an assignment is shared by all its slips."""
    known = [entry for name in functions for entry in entries(name)]
    drawn = [known[position] for position in rng.permutation(len(known))]
    first = common.setdefault(part.assignment, drawn[0])
    chosen = {first.function: first}
    for entry in drawn:
        if len(chosen) < part.slips:
            chosen.setdefault(entry.function, entry)
    return chosen


@cache
def model_answers(assignment: str) -> dict[str, str]:
    """The model answers of an exercise text: source by function."""
    cells = jupytext.read(EXERCISES / assignment / f"{assignment}.md").cells
    sources = [cell.source for cell in cells if "answer" in cell.metadata.get("tags", [])]
    return {source.partition("(")[0].removeprefix("def "): source for source in sources}


def _folder(name):
    """A folder name in ASCII: `Ayşe Yılmaz` becomes `ayse-yilmaz`."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i")).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", "-")


def _save(notebook, released, folder):
    shutil.copytree(released, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.ipynb", ".*"))
    nbformat.write(notebook, folder / f"{released.name}.ipynb")
