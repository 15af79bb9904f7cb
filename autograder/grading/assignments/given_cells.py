"""Code cells that the assignment gives: which cell of a submission is which of them, changed or not.

They have no grade id. A given cell is known by its text, by the id that it was handed out with, or by the lines that
are left of it.
"""

import re
from dataclasses import dataclass, field

from nbformat import NotebookNode

HANDED_OUT_AS = "handed out as"  # in a cell's metadata: its id in the submitted file
LEFT = 0.5  # part of a given cell's lines that a changed one still has
SETS_UP = re.compile(r"^(import|from|def|class|with|@)\b", re.MULTILINE)  # others only show something


@dataclass
class Given:
    """Where the given cells of an assignment are in a submission.

    Attributes
    ----------
    changed : dict of int to str
        By place in the submission: what the assignment gives there.
    missing : dict of int to list of NotebookNode
        By the place before which they belong.
    """

    changed: dict[int, str] = field(default_factory=dict)
    missing: dict[int, list[NotebookNode]] = field(default_factory=dict)


def find_given(cells: list[NotebookNode], skeleton: list[NotebookNode], graded: dict[str, int]) -> Given:
    """Find the given cells of an assignment among the cells of a submission.

    Parameters
    ----------
    cells, skeleton : list of NotebookNode
        Of the submission, and as handed out.
    graded : dict of str to int
        Places in the submission of the cells that have a grade id.
    """
    free = [place for place, cell in enumerate(cells) if cell.cell_type == "code" and place not in graded.values()]
    places = _unchanged(cells, skeleton, free)
    given = Given()
    for number, cell in enumerate(skeleton):
        if is_given(cell) and number not in places:
            found = _changed_one(cells, cell, [place for place in free if place not in places.values()])
            if found is not None:
                places[number] = found
                given.changed[found] = cell.source
    follows = 0  # what is missing belongs behind the last cell of the assignment before it
    for number, cell in enumerate(skeleton):
        place = places.get(number, graded.get(cell.metadata.get("nbgrader", {}).get("grade_id", "")))
        if place is not None:
            follows = place + 1
        elif is_given(cell) and SETS_UP.search(cell.source):
            given.missing.setdefault(follows, []).append(cell)
    return given


def is_given(cell: NotebookNode) -> bool:
    """Whether a cell as handed out is code that is given, neither answer nor check."""
    return cell.cell_type == "code" and "nbgrader" not in cell.metadata


def _unchanged(cells, skeleton, free: list[int]) -> dict[int, int]:
    """Places of given cells whose text is as it was handed out, by their number in the skeleton."""
    waiting: dict[str, list[int]] = {}
    for place in reversed(free):
        waiting.setdefault(_plain(cells[place].source), []).append(place)
    found = {}
    for number, cell in enumerate(skeleton):
        same = waiting.get(_plain(cell.source)) if is_given(cell) else None
        if same:
            found[number] = same.pop()
    return found


def _changed_one(cells, given, free):
    """The cell with the id of the given one, or the one that has most of its lines, or None."""
    with_id = [place for place in free if cells[place].metadata.get(HANDED_OUT_AS) == given.id]
    if with_id:
        return with_id[0]
    lines = _lines(given.source)
    kept = {place: len(lines & _lines(cells[place].source)) for place in free}
    best = max(kept, key=lambda place: kept[place], default=None)
    return best if best is not None and kept[best] >= max(1, LEFT * len(lines)) else None


def _plain(source):
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def _lines(source):
    return {line.strip() for line in source.splitlines() if len(line.strip()) > 3}
