"""What stands below: code and outputs in the order of the notebook, a section for each function and question."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.grading.feedback.graded_entries import QUESTION, Entry
from autograder.grading.judge.notebook_cells import CHECK, examined_function
from autograder.verdict.wording import listed

ASKED = "question-"  # a locked cell with the text of the question


@dataclass
class Section:
    """Cells that belong together.

    Attributes
    ----------
    entry : Entry or None
        What they are about; None for other code.
    cells : list of NotebookNode
    anchor : str
        What the entry's link leads to; empty for a later part of the same function.
    """

    entry: Entry | None
    cells: list[NotebookNode] = field(default_factory=list)
    anchor: str = ""

    @property
    def numbers(self) -> str:
        """The numbers by which messages name the cells."""
        found = [cell.execution_count for cell in self.cells if cell.cell_type == "code" and cell.execution_count]
        return f"cell{'s' if len(found) > 1 else ''} {listed(found)}" if found else ""

    @property
    def is_open(self) -> bool:
        """Whether there is something to say about it."""
        if self.entry:
            return not self.entry.is_quiet
        return any(output.output_type == "error" for cell in self.cells for output in cell.get("outputs", ()))


def sections(notebook: NotebookNode, entries: Iterable[Entry]) -> list[Section]:
    """Cut a notebook into sections; the assignment's own text is left out, which the student has.

    Parameters
    ----------
    notebook : NotebookNode
    entries : iterable of Entry
    """
    about = {each.name: each for each in entries}
    found: list[Section] = []
    anchors: set[str] = set()
    for cell in notebook.cells:
        entry = about.get(_name(cell))
        if cell.cell_type != "code" and entry is None:
            continue
        if not found or not _continues(found[-1], entry):
            anchor = entry.name if entry and entry.name not in anchors else ""
            anchors.add(anchor)
            found.append(Section(entry, anchor=anchor and f"code-{anchor}"))
        found[-1].cells.append(cell)
    return found


def _name(cell):
    """The function or question that a cell is about."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return grade_id.removeprefix(CHECK).removeprefix(ASKED)


def _continues(section, entry):
    """Whether a cell about an entry goes into this section; what stands between a function and its check does."""
    if entry is not None or section.entry is None:
        return entry is section.entry
    return section.entry.kind != QUESTION and not any(map(examined_function, section.cells))
