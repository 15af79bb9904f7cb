"""Run a notebook in a sandbox, have its checks examined outside, and write the verdicts into its locked cells."""

import hashlib
import hmac
from dataclasses import dataclass, field
from html import escape

import numpy as np
from nbformat.v4 import new_output
from nbgrader.utils import is_grade, is_solution

from autograder.grading.sandbox.session import CellResult
from autograder.verdict.findings import Finding
from autograder.verdict.report import picture

CHECK = "check-"
MAX_RESTARTS = 4


@dataclass
class Execution:
    """One notebook's way through the sandbox.

    Parameters
    ----------
    notebook : NotebookNode
        In the form of its assignment (see `restoring`); outputs are written into it.
    sandbox : Sandbox
    examine : callable (name, clock) -> Examination
        Opens the examination of one function, timed by a clock.
    files : dict of str to bytes
        What lies beside the notebook.

    Attributes
    ----------
    records : list of dict
        One for each check: function, credit, points, worth, text, misconceptions.
    """

    notebook: object
    sandbox: object
    examine: object
    files: dict
    records: list = field(default_factory=list)

    def run(self):
        """Run all cells; never raises for what they do. Returns the records."""
        self.computed, self.session = 0.0, None
        self._open()
        self.failed, self.done, self.restarts, self.seconds, self.stopped = {}, [], 0, 0.0, ""
        try:
            for cell in self.notebook.cells:
                if cell.cell_type == "code":
                    self._run_cell(cell)
        finally:
            self._close()
        return self.records

    def _open(self):
        self.session = self.sandbox.open(self.files)
        self.before = self.session.computed()

    def _close(self):
        """End the session and count what it computed."""
        if not self.session.dead:
            self.computed += self.session.computed() - self.before
        self.session.close()

    def _run_cell(self, cell):
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
            cell.outputs.append(_error("Stopped", result.reason))
        if is_grade(cell) and not is_solution(cell) and not name:
            cell.outputs = [_error("NotExamined", "Only cells that call `check` are graded: no other verdict is safe.")]

    def _result(self, cell, examination):
        if self.stopped:
            return CellResult("died", self.stopped)
        result = self.session.run(cell.source, on_request=examination.reply if examination else None)
        self.seconds += result.seconds
        if self.session.dead:
            self._restart(self.session.dead)
        elif not examination:
            self.done.append(cell.source)
        return result

    def _restart(self, reason):
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

    def _verdict(self, cell, report):
        worth = float(cell.metadata.nbgrader.points)
        points = round(worth * report.credit, 2)
        judged = f"{points:g} of {worth:g} points; run {self.sandbox.description}, judged outside."
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
        if points == 0:
            return [*_pictures(report), _error("CheckFailed", f"{report.text()}\n  {judged}")]
        shown = {
            "text/plain": f"{report.text()}\n  {judged}",
            "text/html": f"{report._repr_html_()}<p><small>{escape(judged)}</small></p>",
        }
        outputs = [new_output("display_data", data=shown)]
        if points < worth:
            outputs.append(new_output("execute_result", data={"text/plain": f"{points:g}"}, execution_count=None))
        return outputs


def _pictures(report):
    html = "".join(picture(mismatch) for mismatch in report.mismatches if mismatch.code != Finding.SHAPE)
    data = {"text/plain": "A picture of where the result is off.", "text/html": html}
    return [new_output("display_data", data=data)] if html else []


def examined_function(cell):
    """The function that a locked check cell examines, by its grade id, or None."""
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    is_check = is_grade(cell) and not is_solution(cell) and grade_id.startswith(CHECK)
    return grade_id.removeprefix(CHECK) if is_check else None


def seeded(secret, *names):
    """A generator that nobody without the course's secret can foresee, the same for the same submission."""
    digest = hmac.digest(secret, "\0".join(names).encode(errors="replace"), hashlib.sha256)
    return np.random.default_rng(np.frombuffer(digest, np.uint32))


def _reason(result, definition=""):
    """Why a cell ended early; for a check, what went wrong where its function is defined comes first."""
    if result.reason or definition:
        return result.reason or definition
    errors = [output for output in result.outputs if output["output_type"] == "error"]
    return f"The cell raised {errors[-1]['ename']}: {errors[-1]['evalue']}" if errors else ""


def _error(name, text):
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
