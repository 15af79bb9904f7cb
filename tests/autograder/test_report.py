"""Does a report say each cause once, in steps, and draw only where a picture says more than the sentence?"""

import re

import numpy as np
import pytest

from autograder.checking.public_check import check_function
from autograder.registry import find, load
from autograder.verdict.comparison import Mismatch, compare
from autograder.verdict.findings import Finding
from autograder.verdict.messages import messages
from autograder.verdict.picture import picture
from autograder.verdict.report import Report
from tests import twins

ASK = "check({function}, hint={{hint}})"
RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}


def off(name, reason=(), detail="", example="", code=Finding.VALUE, got=(9.0, 2, 3), right=(1.0, 2, 3)):
    """One result that is wrong, as a comparison and a hint would say it."""
    mismatch = compare(name, np.array(got), np.array(right))
    text = " ".join([mismatch.text, *reason])
    return Mismatch(code, name, text, mismatch.got, mismatch.right, detail, reason, mismatch.entry, example)


def said(*mismatches):
    return [message.text for message in messages(mismatches)]


def test_results_that_are_wrong_for_one_reason_are_one_message():
    reason = ("It has the wrong sign.",)
    assert said(off("dWx", reason), off("dWh", reason), off("db", reason)) == [
        "dWx, dWh and db are off; dWx[0] = 9, expected 1. Each has the wrong sign."
    ]


def test_a_loss_and_its_gradient_with_the_same_factor_are_one_message():
    loss = off("loss", ("It is 3 times the right one.",), got=6.0, right=2.0)
    gradient = off("dx", ("Every entry is 3 times the right one.",))
    assert said(loss, gradient) == ["loss and dx are off; loss = 6, expected 2. Each is 3 times the right one."]


def test_results_that_are_wrong_for_two_reasons_are_two_messages():
    assert len(said(off("dx", ("It has the wrong sign.",)), off("dw", ("Two of its axes are exchanged.",)))) == 2


def test_what_is_known_of_one_result_only_is_said_of_it_alone():
    shared, more = "Only in gate f are entries wrong.", "A factor is missing."
    (text,) = said(off("dWx", (shared,), code=Finding.SOME_ENTRIES), off("db", (shared, more), code=Finding.FACTOR))
    assert text.endswith(f"{shared} db: {more}")


def test_bare_numbers_come_last_and_short_where_a_reason_is_known():
    first, last = said(off("dx"), off("dprev_h"), off("db", ("It has the wrong sign.",)))
    assert first.startswith("db: 1 of 3 entries is off; db[0] = 9, expected 1. It has the wrong sign.")
    assert last == "dx and dprev_h are off too."


def test_one_fault_of_form_is_one_sentence_for_all_results():
    shapes = [compare(name, np.zeros((1, 4)), np.zeros(4)) for name in ("dgamma", "dbeta")]
    assert said(*shapes) == ["dgamma and dbeta have shape (1, 4); expected (4,)."]
    lists = [compare(name, [0.0], np.zeros(1)) for name in ("dw", "db")]
    assert said(*lists) == ["dw and db must each be a NumPy array of floats; each is a list."]


def test_a_hint_is_said_once_whatever_comes_after_it():
    reason = "An exponential overflows."
    first = Mismatch(Finding.NOT_FINITE, "loss", f"loss is nan. {reason} That is line 2.", reason=(reason,))
    (text,) = said(first, Mismatch(Finding.NOT_FINITE, "dx", f"dx[0] is nan. {reason}", reason=(reason,)))
    assert text == f"loss and dx are not finite; loss is nan. That is line 2. {reason}"


def test_six_wrong_results_of_an_lstm_make_one_short_message():
    def doubled(*arguments):
        return tuple(2 * gradient for gradient in RIGHT["lstm_step_backward"](*arguments))

    report = check_function(find("lstm_step_backward"), RIGHT | {"lstm_step_backward": doubled})
    lines = report.text(1).splitlines()
    assert len(lines) == 3 and lines[1].count("expected") == 1 and lines[2].startswith("  Example: ")
    assert len(report.text(1).split()) <= 80


def test_numbers_have_as_many_digits_as_tell_them_apart():
    near = compare("out", np.array(1.00000123), np.array(1.0))
    assert near.entry == "out = 1.0000012, expected 1"
    assert compare("out", np.array(-0.0), np.array(1 / 3)).entry == "out = 0, expected 0.33333"
    assert compare("count", 1234567, np.array(416520)).entry == "count = 1234567, expected 416520"


def test_a_first_message_says_how_to_ask_for_more_and_only_if_there_is_more():
    more = ASK.format(function="affine_backward")
    detailed = Report("affine_backward", [off("db", ("An axis is wrong.",), "It is axis 1.", "Example: 2 samples")])
    first = detailed.text(1, more)
    assert first.endswith("check(affine_backward, hint=2) says more.") and "axis 1" not in first
    second = detailed.text(2, more)
    assert "It is axis 1." in second and second.endswith("check(affine_backward, hint=3) says more.")
    third = detailed.text(3, more)
    assert find("affine_backward").steps["db"] in third and 'section "Backward, entry by entry"' in third
    assert "says more" not in third and third.count("Example: 2 samples.") == 1
    unwritten = Report("affine_backward", [Mismatch(Finding.UNFINISHED, "affine_backward", "It is not written yet.")])
    assert unwritten.text(1, more) == unwritten.text(3, more) and "says more" not in unwritten.text(1, more)


def test_the_section_is_that_of_the_function_that_is_to_be_mended():
    first = Mismatch(Finding.FORWARD_WRONG, "affine_forward", "affine_forward computes out in another shape.")
    assert 'section "The idea"' in Report("affine_backward", [first, off("db")]).text()


def test_in_brief_a_report_is_its_first_sentence_and_the_first_hint_that_there_is():
    signed = off("dw", ("It has the wrong sign.",), "The term is the second.")
    said = "dw: 1 of 3 entries is off; dw[0] = 9, expected 1.", "It has the wrong sign. The term is the second."
    assert Report("affine_backward", [signed]).brief() == said
    sentence, hint = Report("affine_backward", [off("dw")]).brief()
    assert sentence == said[0] and hint.startswith("dw: A weight is used by every sample")
    assert Report("affine_backward", []).brief() == ("", "")


def test_a_notebook_opens_the_steps_that_were_asked_for():
    report = Report("affine_backward", [off("db", ("An axis is wrong.",), "It is axis 1 < 2.")])
    assert [bool(opened) for opened in re.findall(r"<details [^>]*?( open)?>", report.html(2))] == [True, False]
    assert "It is axis 1 &lt; 2." in report.html(1) and "open>" not in report.html(1)


def test_a_pass_and_a_failure_differ_in_more_than_color():
    passed, failed = Report("affine_backward", []).html(), Report("affine_backward", [off("db")]).html()
    assert "&#10003;" in passed and "passed" in passed and "&#10003;" not in failed and "not yet" in failed


def drawn(got, right, code=Finding.VALUE):
    return picture(Mismatch(code, "dx", "", got, right))


def opacities(svg):
    return [float(value) for value in re.findall(r'fill-opacity="([\d.]+)"', svg)]


def test_the_entries_that_are_off_are_the_dark_squares():
    right = np.zeros((2, 3, 4, 5))
    got = right.copy()
    got[1, 2, 3, 3:] = 1e-3, 1e-4
    ink = opacities(drawn(got, right))
    assert len(ink) == right.size and ink[:-2] == [0.0] * (right.size - 2) and ink[-2] == 1 > ink[-1] > 0.2
    assert 'role="img" aria-label="Where dx is off: 2 of 120 entries' in drawn(got, right)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e308])
def test_entries_beyond_all_numbers_are_filled(bad):
    got, right = np.zeros((2, 4)), np.zeros((2, 4))
    got[0, :2], right[0, :2] = bad, -1e308
    assert opacities(drawn(got, right, Finding.NOT_FINITE)) == [1, 1, 0, 0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    "got",
    [None, np.array(["a", "b"]), np.ones(3), np.array(1.0), np.array([0.0, 1]), np.ones(8), np.arange(8) == 3],
    ids=["none", "texts", "another shape", "a number", "two cells", "all off", "one off"],
)
def test_what_a_sentence_says_as_well_has_no_picture(got):
    assert drawn(got, np.zeros(np.size(got) if np.ndim(got) and np.size(got) != 3 else 2)) == ""


def test_an_array_whose_slip_is_named_has_no_picture():
    got = np.arange(12.0).reshape(3, 4) % 5
    assert drawn(got, got * (got < 3)) and not drawn(got, got * (got < 3), Finding.TRANSPOSED)
