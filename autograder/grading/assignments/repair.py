"""Bring a submitted notebook back into the form of its assignment, whatever was done to it.

What the student wrote stays. Locked cells, grade ids, points and missing cells
come from the assignment's own notebook. A given cell that was changed carries
the assignment's own text of it, for the case that it does not run.
"""

import re
from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions, ComputeChecksums, LockCells
from nbgrader.utils import is_locked

from autograder.grading.assignments.given_cells import HANDED_OUT_AS, find_given
from autograder.grading.assignments.variant_notebook import PLAIN, in_variants
from autograder.protocol import printable
from autograder.reading.cells import NotANotebook, read_notebook
from autograder.variants import VARIANTS, Chosen

MAX_BYTES = 32 << 20
MAX_PARTS = 2_000_000  # lists and dictionaries, which need 250 bytes of memory each
MAX_CELLS = 5000  # without a grade id; each is run, kept and shown
MAX_COPIES = 100  # of a cell with a grade id
STUB = {"python": "raise NotImplementedError"}
IMAGES = ("image/png", "image/jpeg")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]+")


def read_submission(content: bytes, skeleton: NotebookNode) -> tuple[NotebookNode, str]:
    """Read a notebook; of a damaged file what is whole, else the assignment's own notebook, unanswered.

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
        Empty, or what of the file could not be read, and why.
    """
    try:
        _refuse_large(content)
        cells, problem = read_notebook(content)
        return _rebuilt(cells, skeleton), problem
    except NotANotebook as error:
        return deepcopy(skeleton), f"The submitted file could not be read: {error}. Nothing in it could be graded."


def _refuse_large(content):
    """What would take long, or much memory, is not even tried to be read."""
    if len(content) > MAX_BYTES:
        raise NotANotebook(f"it has {len(content)} bytes, and at most {MAX_BYTES} are read")
    if content.count(b"{") + content.count(b"[") > MAX_PARTS:
        raise NotANotebook(f"it has more than {MAX_PARTS} parts")


def _rebuilt(cells, skeleton):
    """Keep only what a notebook may hold, so that no field of another kind comes along."""
    kept, left_out = _chosen_cells(
        cells, {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in skeleton.cells}
    )
    most = f"a notebook may have {MAX_CELLS} of its own, and {MAX_COPIES} of each exercise"
    notes = [f"{left_out} cells were left out: {most}."] if left_out else []
    made = [_cell(cell, number) for number, cell in enumerate(kept)]
    return new_notebook(cells=made, metadata={"autograder": {"notes": notes}})


def _chosen_cells(cells, wanted):
    """All cells with exercises, and the first of the others; and how many are left out."""
    kept, others, copies, left_out = [], 0, Counter(), 0
    for cell in cells:
        grade_id = _grade_id(cell)
        if grade_id in wanted and grade_id is not None:
            copies[grade_id] += 1
            fits = copies[grade_id] <= MAX_COPIES
        elif cell.source:
            others += 1
            fits = others <= MAX_CELLS
        else:
            continue
        left_out += not fits
        kept += [cell] if fits else []
    return kept, left_out


def _grade_id(found):
    nbgrader = found.metadata.get("nbgrader")
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) else None


def _cell(found, number):
    made = {"id": f"cell-{number}", "cell_type": found.kind, "metadata": {}, "source": printable(found.source)}
    cell = nbformat.from_dict(made | ({"outputs": [], "execution_count": None} if found.kind == "code" else {}))
    if found.kind == "markdown" and found.attachments:
        cell["attachments"] = _images(found.attachments)
    if found.id:
        cell.metadata[HANDED_OUT_AS] = found.id[:64]
    grade_id = _grade_id(found)
    if grade_id is not None:
        cell.metadata["nbgrader"] = nbformat.from_dict({"grade_id": grade_id})
    return cell


def _text(source):
    return printable("".join(map(str, source)) if isinstance(source, list) else str(source))


def _images(attachments):
    """The pictures that were pasted into a cell, such as photographs of a derivation."""
    kept = {}
    for name, bundle in attachments.items():
        pictures = {kind: _text(bundle[kind]) for kind in IMAGES if kind in bundle} if isinstance(bundle, dict) else {}
        kept[printable(name)] = {kind: text for kind, text in pictures.items() if BASE64.fullmatch(text)}
    return {name: pictures for name, pictures in kept.items() if pictures}


def make_skeleton(source_path: Path, variants: Chosen | None = None) -> NotebookNode:
    """The notebook as students got it, from nbgrader's source notebook.

    Parameters
    ----------
    source_path : Path
    variants : dict of str to str, optional
        Those of one student.
    """
    return _skeleton(Path(source_path).read_text(encoding="utf-8"), tuple((variants or {}).items()))


@lru_cache(64)
def _skeleton(
    source: str, variants: tuple[tuple[str, str], ...] = ()
) -> NotebookNode:  # by its text: a formgrader that runs for weeks sees other points
    notebook = in_variants(nbformat.reads(source, as_version=4), dict(variants))
    clear = ClearSolutions()
    clear.code_stub = STUB
    for step in (LockCells(), clear, ClearHiddenTests(), ComputeChecksums()):
        notebook, _ = step.preprocess(notebook, {})
    return notebook


def restore(
    notebook: NotebookNode, skeleton: NotebookNode, problems: Iterable[str] = ()
) -> tuple[NotebookNode, list[str]]:
    """Return the submission in the form of its assignment, and what had to be mended.

    Parameters
    ----------
    notebook, skeleton : NotebookNode
    problems : iterable of str, optional
        What was odd about the file; empty sentences do not count.

    Returns
    -------
    notebook : NotebookNode
    notes : list of str
        One sentence for each thing mended.
    """
    wanted = {cell.metadata.nbgrader.grade_id: cell for cell in skeleton.cells if "nbgrader" in cell.metadata}
    places = _places(notebook, wanted)
    notes = [problem for problem in (*problems, *notebook.metadata.get("autograder", {}).get("notes", [])) if problem]
    if not places:
        notes.append("No cell of this assignment is in the notebook: is it the notebook of another one?")
    notes += [f"{grade_id}: the cell was there {len(found)} times." for grade_id, found in places.items() if found[1:]]
    cells = _kept(notebook, skeleton, wanted, places, notes)
    cells = _completed(cells, [cell for grade_id, cell in wanted.items() if grade_id not in places], notes)
    if notes:
        cells.insert(0, new_markdown_cell("**Mended before grading.** " + " ".join(notes)))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    kept = {"notes": notes} | ({PLAIN: True} if _is_plain(notebook, skeleton) else {})
    metadata = {"kernelspec": skeleton.metadata.kernelspec, "autograder": kept}
    return new_notebook(cells=cells, metadata=metadata), notes


def _is_plain(notebook, skeleton):
    """Whether it names no variant although the student has some: perhaps it was released like any other."""
    has_variants = "variants" in skeleton.metadata.get("autograder", {})
    return has_variants and not any(VARIANTS in cell.source for cell in notebook.cells)


def _kept(notebook, skeleton, wanted, places, notes):
    """The student's cells in their order; of those with one grade id, one takes the place of the wanted cell."""
    chosen = {_chosen(found, wanted[grade_id], notebook): grade_id for grade_id, found in places.items()}
    given = find_given(notebook.cells, skeleton.cells, {grade_id: number for number, grade_id in chosen.items()})
    lost = sum(map(len, given.missing.values()))
    if lost:
        notes.append(f"{lost} given cell{'s were' if lost > 1 else ' was'} missing, and put back.")
    cells = []
    for number, cell in enumerate(notebook.cells):
        cells += [deepcopy(each) for each in given.missing.get(number, [])]
        for name in ("nbgrader", HANDED_OUT_AS):
            cell.metadata.pop(name, None)
        if number in given.changed:
            cell.metadata["autograder"] = {"given": given.changed[number]}
        cells.append(_as_wanted(cell, wanted[chosen[number]], notes) if number in chosen else cell)
    return cells + [deepcopy(each) for each in given.missing.get(len(notebook.cells), [])]


def _completed(cells, missing, notes):
    """Put in what is missing: a stub must not replace what stands elsewhere, and a check needs all that is defined."""
    notes += [f"{cell.metadata.nbgrader.grade_id}: the cell was missing." for cell in missing]
    before = [deepcopy(cell) for cell in missing if cell.cell_type == "code" and not is_locked(cell)]
    after = [deepcopy(cell) for cell in missing if cell.cell_type != "code" or is_locked(cell)]
    return [*before, *cells, *after]


def _places(notebook, wanted):
    """Where the cells of each grade id are, those that the assignment has."""
    places: dict[str, list[int]] = {}
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
    """The wanted cell with what the student wrote, unless it is locked."""
    grade_id = wanted.metadata.nbgrader.grade_id
    source = cell.source
    if is_locked(wanted) and source != wanted.source:
        notes.append(f"{grade_id}: the locked cell was changed.")
        source = wanted.source
    restored = deepcopy(wanted)
    restored.source = source
    if restored.cell_type == "markdown" and "attachments" in cell and not is_locked(wanted):
        restored["attachments"] = cell.attachments
    return restored
