"""What a worker does with one submission: mend, run, judge. It needs neither the course folder nor the gradebook."""

import os
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task

from autograder.grading.assignments.repair import read_submission, restore
from autograder.grading.course.history import RECORDED
from autograder.grading.course.rules import Rules
from autograder.grading.judge.execution import execute
from autograder.grading.judge.notebook_cells import needs_a_person, texts_of
from autograder.grading.sandbox.limits import Limits
from autograder.grading.sandbox.pool import borrowed
from autograder.variants import Chosen


@dataclass(frozen=True)
class Job:
    """All that a worker needs: contents, no paths.

    Attributes
    ----------
    notebooks : dict of str to bytes
        As submitted.
    skeletons : dict of str to NotebookNode
        As handed out.
    files : dict of str to bytes
        What lies beside the notebooks.
    notes : list of str
        What was odd about the files; the student reads it above the graded notebook.
    rules : dict
        By which it is marked; see `rules`.
    variants : dict of str to str
        Those of the student.
    """

    student: str
    assignment: str
    notebooks: dict[str, bytes]
    skeletons: dict[str, NotebookNode]
    files: dict[str, bytes]
    notes: list[str]
    secret: bytes
    kind: str
    limits: Limits
    fingerprint: str
    rules: Rules
    variants: Chosen = field(default_factory=dict)


@dataclass
class Marked:
    """One graded notebook.

    Attributes
    ----------
    scores : dict of str to float or None
        By grade id; None waits for a person.
    unanswered : dict of str to bool
        By grade id of a solution cell: whether it is as it was handed out.
    texts : dict of str to str
        By grade id: digests of what the student wrote.
    record : dict
        What the mark depends on: submission, rules, seed, sandbox, worker, time.
    unreadable : str
        Why the file could not be read, or empty.
    """

    text: str
    scores: dict[str, float | None] = field(default_factory=dict)
    unanswered: dict[str, bool] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    record: dict[str, Any] = field(default_factory=dict)
    unreadable: str = ""


def mark(job: Job) -> dict[str, Marked]:
    """Grade one submission; returns a `Marked` for each notebook of the assignment that was handed in."""
    return {name: _mark_notebook(job, name) for name in job.notebooks}


def _mark_notebook(job: Job, name: str) -> Marked:
    skeleton = job.skeletons[name]
    notebook, unreadable = read_submission(job.notebooks[name], skeleton)
    notebook, _ = restore(notebook, skeleton, [*job.notes, unreadable])
    kept = notebook.metadata.autograder
    kept["digest"] = job.fingerprint
    names = {"student": job.student, "assignment": job.assignment, "notebook": name}
    with borrowed(job.kind, job.limits) as sandbox:
        execute(notebook, sandbox, job.secret, names, job.files, job.variants)
    kept = notebook.metadata.autograder
    record = stamp(notebook, job.rules)
    marked = Marked(nbformat.writes(notebook), texts=texts_of(notebook), record=record, unreadable=unreadable)
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if is_grade(cell):
            marked.scores[grade_id] = None if needs_a_person(cell) else determine_grade(cell)[0]
        if is_solution(cell) or is_task(cell):
            same = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
            marked.unanswered[grade_id] = same and not is_task(cell)
    return marked


def stamp(notebook: NotebookNode, rules: Rules) -> dict[str, Any]:
    """Write into a graded notebook by which rules, where and when it was graded; returns what its mark depends on."""
    kept = notebook.metadata.autograder
    kept["rules"], kept["worker"] = rules, f"{socket.gethostname()}, process {os.getpid()}"
    kept["time"] = datetime.now(UTC).isoformat(timespec="seconds")
    return {name: kept[name] for name in RECORDED if name in kept}
