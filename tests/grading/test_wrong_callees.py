"""Of wrong functions in a notebook of which one calls another, is the one named that is to be mended first?"""

import pytest

from autograder.grading.judge.wrong_callees import with_callees
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.report import Report

STEP, WHOLE = "lstm_step_backward", "lstm_backward"
CELLS = [
    "def lstm_step_backward(dnext_h, dnext_c, cache):\n    return 0",
    "def lstm_backward(dh, cache):\n    {}\n\nx = 1",
]
CALL = "return [lstm_step_backward(dh[:, t], 0, cache[t]) for t in range(3)]"
SLIP = Mismatch(Finding.SLOPE, "dx", "A slope.")
GUESS = Mismatch(
    Finding.FACTOR, "dx", "dx is off; dx[0] = 2, expected 1. Halve it.", reason=("Halve it.",), entry="dx[0]"
)


def said(whole=GUESS, body=CALL, step=(SLIP,), **more):
    reports = [Report(STEP, list(step)), Report(WHOLE, [whole], partial=0.25, **more)]
    return with_callees(reports, [CELLS[0], CELLS[1].format(body)])[1]


def test_the_function_that_is_called_is_named_the_guess_goes_and_the_points_stay():
    report = said()
    assert "lstm_backward calls lstm_step_backward, which is not right yet: mend that first." in report.text()
    assert "Halve" not in report.text() and report.credit == 0.25


@pytest.mark.parametrize(
    "change",
    [
        {"step": ()},
        {"body": "return 0  # lstm_step_backward(dh)"},
        {"body": "return 0\n\nlstm_step_backward(1, 2, 3)"},
        {"whole": Mismatch(Finding.FORWARD_WRONG, "lstm_forward", "lstm_forward gives nan.")},
        {"explanations": ["You keep the last step only."]},
    ],
    ids=["it is right", "only in a comment", "outside", "the forward function comes first", "the slip is known"],
)
def test_nothing_is_named_where_that_is_not_the_cause(change):
    assert "calls" not in said(**change).text()
