"""Run a notebook in a sandbox, have its checks examined outside, and write the verdicts into its locked cells."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

import solutions
from autograder.grading.assignments.variant_notebook import PLAIN
from autograder.grading.content.limited_process import Budget
from autograder.grading.judge.examiner import Clock, Examination
from autograder.grading.judge.failed_cells import FailedCell, defined_in, with_cause
from autograder.grading.judge.notebook_cells import UNGRADED, examined_function, given_text, imports_of
from autograder.grading.judge.record import record_of
from autograder.grading.judge.seeding import generator_for, shown_digest, submission_key
from autograder.grading.judge.verdict_outputs import error_output, finished_outputs, ungraded_output, verdict_outputs
from autograder.grading.judge.wrong_callees import with_callees
from autograder.grading.sandbox.inside.frames import CHECK_MARK
from autograder.grading.sandbox.interface import CellResult, RunningSession, SandboxLost, SessionMaker
from autograder.registry import find
from autograder.variants import Chosen, in_use
from autograder.verdict.findings import Finding
from autograder.verdict.report import Report

OUT_OF_MEMORY = "A cell before filled the memory."
NO_VARIANT = "the answer belongs to another variant, and the notebook names none: was the plain version handed out?"
MAX_RESTARTS = 4
PAUSES = (0, 1, 10)  # seconds before each attempt, where the sandbox itself is killed

Examine = Callable[[str, Clock, int], Examination]  # of which function, timed by what, in which attempt


def execute(
    notebook: NotebookNode,
    sandbox: SessionMaker,
    secret: bytes,
    names: dict[str, str],
    files: dict[str, bytes],
    variants: Chosen | None = None,
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
    variants : dict of str to str, optional
        Those that the student has, whatever the notebook says.

    Raises
    ------
    SandboxLost
        If the sandbox failed again and again, by no fault of the notebook.
    """
    sources = [text for cell in notebook.cells if cell.cell_type == "code" for text in (cell.source, given_text(cell))]
    identity = (names["student"], names["assignment"], names["notebook"])
    key = submission_key(secret, identity, sources, files)

    def examine(name: str, clock: Clock, attempt: int) -> Examination:
        return Examination(name, solutions, generator_for(key, name, attempt), clock)

    for pause in PAUSES:
        time.sleep(pause)
        execution = Execution(notebook, sandbox, examine, files, shown_digest(key))
        try:
            with in_use(variants or {}):
                execution.run()
            break
        except SandboxLost:  # no fault of the submission
            if pause == PAUSES[-1]:
                raise
    kept = notebook.metadata.get("autograder", {})
    kept |= {
        "sandbox": sandbox.description,
        "seed": execution.digest,
        "seconds": round(execution.seconds, 3),
        "computed": round(execution.computed, 3),
        "records": execution.records,
    }
    notebook.metadata["autograder"] = kept


@dataclass
class Check:
    """A check cell that was judged: where it stands, what it found, and its function.

    Attributes
    ----------
    number : int
        Among the code cells, from 1.
    remark : str
        What is said although it does not change the verdict.
    fault : str
        What went wrong on the grader's side, or empty.
    """

    cell: NotebookNode
    number: int
    function: str
    report: Report
    remark: str = ""
    fault: str = ""


@dataclass
class Execution:
    """One notebook's way through the sandbox.

    Parameters
    ----------
    notebook : NotebookNode
        Outputs are written into it.
    sandbox : SessionMaker
    examine : callable (name, clock, attempt) -> Examination
        Opens the examination of one function, timed by a clock.
    files : dict of str to bytes
        What lies beside the notebook.
    digest : str
        Of the seed, shown beside every verdict.

    Attributes
    ----------
    records : list of dict
        One for each check: function, credit, points, worth, text, what feedback begins with, misconceptions.
    seconds, computed : float
        What the cells took by the clock, and what the processes computed.
    checks : list of Check
    failed : list of FailedCell
    done : list of str
        Sources of the cells that a new session runs again.
    stopped : str
        Why no further cell is run, or empty.
    """

    notebook: NotebookNode
    sandbox: SessionMaker
    examine: Examine
    files: dict[str, bytes]
    digest: str = ""
    records: list[dict[str, Any]] = field(init=False, default_factory=list)
    seconds: float = field(init=False, default=0.0)
    computed: float = field(init=False, default=0.0)
    checks: list[Check] = field(init=False, default_factory=list)
    failed: list[FailedCell] = field(init=False, default_factory=list)
    done: list[str] = field(init=False, default_factory=list)
    stopped: str = field(init=False, default="")
    restarts: int = field(init=False, default=0)
    budget: Budget = field(init=False, default_factory=Budget)
    session: RunningSession = field(init=False)
    before: float = field(init=False)  # computed by the session's processes before its first cell

    def run(self) -> list[dict[str, Any]]:
        """Run all cells, once; never raises for what they do. Returns the records."""
        cells = [cell for cell in self.notebook.cells if cell.cell_type == "code"]
        self._open()
        try:
            for number, cell in enumerate(cells, 1):
                self._run_cell(cell, number)
            self._judge_again([(number, cell.source) for number, cell in enumerate(cells, 1)])
        finally:
            self._close()
        reports = with_callees([check.report for check in self.checks], [cell.source for cell in cells])
        for check, report in zip(self.checks, reports, strict=True):
            check.report = report
            self._record(check)
        return self.records

    def _open(self) -> None:
        self.session = self.sandbox.open(self.files)
        self.before = self.session.computed()

    def _close(self) -> None:
        """End the session and count what it computed."""
        if not self.session.dead:
            self.computed += self.session.computed() - self.before
        self.session.close()

    def _run_cell(self, cell: NotebookNode, number: int) -> None:
        cell.outputs, cell.execution_count = [], number
        name = examined_function(cell)
        if name:
            self.checks.append(self._judged(cell, number, name))
            return
        if given_text(cell):  # what it imports is there whatever became of it; what the student imports comes after
            self._result(imports_of(given_text(cell)))
        result = self._result(cell.source)
        cell.outputs = finished_outputs(result.outputs, self.budget)
        if result.status != "ok":
            self._take_failure(cell, number, result)
        if is_grade(cell) and not is_solution(cell):
            text = "Only cells that call `check` are graded: no other verdict is safe."
            cell.outputs = [error_output("NotExamined", text)]

    def _take_failure(self, cell: NotebookNode, number: int, result: CellResult) -> None:
        """A cell that was given with the assignment is run as it was given, if what became of it does not run."""
        self.failed.append(FailedCell(number, cell.source, _ending(result)))
        if result.reason:
            cell.outputs.append(error_output("Stopped", result.reason))
        given = given_text(cell)
        if given and self._result(given).status == "ok":
            text = f"Cell {number} was changed and does not run, so it was also run as the assignment gives it."
            cell.outputs.append(error_output("RunAsGiven", text))

    def _judged(self, cell: NotebookNode, number: int, name: str, attempt: int = 1) -> Check:
        """Judge one check cell. A fault of the grader's own is no verdict, and no other cell suffers from it."""
        try:
            examination = self.examine(name, lambda: self.session.computed(), attempt)
        except Exception as error:
            return Check(cell, number, name, Report(name, []), fault=_said(error))
        result = self._result(cell.source, examination)
        examination.close()
        try:
            report = examination.report(_reason(result))
        except SandboxLost:
            raise
        except Exception as error:
            return Check(cell, number, name, Report(name, []), fault=_said(error))
        fault = examination.fault if not report.passed else ""
        if self._is_plain and any(each.code == Finding.OTHER_VARIANT for each in report.mismatches):
            fault = NO_VARIANT
        return Check(cell, number, name, with_cause(report, self.failed), fault=fault)

    @property
    def _is_plain(self) -> bool:
        return bool(self.notebook.metadata.get("autograder", {}).get(PLAIN))

    def _judge_again(self, cells: list[tuple[int, str]]) -> None:
        """A function that is defined after its check is judged at the end too, and the better verdict counts.

        At the desk its check passes as soon as it is run again; the order of cells is no part of the exercise.
        """
        for place, check in enumerate(self.checks):
            later, name = defined_in((each for each in cells if each[0] > check.number), find(check.function).functions)
            if not later or check.report.passed or check.fault or self.stopped:
                continue
            again = self._judged(check.cell, check.number, check.function, attempt=2)
            if not again.fault and again.report.credit >= check.report.credit:
                check = self.checks[place] = again
            check.remark = f"{name} is defined later, in cell {later}: move it above its check."

    def _result(self, source: str, examination: Examination | None = None) -> CellResult:
        if self.stopped:
            return CellResult("died", self.stopped)
        if examination:
            result = self.session.run(CHECK_MARK + source, on_request=examination.reply)
        else:
            result = self.session.run(source)
        self.seconds += result.seconds
        if self.session.dead or self.session.is_full():  # what fills the memory shall cost no later function
            self._restart(self.session.dead or OUT_OF_MEMORY)
        elif not examination:
            self.done.append(source)
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

    def _record(self, check: Check) -> None:
        """Keep what a check found, and write it into its cell."""
        report, cell = check.report, check.cell
        worth = float(cell.metadata.nbgrader.points)
        points: float | None = round(worth * report.credit, 2)
        where = f"run {self.sandbox.description}, judged outside, seed {self.digest}"
        try:
            cell.outputs = verdict_outputs(report, round(worth * report.credit, 2), worth, where, check.remark)
        except Exception as error:
            check.fault = _said(error)
        if check.fault:
            points, cell.outputs = None, [ungraded_output(check.function, check.fault)]
            cell.metadata["autograder"] = {UNGRADED: check.fault}
        self.records.append(record_of(report, points, worth, check.remark, check.fault))


def _reason(result: CellResult) -> str:
    """Why a check ended early, or nothing."""
    if result.reason or result.status == "ok":
        return result.reason
    return f"The cell raised {_ending(result)}"


def _ending(result: CellResult) -> str:
    """Why a cell ended early."""
    if result.reason:
        return result.reason
    errors = [output for output in result.outputs if output["output_type"] == "error"]
    return f"{errors[0]['ename']}: {errors[0]['evalue']}" if errors else "it did not end as it should"


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
