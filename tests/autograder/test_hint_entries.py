"""Which indices are wrong: is that said in words that are true of one and of several?"""

import numpy as np
import pytest

from autograder.hints import entries


@pytest.mark.parametrize(
    "wrong, words",
    [
        ("0001", "only index 3"),
        ("1011", "all but index 1"),
        ("1100", "the first 2"),
        ("00111", "the last 3"),
        ("101101000", ""),
        ("0101", ""),
        ("111", ""),
    ],
)
def test_indices_that_are_wrong_are_named_only_where_few_words_do(wrong, words):
    assert entries._where(np.array([each == "1" for each in wrong])) == words
