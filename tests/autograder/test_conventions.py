"""Is an answer by another convention called what it is, with the same share of the points at the desk and graded?"""

import numpy as np
import pytest

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.grading.judge.examiner import Examination
from autograder.registry import find
from autograder.verdict import conventions
from tests import twins

TWINS = vars(twins)


def log_of_a_probability(scores, y):
    p = np.exp(scores - scores.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y]).mean(), twins.softmax_loss(scores, y)[1]


def log_of_a_probability_in_each_step(x, y, mask):
    p = np.exp(x - x.max(2, keepdims=True))
    p /= p.sum(2, keepdims=True)
    return -np.log(p[*np.indices(y.shape), y])[mask].sum() / len(x), twins.temporal_softmax_loss(x, y, mask)[1]


def rows(x, gamma, beta, bn_param):
    returned = twins.batchnorm_forward(x, gamma, beta, bn_param)
    bn_param |= {key: bn_param[key][None] for key in ("running_mean", "running_var")}
    return returned


def row_of_a_gradient(dout, cache):
    dx, dw, db = twins.affine_backward(dout, cache)
    return dx, dw, db[None]


def drops_p(x, dropout_param):
    return twins.dropout_forward(x, dropout_param | {"p": 1 - dropout_param["p"]})


class Uneven(Exception):
    pass


def fits_evenly(size, window, stride):
    return all((whole - part) % stride == 0 for whole, part in zip(size, window, strict=True))


def pool_that_asserts(x, pool_param):
    window = pool_param["pool_height"], pool_param["pool_width"]
    assert fits_evenly(x.shape[2:], window, pool_param["stride"])
    return twins.max_pool_forward(x, pool_param)


def pool_that_raises(x, pool_param):
    window = pool_param["pool_height"], pool_param["pool_width"]
    if not fits_evenly(x.shape[2:], window, pool_param["stride"]):
        raise Uneven("choose other windows")
    return twins.max_pool_forward(x, pool_param)


def conv_that_asserts(x, w, b, conv_param):
    padded = [size + 2 * conv_param["pad"] for size in x.shape[2:]]
    assert fits_evenly(padded, w.shape[2:], conv_param["stride"])
    return twins.conv_forward(x, w, b, conv_param)


def graded(name, functions):
    examination = Examination(name, solutions, np.random.default_rng(20240310))
    answer_challenges(name, functions, examination.reply)
    return examination.report()


OTHER = [
    ("softmax_loss", log_of_a_probability, conventions.UNDERFLOW, 0.75),
    ("temporal_softmax_loss", log_of_a_probability_in_each_step, conventions.UNDERFLOW, 0.75),
    ("batchnorm_forward", rows, conventions.ROWS, 0.75),
    ("affine_backward", row_of_a_gradient, conventions.ROWS, 0.75),
    ("dropout_forward", drops_p, conventions.DROP, 0.5),
    ("max_pool_forward", pool_that_asserts, conventions.EVEN, 0.75),
    ("max_pool_forward", pool_that_raises, conventions.EVEN, 0.75),
    ("conv_forward", conv_that_asserts, conventions.EVEN, 0.75),
]
NAMES = [f"{name} {function.__name__}" for name, function, *_ in OTHER]


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name, function, said, share", OTHER, ids=NAMES)
def test_another_convention_is_named_and_keeps_its_share(name, function, said, share):
    functions = TWINS | {name: function}
    desk, grade = check_function(find(name), functions), graded(name, functions)
    assert not desk.passed and not grade.passed
    assert said in desk.text() and (said in grade.text() or grade.misconceptions)
    assert desk.credit == grade.credit == share
    assert not any("Of the calls tried" in report.text() for report in (desk, grade))


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name, function, said, share", OTHER, ids=NAMES)
def test_another_convention_excuses_nothing_else(name, function, said, share):
    def wrong(*arguments):
        first, *others = function(*arguments)
        return 1.01 * first, *others

    functions = TWINS | {name: wrong}
    for report in (check_function(find(name), functions), graded(name, functions)):
        assert said not in report.text() and report.credit < share


def test_a_convention_is_said_once_of_all_that_it_is_about():
    report = check_function(find("batchnorm_forward"), TWINS | {"batchnorm_forward": rows})
    first = "running_mean and running_var have shape (1, 2); expected (2,)."
    assert report.text(1).splitlines()[1] == f"  {first} {conventions.ROWS}"


def test_a_backward_function_hears_why_its_forward_refuses_and_keeps_its_share():
    functions = TWINS | {"max_pool_forward": pool_that_raises}
    for report in (check_function(find("max_pool_backward"), functions), graded("max_pool_backward", functions)):
        assert conventions.EVEN in report.text() and report.credit == 0.75


def test_a_line_that_fails_on_uneven_windows_is_no_convention():
    def no_refusal(x, pool_param):
        window = pool_param["pool_height"], pool_param["pool_width"]
        even = fits_evenly(x.shape[2:], window, pool_param["stride"])
        return twins.max_pool_forward(x if even else x.reshape(-1, 7, 11, 13), pool_param)

    functions = TWINS | {"max_pool_forward": no_refusal}
    for report in (check_function(find("max_pool_forward"), functions), graded("max_pool_forward", functions)):
        assert conventions.EVEN not in report.text() and report.credit == 0


def test_a_right_backward_function_passes_beside_running_statistics_in_rows():
    functions = TWINS | {"batchnorm_forward": rows}
    for report in (check_function(find("batchnorm_backward"), functions), graded("batchnorm_backward", functions)):
        assert report.passed and report.credit == 1, report.text()
