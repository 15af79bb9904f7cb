"""Where several answers are right, is what must hold of them said, and no single number expected?"""

import pytest

from tests.autograder.test_hint_kinds import checked, found

POOL_BACKWARD = """
def max_pool_backward(dout, cache):
    x, q = cache
    h, w, s = q["pool_height"], q["pool_width"], q["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        here = np.s_[n, c, i * s : i * s + h, j * s : j * s + w]
        dx[here] += {share}
    return dx
"""
AT_TIES = {
    "the whole gradient for every maximum": (
        "max_pool_backward",
        POOL_BACKWARD.format(share="dout[n, c, i, j] * (x[here] == x[here].max())"),
        "get 18 together; they should share 6",
    ),
    "no gradient for several maxima": (
        "max_pool_backward",
        POOL_BACKWARD.format(
            share="dout[n, c, i, j] * (x[here] == x[here].max()) * ((x[here] == x[here].max()).sum() == 1)"
        ),
        "get 0 together; they should share 6",
    ),
    "a slope of 2 at the kink": (
        "relu_backward",
        "def relu_backward(dout, cache):\n    return dout * np.where(cache == 0, 2, cache > 0)\n",
        "dx[0, 2] = 6, where x is 0: any number from 0 to 3 is right there.",
    ),
    "two pieces that tie": (
        "maxout_backward",
        """
def maxout_backward(dout, cache):
    x, w, b = cache
    p = x @ w + b[:, None]
    d = dout * (p == p.max(0))
    return sum(d[k] @ w[k].T for k in range(len(w))), x.T @ d, d.sum(1)
""",
        "must each share the gradient of a unit among the pieces that tie",
    ),
}


@pytest.mark.parametrize("name, text, sentence", AT_TIES.values(), ids=AT_TIES)
def test_where_several_answers_are_right_no_single_one_is_expected(name, text, sentence):
    report = checked(name, "def maxout_forward(x, w, b):\n    return (x @ w + b[:, None]).max(0), (x, w, b)\n" + text)
    assert sentence in report.text() and "expected" not in report.text() and "should be 0" not in report.text()


def test_beside_a_tie_the_entry_that_has_one_right_value_is_named():
    text = "def relu_backward(dout, cache):\n    return dout * np.where(cache == 0, 2, cache < 0)\n"
    first, *_ = found("relu_backward", text).values()
    assert first[0] != "ties" and "dx[0, 2]" not in first[1]
