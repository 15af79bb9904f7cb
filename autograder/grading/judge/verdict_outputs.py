"""What a graded check cell shows: the report, the points, and where the notebook was run."""

from html import escape
from typing import Any

from nbformat import NotebookNode, from_dict

from autograder.grading.content.limited_process import Budget, safe_html
from autograder.grading.sandbox.outputs import RAW_HTML
from autograder.verdict.report import EVERYTHING, Report


def verdict_outputs(report: Report, points: float, worth: float, where: str, remark: str = "") -> list[NotebookNode]:
    """The outputs of a check cell; nbgrader reads the points from them.

    An error is worth nothing and a bare display everything; points in between stand in an output of their own.

    Parameters
    ----------
    where : str
        Where the student's code ran, and by which seed.
    remark : str
        What is said beside the verdict.
    """
    judged = f"{points:g} of {worth:g} points; {where}."
    text = f"{report.text()}\n  {remark}" if remark else report.text()
    if points == 0:
        return [*_pictures(report), error_output("CheckFailed", f"{text}\n  {judged}")]
    said = f"<p>{escape(remark)}</p>" if remark else ""
    shown = {
        "text/plain": f"{text}\n  {judged}",
        "text/html": f"{report.html(EVERYTHING)}{said}<p><small>{escape(judged)}</small></p>",
    }
    outputs = [_shown(shown)]
    if points < worth:
        outputs.append(_shown({"text/plain": f"{points:g}"}, output_type="execute_result", execution_count=None))
    return outputs


def finished_outputs(outputs: list[dict[str, Any]], budget: Budget) -> list[NotebookNode]:
    """What a cell showed as outputs of a notebook, its HTML cleaned.

    Parameters
    ----------
    outputs : list of dict
        From `clean_output`.
    budget : Budget
        What the cleaning may still take for this submission; no time of the student's.
    """
    return [_finished(dict(output), budget) for output in outputs]


def _finished(output, budget):
    html = output.pop(RAW_HTML, None)
    if html is not None:
        output["data"] = output["data"] | {"text/html": safe_html(html, budget)}
    return from_dict(output)


def ungraded_output(function: str, fault: str) -> NotebookNode:
    """What stands in a check cell that the grader could not judge."""
    text = f"{function} could not be judged, by a fault of the grader and not of yours: a person has to look. ({fault})"
    return error_output("NeedsAPerson", text)


def error_output(name: str, text: str) -> NotebookNode:
    """An error of the grader's own, as a notebook shows it."""
    return from_dict({"output_type": "error", "ename": name, "evalue": text, "traceback": [f"{name}: {text}"]})


def _pictures(report: Report) -> list[NotebookNode]:
    html = report.pictures()
    data = {"text/plain": "A picture of where the result is off.", "text/html": html}
    return [_shown(data)] if html else []


def _shown(data: dict[str, str], **kind: Any) -> NotebookNode:
    """An output; the notebook is validated whole when it is written."""
    return from_dict({"output_type": "display_data", "data": data, "metadata": {}} | kind)
