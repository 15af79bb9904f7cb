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


def rows(x, gamma, beta, bn_param):
    returned = twins.batchnorm_forward(x, gamma, beta, bn_param)
    bn_param |= {key: bn_param[key][None] for key in ("running_mean", "running_var")}
    return returned


def drops_p(x, dropout_param):
    return twins.dropout_forward(x, dropout_param | {"p": 1 - dropout_param["p"]})


def fits_evenly(x, pool_param):
    sizes = zip(x.shape[2:], (pool_param["pool_height"], pool_param["pool_width"]), strict=True)
    assert all((size - window) % pool_param["stride"] == 0 for size, window in sizes)
    return twins.max_pool_forward(x, pool_param)


def graded(name, functions):
    examination = Examination(name, solutions, np.random.default_rng(20240310))
    answer_challenges(name, functions, examination.reply)
    return examination.report()


OTHER = [
    ("softmax_loss", log_of_a_probability, conventions.UNDERFLOW, 0.75),
    ("batchnorm_forward", rows, conventions.ROWS, 0.75),
    ("dropout_forward", drops_p, conventions.DROP, 0.5),
    ("max_pool_forward", fits_evenly, conventions.EVEN, 0.75),
]


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name, function, said, share", OTHER, ids=[name for name, *_ in OTHER])
def test_another_convention_is_named_and_keeps_its_share(name, function, said, share):
    functions = TWINS | {name: function}
    desk, grade = check_function(find(name), functions), graded(name, functions)
    assert not desk.passed and not grade.passed
    assert said in desk.text() and (said in grade.text() or grade.misconceptions)
    assert desk.credit == grade.credit == share


@pytest.mark.filterwarnings("ignore:divide by zero")
@pytest.mark.parametrize("name, function, said, share", OTHER, ids=[name for name, *_ in OTHER])
def test_another_convention_excuses_nothing_else(name, function, said, share):
    def wrong(*arguments):
        first, *others = function(*arguments)
        return 1.01 * first, *others

    functions = TWINS | {name: wrong}
    for report in (check_function(find(name), functions), graded(name, functions)):
        assert said not in report.text() and report.credit < share
