"""What a graded check cell shows: the report, the points, and where the notebook was run."""

from html import escape

from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder.verdict.report import EVERYTHING, Report


def verdict_outputs(report: Report, points: float, worth: float, description: str) -> list[NotebookNode]:
    """The outputs of a check cell; nbgrader reads the points from them.

    An error is worth nothing and a bare display everything; points in between stand in an output of their own.

    Parameters
    ----------
    description : str
        Where the student's code ran.
    """
    judged = f"{points:g} of {worth:g} points; run {description}, judged outside."
    if points == 0:
        return [*_pictures(report), error_output("CheckFailed", f"{report.text()}\n  {judged}")]
    shown = {
        "text/plain": f"{report.text()}\n  {judged}",
        "text/html": f"{report.html(EVERYTHING)}<p><small>{escape(judged)}</small></p>",
    }
    outputs = [new_output("display_data", data=shown)]
    if points < worth:
        outputs.append(new_output("execute_result", data={"text/plain": f"{points:g}"}, execution_count=None))
    return outputs


def error_output(name: str, text: str) -> NotebookNode:
    """An error of the grader's own, as a notebook shows it."""
    return new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])


def _pictures(report: Report) -> list[NotebookNode]:
    html = report.pictures()
    data = {"text/plain": "A picture of where the result is off.", "text/html": html}
    return [new_output("display_data", data=data)] if html else []
