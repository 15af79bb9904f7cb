"""Does the desk refuse, with public numbers, what only grading used to refuse?"""

import importlib.util
from unittest import mock

import numpy as np
import pytest

from autograder.checking import public_numbers
from autograder.checking.public_check import FURTHER, check_function
from autograder.grading.assignments.public_questions import ask_model_answer
from autograder.registry import find
from tests import twins


def near_zero_is_dead(x):
    return np.where(np.abs(x) < 1e-4, 0, np.maximum(x, 0)), x


def test_questions_are_read_as_they_were_written():
    asked = list(ask_model_answer("lstm_step_backward"))
    for written, back in zip(asked, public_numbers.read(public_numbers.write(asked)), strict=True):
        assert back.case.label == written.case.label
        for part in ("expected", "forward"):
            np.testing.assert_equal(getattr(back, part), getattr(written, part))
        np.testing.assert_equal(back.case.inputs | back.case.upstream, written.case.inputs | written.case.upstream)


def test_a_failure_names_its_case_and_where_the_numbers_come_from():
    report = check_function(find("relu_forward"), {"relu_forward": near_zero_is_dead})
    assert not report.passed and FURTHER in report.text() and "x of shape" in report.text()


def test_without_the_course_and_its_numbers_the_rest_is_checked():
    with mock.patch.object(importlib.util, "find_spec", return_value=None):
        public_numbers.questions_for.cache_clear()
        report = check_function(find("relu_forward"), {"relu_forward": near_zero_is_dead})
    public_numbers.questions_for.cache_clear()
    assert report.passed


def test_a_backward_function_that_is_right_beside_a_wrong_forward_says_so():
    def scaled(x):
        return near_zero_is_dead(x)[0], x

    functions = {"relu_forward": scaled, "relu_backward": twins.relu_backward}
    report = check_function(find("relu_backward"), functions)
    assert report.passed and "relu_forward does not give the right numbers yet" in report.text()


def test_a_backward_function_that_its_forward_misleads_hears_of_that_first():
    def dead(x):
        return near_zero_is_dead(x)[0], np.where(np.abs(x) < 1e-4, 0, x)

    functions = {"relu_forward": dead, "relu_backward": twins.relu_backward}
    report = check_function(find("relu_backward"), functions)
    assert [mismatch.code for mismatch in report.mismatches] == ["forward_wrong", "mask"]


@pytest.mark.parametrize("name", ["affine_backward", "svm_loss"])
def test_further_numbers_are_explained_like_worked_examples(name):
    """A slip that worked examples can't show: it is made for many samples only."""

    def slip(*arguments):
        first, *rest = getattr(twins, name)(*arguments)
        many = len(first if name == "affine_backward" else arguments[0]) > 3
        return (first, *(2 * each if many else each for each in rest))

    spec = find(name)
    report = check_function(spec, {each: getattr(twins, each) for each in spec.functions} | {name: slip})
    assert "factor" in {mismatch.code for mismatch in report.mismatches}
