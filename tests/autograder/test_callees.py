"""Is a function that is built on a wrong one told which to mend first?"""

import pytest

from autograder.verdict.messages import messages
from tests.autograder.test_hint_kinds import checked, found, rnn


@pytest.mark.parametrize("way", ["rnn_step_backward(", "by_way_of("])
def test_what_a_function_calls_is_to_be_mended_first(way):
    wrong = rnn().replace("dnext_h * (1 - h * h)", "dnext_h * 1").replace("= rnn_step_backward(", f"= {way}")
    wrong += "\ndef by_way_of(*given):\n    return [each for each in rnn_step_backward(*given)]\n"
    report = checked("rnn_backward", wrong)
    first, second = messages(report.mismatches)
    assert first.text == "rnn_backward calls rnn_step_backward, which is not right yet: mend that first."
    assert second.text == "dx, dh0, dWx, dWh and db are off too."


def test_what_a_function_calls_is_not_blamed_for_its_own_slip():
    assert {code for code, *_ in found("rnn_backward", rnn(collected="a")).values()} == {"not_additive"}
