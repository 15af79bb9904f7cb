"""Does the desk refuse, with public numbers, what only grading used to refuse?"""

import importlib.util
from unittest import mock

import numpy as np
import pytest

import solutions
from autograder.checking import public_numbers
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import FURTHER, check_function
from autograder.grading.assignments.public_questions import ask_model_answer
from autograder.grading.judge.examiner import Examination
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
    assert not report.passed and FURTHER in report.text() and "entries of 0 and close to it" in report.text()


def test_without_the_course_and_its_numbers_the_rest_is_checked():
    with mock.patch.object(importlib.util, "find_spec", return_value=None):
        public_numbers._published.cache_clear()
        report = check_function(find("relu_forward"), {"relu_forward": near_zero_is_dead})
    public_numbers._published.cache_clear()
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
    assert [mismatch.code for mismatch in report.mismatches] == ["forward_wrong", "range"]


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


def flat_affine(lays_out):
    """Affine of CS231n, which takes images; its backward function may forget their shape."""

    def forward(x, w, b):
        return x.reshape(len(x), -1) @ w + b, (x, w)

    def backward(dout, cache):
        x, w = cache
        dx, dw = dout @ w.T, x.reshape(len(x), -1).T @ dout
        return dx.reshape(x.shape) if lays_out else dx, dw, dout.sum(0)

    return {"affine_forward": forward, "affine_backward": backward}


def graded(name, functions, seed):
    examination = Examination(name, solutions, np.random.default_rng(seed))
    answer_challenges(name, functions, examination.reply)
    return examination.report()


def test_who_takes_images_must_give_their_gradient_their_shape():
    for lays_out in (True, False):
        functions = flat_affine(lays_out)
        report = check_function(find("affine_backward"), functions)
        assert report.passed == lays_out == (graded("affine_backward", functions, 3).credit == 1)
    assert "dx has shape (3, 12); expected (3, 2, 3, 2)" in report.text()


def test_who_takes_rows_only_need_not_take_images():
    functions = {name: getattr(twins, name) for name in ("affine_forward", "affine_backward")}
    with pytest.raises(ValueError, match="mismatch"):
        functions["affine_forward"](np.ones((3, 2, 3, 2)), np.ones((12, 4)), np.ones(4))
    assert check_function(find("affine_backward"), functions).passed
    assert graded("affine_backward", functions, 3).credit == 1


def dead(width):
    return lambda x: (x * (x > width), x)


def clipped(bound):
    return lambda x: 1 / (1 + np.exp(-np.clip(x, -bound, bound)))


def absolute_error_with_a_dead_zone(y_pred, y):
    off = y_pred - y
    return np.abs(off).mean(), np.where(np.abs(off) < 1e-4, 0, np.sign(off)) / off.size


def absolute_error_without_its_smallest(y_pred, y):
    off = np.abs(y_pred - y)
    return np.where(off < 1e-5, 0, off).mean(), np.sign(y_pred - y) / off.size


def rmsprop_with_eps_in_the_root(w, dw, config):
    config["cache"] = config["decay_rate"] * config.get("cache", 0) + (1 - config["decay_rate"]) * dw**2
    return w - config["learning_rate"] * dw / np.sqrt(config["cache"] + config["epsilon"]), config


def masked_by_what_is_left(dout, cache):
    """The mask from the output: an entry that was 0 counts as dropped, or as kept."""
    out, param = cache
    return dout * (out != 0) / param["p"] if param["mode"] == "train" else dout


def kept_where_zero(dout, cache):
    out, param, x = cache
    return dout * ((out != 0) | (x == 0)) / param["p"] if param["mode"] == "train" else dout


def dropout_that_keeps(*, its_input):
    def forward(x, dropout_param):
        out = twins.dropout_forward(x, dropout_param)[0]
        return out, (out, dropout_param, x) if its_input else (out, dropout_param)

    return forward


def split_loosely(dout, cache):
    x, param = cache
    dx = np.zeros_like(x)
    for i, j, window in twins.max_pool_forward.__globals__["windows_of"](x.shape, param):
        top = x[window] > x[window].max((2, 3), keepdims=True) - 1e-4
        dx[window] += dout[:, :, i : i + 1, j : j + 1] * top / top.sum((2, 3), keepdims=True)
    return dx


SLIPS = {
    "a dead zone of 0.02": ("relu_forward", {"relu_forward": dead(0.02)}),
    "a dead zone of a millionth": ("relu_forward", {"relu_forward": dead(1e-6)}),
    "clipped at 18": ("sigmoid", {"sigmoid": clipped(18)}),
    "no slope near 0": ("l1_loss", {"l1_loss": absolute_error_with_a_dead_zone}),
    "no loss near 0": ("l1_loss", {"l1_loss": absolute_error_without_its_smallest}),
    "eps in the root": ("rmsprop", {"rmsprop": rmsprop_with_eps_in_the_root}),
    "ties by tolerance": ("max_pool_backward", {"max_pool_backward": split_loosely}),
    "zeros count as dropped": (
        "dropout_backward",
        {"dropout_forward": dropout_that_keeps(its_input=False), "dropout_backward": masked_by_what_is_left},
    ),
    "zeros count as kept": (
        "dropout_backward",
        {"dropout_forward": dropout_that_keeps(its_input=True), "dropout_backward": kept_where_zero},
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_is_wrong_near_a_kink_or_far_out_is_refused_at_the_desk_and_for_every_seed(slip):
    name, wrong = SLIPS[slip]
    functions = {each: getattr(twins, each) for each in find(name).functions} | wrong
    with np.errstate(all="ignore"):
        assert not check_function(find(name), functions).passed
        assert all(graded(name, functions, seed).credit < 1 for seed in range(8))
