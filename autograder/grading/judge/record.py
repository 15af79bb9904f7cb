"""What is kept of a check beside its mark: for the summary of the class, and for the student's feedback."""

from typing import Any

from autograder.grading.judge.notebook_cells import UNGRADED
from autograder.verdict.report import Report


def record_of(report: Report, points: float | None, worth: float, remark: str, fault: str) -> dict[str, Any]:
    """What a graded notebook keeps of one check, as plain values.

    Parameters
    ----------
    points, worth : float
        What was earned of what.
    remark : str
        What is said although it does not change the verdict.
    fault : str
        What went wrong on the grader's side, or empty.

    Returns
    -------
    dict
        `sentence` and `hint` are what feedback begins with, `derived` the function whose section of the book it names.
    """
    sentence, hint = report.brief()
    record = {
        "function": report.function,
        "credit": report.credit,
        "points": points,
        "worth": worth,
        "codes": [str(mismatch.code) for mismatch in report.mismatches],
        "text": report.text(),
        "sentence": sentence,
        "hint": hint,
        "derived": report.derived,
        "explanations": list(report.explanations),
        "misconceptions": list(report.misconceptions),
    }
    record |= {"remark": remark} if remark else {}
    return record | ({"credit": 0.0, "points": 0.0, UNGRADED: fault} if fault else {})
