"""Does every check accept what is right, whatever its style, its memory layout and its kinds of numbers?"""

import numpy as np
import pytest

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.grading.judge.examiner import Examination
from autograder.registry import find, load
from solutions import right_answers
from tests import twins

FUNCTIONS = [spec.name for spec in load().values() if spec.kind != "task"]
STYLES = right_answers.styles()
MODEL = {name: getattr(twins, name) for name in FUNCTIONS}
WRITTEN = [(style, name) for style, functions in STYLES for name in functions]


def assert_accepted(name, functions):
    report = check_function(find(name), functions)
    assert report.passed, report.text()
    examination = Examination(name, solutions, np.random.default_rng(29))
    with np.errstate(all="ignore"):
        answer_challenges(name, functions, examination.reply)
    assert examination.report().text() == f"{name}: passed."


@pytest.mark.parametrize("style, name", WRITTEN, ids=lambda value: value)
def test_a_right_answer_in_another_style_is_accepted(style, name):
    """At the desk; for grading see test_seeds."""
    report = check_function(find(name), MODEL | dict(STYLES)[style])
    assert report.passed, report.text()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_there_are_three_right_answers_of_different_styles(name):
    assert sum(name in functions for _, functions in STYLES) >= 2


def spread(value):
    """The same numbers in an array whose memory is neither contiguous nor in order; labels as int32."""
    value = value.astype(np.int32) if value.dtype.kind == "i" else value
    room = np.zeros(tuple(2 * size for size in value.shape), value.dtype)
    every_second_from_the_end = room[tuple(slice(None, None, -2) for _ in value.shape)]
    every_second_from_the_end[...] = value
    return every_second_from_the_end


def other_layout(value):
    if isinstance(value, dict):
        return {key: other_layout(part) for key, part in value.items()}
    if isinstance(value, np.ndarray) and value.ndim:
        return spread(value)
    return np.asarray(value) if isinstance(value, (float, np.floating)) else value


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_right_answer_in_another_memory_layout_is_accepted(name):
    spec = find(name)

    def laid_out(*arguments):
        returned = MODEL[name](*arguments)
        if not isinstance(returned, tuple):
            return other_layout(returned)
        kept = returned[-1:] if spec.kind == "forward" else ()
        return tuple(map(other_layout, returned[: len(returned) - len(kept)])) + kept

    assert_accepted(name, MODEL | {name: laid_out})
