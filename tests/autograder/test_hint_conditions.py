"""Is it said in which calls a function is wrong, and only where that tells more than what is known already?"""

import pytest

from tests.autograder.test_hint_kinds import CONV, checked, found

UNEVEN = """
def max_pool_forward(x, q):
    h, w, s = q["pool_height"], q["pool_width"], q["stride"]
    (H, W), refusal = x.shape[2:], "windows do not fit"
    {refuse}
    rows, columns = range(0, H - h + 1, s), range(0, W - w + 1, s)
    return np.array([[x[:, :, i:i + h, j:j + w].max((2, 3)) for j in columns] for i in rows]).transpose(2, 3, 0, 1), x
"""


@pytest.mark.parametrize(
    "name, text",
    [
        ("softmax", "def softmax(scores):\n    return np.exp(scores) / np.exp(scores).sum(1)\n"),
        ("max_pool_forward", UNEVEN.format(refuse="assert (H - h) % s == 0 and (W - w) % s == 0, refusal")),
        ("max_pool_forward", UNEVEN.format(refuse="if (H - h) % s or (W - w) % s: raise ValueError(refusal)")),
    ],
)
def test_beside_an_exception_that_names_the_cause_no_condition_is_said(name, text):
    report = checked(name, text)
    assert "stopped with" in report.text() and "Of the calls tried" not in report.text()


def test_a_condition_that_tells_is_said_still():
    cut = CONV.replace("    padded = np.pad(", "    x = x[:, :, :, :W - pad] if pad else x\n    padded = np.pad(")
    text = cut.format(numbers="stride, pad", width="W", flip="")
    said = str(found("conv_forward", text).values())
    assert "exactly those are wrong" in said and "conv_param['pad'] is not 0" in said
