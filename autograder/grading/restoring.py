"""Bring a submitted notebook back into the form of its assignment, whatever was done to it.

What the student wrote stays. Locked cells, grade ids, points and missing cells
come from the assignment's own notebook.
"""

import json
from copy import deepcopy
from functools import cache
from pathlib import Path

import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, ComputeChecksums, LockCells
from nbgrader.utils import is_locked

from autograder.wire import printable

MAX_BYTES = 50 << 20
MAX_CELLS = 1000


def read_submission(content, skeleton):
    """Read a notebook; damage gives the assignment's own notebook, unanswered.

    Parameters
    ----------
    content : bytes
        Of the submitted file.
    skeleton : NotebookNode
        The assignment's notebook as students got it.

    Returns
    -------
    notebook : NotebookNode
    problem : str
        Empty, or why the file could not be read.
    """
    if not content.strip():
        problem = "it is empty"
    elif len(content) > MAX_BYTES:
        problem = f"it has {len(content)} bytes, and at most {MAX_BYTES} are read"
    else:
        try:
            return _rebuilt(_parsed(content.decode())), ""
        except Exception as error:  # nbformat raises many kinds for a damaged file
            lines = str(error).strip().splitlines() or [""]
            problem = f"it is not a Jupyter notebook ({type(error).__name__}: {lines[0][:200]})"
    return deepcopy(skeleton), f"The submitted file could not be read: {problem}. Nothing in it could be graded."


def _parsed(text):
    """A notebook of any version; nothing of it is trusted, so it is not validated either."""
    notebook = json.loads(text)
    if isinstance(notebook, dict) and notebook.get("nbformat", 4) < 4:
        return nbformat.reads(text, as_version=4)
    return nbformat.from_dict(notebook)


def _rebuilt(notebook):
    """Keep only what a notebook may hold, so that no field of another kind comes along."""
    if not isinstance(notebook.get("cells"), list):
        raise ValueError("no list of cells")
    cells = []
    for number, cell in enumerate(notebook.cells[:MAX_CELLS]):
        source, kind = cell.get("source", ""), cell.get("cell_type")
        source = "".join(map(str, source)) if isinstance(source, list) else str(source)
        nbgrader = dict(cell.get("metadata", {})).get("nbgrader")
        cells.append(_cell(kind, source, number, nbgrader))
    return new_notebook(cells=cells, metadata={})


def _cell(kind, source, number, nbgrader=None):
    maker = {"code": nbformat.v4.new_code_cell, "raw": nbformat.v4.new_raw_cell}.get(kind, new_markdown_cell)
    cell = maker(printable(source), id=f"cell-{number}")
    if isinstance(nbgrader, dict) and isinstance(nbgrader.get("grade_id"), str):
        cell.metadata["nbgrader"] = {"grade_id": nbgrader["grade_id"]}
    return cell


@cache
def make_skeleton(source_path):
    """The notebook as students got it, from nbgrader's source notebook.

    Parameters
    ----------
    source_path : Path
    """
    notebook = nbformat.read(Path(source_path), as_version=4)
    clear = ClearSolutions()
    clear.code_stub = {"python": "raise NotImplementedError"}
    for step in (LockCells(), clear, ClearHiddenTests(), ComputeChecksums()):
        notebook, _ = step.preprocess(notebook, {})
    return notebook


def restore(notebook, skeleton, problem=""):
    """Return the submission in the form of its assignment, and what had to be mended.

    Parameters
    ----------
    notebook, skeleton : NotebookNode
    problem : str, optional
        What reading it already found.

    Returns
    -------
    notebook : NotebookNode
    notes : list of str
        One sentence for each thing mended.
    """
    wanted = {cell.metadata.nbgrader.grade_id: cell for cell in skeleton.cells if "nbgrader" in cell.metadata}
    places = _places(notebook, wanted)
    notes = [problem] if problem else []
    if not places:
        notes.append("No cell of this assignment is in the notebook: is it the notebook of another one?")
    keep = {grade_id: _chosen(found, wanted[grade_id], notebook) for grade_id, found in places.items()}
    notes += [f"{grade_id}: the cell was there {len(found)} times." for grade_id, found in places.items() if found[1:]]
    cells = []
    for number, cell in enumerate(notebook.cells):
        grade_id = cell.metadata.pop("nbgrader", {}).get("grade_id")
        if grade_id in keep and keep[grade_id] == number:
            cell = _as_wanted(cell, wanted[grade_id], notes)
        cells.append(cell)
    missing = [deepcopy(cell) for grade_id, cell in wanted.items() if grade_id not in keep]
    notes += [f"{cell.metadata.nbgrader.grade_id}: the cell was missing." for cell in missing]
    cells += missing  # at the end, where all that the student defined is known
    if notes:
        cells.insert(0, new_markdown_cell("**Mended before grading.** " + " ".join(notes)))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    metadata = {"kernelspec": skeleton.metadata.kernelspec, "autograder": {"notes": notes}}
    return new_notebook(cells=cells, metadata=metadata), notes


def _places(notebook, wanted):
    places = {}
    for number, cell in enumerate(notebook.cells):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in wanted:
            places.setdefault(grade_id, []).append(number)
    return places


def _chosen(numbers, wanted, notebook):
    """Of several cells with one grade id: the last that differs from what was handed out, else the last."""
    changed = [number for number in numbers if notebook.cells[number].source != wanted.source]
    return changed[-1] if changed and not is_locked(wanted) else numbers[-1]


def _as_wanted(cell, wanted, notes):
    grade_id = wanted.metadata.nbgrader.grade_id
    source = cell.source
    if is_locked(wanted) and source != wanted.source:
        notes.append(f"{grade_id}: the locked cell was changed.")
        source = wanted.source
    restored = deepcopy(wanted)
    restored.source = source
    return restored
