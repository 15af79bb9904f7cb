"""Does a failed check show where an array is wrong, whatever a student returned?"""

import numpy as np
import pytest

from autograder.verdict.comparison import Mismatch
from autograder.verdict.report import picture

DARKEST = 'fill="rgb(40,40,40)"'


def drawn(got, right):
    return picture(Mismatch("value", "dx", "", got, right))


def test_the_one_entry_that_is_off_is_the_one_dark_square():
    right = np.zeros((2, 3, 4, 5))
    got = right.copy()
    got[1, 2, 3, 4] = 1e-3
    squares = [line for line in drawn(got, right).split("<rect") if "fill" in line]
    assert len(squares) == right.size
    assert [DARKEST in square for square in squares] == [False] * (right.size - 1) + [True]


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e308])
def test_an_entry_beyond_all_numbers_is_dark(bad):
    svg = drawn(np.array([0.0, bad]), np.array([0.0, -1e308]))
    assert svg.count(DARKEST) == 1


@pytest.mark.parametrize("got", [None, np.array(["a", "b"]), np.array([None, 1.0]), np.ones(3), np.array(1.0)])
def test_what_is_not_an_array_of_such_numbers_has_no_picture(got):
    assert drawn(got, np.zeros(2)) == ""
