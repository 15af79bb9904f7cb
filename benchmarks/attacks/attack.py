"""One attack: a submission that tries to earn points or to disturb the class, and what it deserves."""

import copy
from dataclasses import dataclass
from textwrap import dedent

from nbformat.v4 import new_code_cell

ASSIGNMENT = "convolution"
WORTH = {"check-conv_forward": 4, "check-conv_backward": 6, "check-max_pool_forward": 2, "check-max_pool_backward": 3}
NOTHING = dict.fromkeys(WORTH, 0)


@dataclass(frozen=True)
class Attack:
    """One hostile or damaged submission.

    Attributes
    ----------
    make : callable (NotebookNode) -> NotebookNode or bytes
        From the notebook with model answers to what is handed in.
    points : dict of str to float
        What is right, by grade id of the checks that it is about.
    harmless : bool
        Whether it may run without a sandbox.
    arrange : callable (Path) -> None, optional
        Puts more into the folder that is handed in, or something else in its place.
    before : str
        What it got before it was closed, if that was measured.
    assignment : str
        The one that is handed in.
    student : str
        Whose folder it lies in, where that is the attack.
    """

    name: str
    make: object
    points: dict
    harmless: bool = True
    arrange: object = None
    before: str = ""
    assignment: str = ASSIGNMENT
    student: str = ""


def answers(notebook):
    """The cells that hold model answers, by function."""
    cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")]
    return {cell.metadata.nbgrader.grade_id: cell for cell in cells if cell.cell_type == "code"}


def cheat(code, **functions):
    """No exercise is solved; `code` runs after the imports and shall get points all the same."""

    def make(notebook):
        notebook = copy.deepcopy(notebook)
        for name, cell in answers(notebook).items():
            cell.source = dedent(functions.get(name, f"def {name}(*arguments):\n    return None, None"))
        notebook.cells.insert(2, new_code_cell(dedent(code)))
        return notebook

    return make


def disturb(code):
    """All exercises are solved; `code` runs between the second and the third and shall spoil the class."""

    def make(notebook):
        notebook = copy.deepcopy(notebook)
        place = next(n for n, cell in enumerate(notebook.cells) if cell.source.startswith("def windows_of"))
        notebook.cells.insert(place, new_code_cell(dedent(code)))
        return notebook

    return make


def edit(change):
    """The notebook itself is changed by `change(notebook)`; all exercises are solved."""

    def make(notebook):
        notebook = copy.deepcopy(notebook)
        return change(notebook) or notebook

    return make
