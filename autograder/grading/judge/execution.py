"""Run a notebook in a sandbox, have its checks examined outside, and write the verdicts into its locked cells."""

import hashlib
import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_solution

import solutions
from autograder.grading.judge.examiner import Clock, Examination
from autograder.grading.judge.verdict_outputs import error_output, verdict_outputs
from autograder.grading.sandbox.interface import CellResult, RunningSession, SandboxLost, SessionMaker
from autograder.verdict.report import Report

CHECK = "check-"
OUT_OF_MEMORY = "A cell before filled the memory."
MAX_RESTARTS = 4
PAUSES = (0, 1, 10)  # seconds before each attempt, where the sandbox itself is killed


def execute(
    notebook: NotebookNode, sandbox: SessionMaker, secret: bytes, names: dict[str, str], files: dict[str, bytes]
) -> None:
    """Run and judge one notebook in place; what happened is kept in its metadata.

    Parameters
    ----------
    notebook : NotebookNode
        In the form of its assignment (see `repair`).
    sandbox : SessionMaker
    secret : bytes
        The course's own.
    names : dict
        `student`, `assignment`, `notebook`.
    files : dict of str to bytes
        What lies beside the notebook.

    Raises
    ------
    SandboxLost
        If the sandbox failed again and again, by no fault of the notebook.
    """
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    identity = [names["student"], names["assignment"], names["notebook"], *sources]

    def examine(name: str, clock: Clock) -> Examination:
        return Examination(name, solutions, seeded(secret, name, *identity), clock)

    for pause in PAUSES:
        time.sleep(pause)
        execution = Execution(notebook, sandbox, examine, files)
        try:
            execution.run()
            break
        except SandboxLost:  # no fault of the submission
            if pause == PAUSES[-1]:
                raise
    kept = notebook.metadata.get("autograder", {})
    kept |= {
        "sandbox": sandbox.description,
        "seconds": round(execution.seconds, 3),
        "computed": round(execution.computed, 3),
        "records": execution.records,
    }
    notebook.metadata["autograder"] = kept


def seeded(secret: bytes, *names: str) -> np.random.Generator:
    """A generator that nobody without the course's secret can foresee, the same for the same submission."""
    digest = hmac.digest(secret, "\0".join(names).encode(errors="replace"), hashlib.sha256)
    return np.random.default_rng(np.frombuffer(digest, np.uint32))


@dataclass
class Execution:
    """One notebook's way through the sandbox.

    Parameters
    ----------
    notebook : NotebookNode
        Outputs are written into it.
    sandbox : SessionMaker
    examine : callable (name, clock) -> Examination
        Opens the examination of one function, timed by a clock.
    files : dict of str to bytes
        What lies beside the notebook.

    Attributes
    ----------
    records : list of dict
        One for each check: function, credit, points, worth, text, misconceptions.
    seconds, computed : float
        What the cells took by the clock, and what the processes computed.
    failed : dict of str to str
        By grade id of a cell that raised: how it ended.
    done : list of str
        Sources of the cells that a new session runs again.
    stopped : str
        Why no further cell is run, or empty.
    """

    notebook: NotebookNode
    sandbox: SessionMaker
    examine: Callable[[str, Clock], Examination]
    files: dict[str, bytes]
    records: list[dict[str, Any]] = field(init=False, default_factory=list)
    seconds: float = field(init=False, default=0.0)
    computed: float = field(init=False, default=0.0)
    failed: dict[str, str] = field(init=False, default_factory=dict)
    done: list[str] = field(init=False, default_factory=list)
    stopped: str = field(init=False, default="")
    restarts: int = field(init=False, default=0)
    session: RunningSession = field(init=False)
    before: float = field(init=False)  # computed by the session's processes before its first cell

    def run(self) -> list[dict[str, Any]]:
        """Run all cells, once; never raises for what they do. Returns the records."""
        self._open()
        try:
            for cell in self.notebook.cells:
                if cell.cell_type == "code":
                    self._run_cell(cell)
        finally:
            self._close()
        return self.records

    def _open(self) -> None:
        self.session = self.sandbox.open(self.files)
        self.before = self.session.computed()

    def _close(self) -> None:
        """End the session and count what it computed."""
        if not self.session.dead:
            self.computed += self.session.computed() - self.before
        self.session.close()

    def _run_cell(self, cell: NotebookNode) -> None:
        name = examined_function(cell)
        cell.outputs, cell.execution_count = [], None
        examination = self.examine(name, lambda: self.session.computed()) if name else None
        result = self._result(cell, examination)
        cell.outputs = [new_output(**output) for output in result.outputs]
        if examination:
            examination.close()
            report = examination.report(_reason(result, self.failed.get(name, "")))
            cell.outputs = self._verdict(cell, report)
        elif result.status == "error" and "nbgrader" in cell.metadata:
            said = _reason(result).removeprefix("The cell")
            self.failed[cell.metadata.nbgrader.grade_id] = f"The cell that defines it{said}"
        elif result.reason:
            cell.outputs.append(error_output("Stopped", result.reason))
        if is_grade(cell) and not is_solution(cell) and not name:
            text = "Only cells that call `check` are graded: no other verdict is safe."
            cell.outputs = [error_output("NotExamined", text)]

    def _result(self, cell: NotebookNode, examination: Examination | None) -> CellResult:
        if self.stopped:
            return CellResult("died", self.stopped)
        result = self.session.run(cell.source, on_request=examination.reply if examination else None)
        self.seconds += result.seconds
        if self.session.dead or self.session.is_full():  # what fills the memory shall cost no later function
            self._restart(self.session.dead or OUT_OF_MEMORY)
        elif not examination:
            self.done.append(cell.source)
        return result

    def _restart(self, reason: str) -> None:
        """Start anew without the cell that ended the process: what was earned stays, the rest gets its chance."""
        self._close()
        self.restarts += 1
        left = self.session.left
        if self.restarts > MAX_RESTARTS or left <= 0:
            self.stopped = f"Not run, because the notebook was stopped before: {reason}"
            return
        self._open()
        self.session.left = left
        for source in self.done:
            self.session.run(source)
            if self.session.dead:
                self._restart(self.session.dead)
                return

    def _verdict(self, cell: NotebookNode, report: Report) -> list[NotebookNode]:
        worth = float(cell.metadata.nbgrader.points)
        points = round(worth * report.credit, 2)
        self.records.append(
            {
                "function": report.function,
                "credit": report.credit,
                "points": points,
                "worth": worth,
                "codes": [str(mismatch.code) for mismatch in report.mismatches],
                "text": report.text(),
                "explanations": list(report.explanations),
                "misconceptions": list(report.misconceptions),
            }
        )
        return verdict_outputs(report, points, worth, self.sandbox.description)


def examined_function(cell: NotebookNode) -> str:
    """The function that a locked check cell examines, by its grade id, or an empty string."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    is_check = is_grade(cell) and not is_solution(cell) and grade_id.startswith(CHECK)
    return grade_id.removeprefix(CHECK) if is_check else ""


def _reason(result: CellResult, definition: str = "") -> str:
    """Why a cell ended early; for a check, what went wrong where its function is defined comes first."""
    if result.reason or definition:
        return result.reason or definition
    errors = [output for output in result.outputs if output["output_type"] == "error"]
    return f"The cell raised {errors[-1]['ename']}: {errors[-1]['evalue']}" if errors else ""
