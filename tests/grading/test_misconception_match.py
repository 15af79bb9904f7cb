"""Does grading name the slip behind a wrong answer, and only the one that is there?"""

import re
from types import SimpleNamespace
from unittest import mock

import numpy as np
import pytest

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.checking.public_check import check_function
from autograder.grading.demo.pasting import source_of
from autograder.grading.judge import misconception_match
from autograder.grading.judge.examiner import Examination
from autograder.grading.judge.misconception_match import functions_with
from autograder.registry import find, load
from solutions.misconceptions import Misconception, entries
from solutions.right_answers import in_style
from tests import twins

KEPT = True  # see tests/conftest.py
NAMES = [spec.name for spec in load().values() if spec.kind != "task"]
MODEL = {name: getattr(twins, name) for name in NAMES}
STYLES = {"model answers": MODEL} | {style: in_style(style) for style in ("loops", "einsum", "columns")}
loops = SimpleNamespace(**STYLES["loops"])
AFFINE = {"affine_forward": loops.affine_forward}
CONV = {"conv_forward": loops.conv_forward, "conv_backward": loops.conv_backward}


def examine(name, functions, seed=11):
    examination = Examination(name, solutions, np.random.default_rng(seed))
    with np.errstate(all="ignore"):
        answer_challenges(name, functions, examination.reply)
    return examination.report()


def named(name, implementation, functions):
    return examine(name, functions | {name: implementation}).misconceptions


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
def test_a_misconception_is_refused_and_explained_by_its_own_sentence(entry):
    """As the class of the demo pastes it."""
    pasted = {"np": np}
    exec(source_of(entry.implementation, entry.function), pasted)
    functions = functions_with(entry, solutions) | {entry.function: pasted[entry.function]}
    report = examine(entry.function, functions)
    assert not report.passed and report.credit < 1
    assert report.misconceptions == [entry.name] and report.explanations == [entry.says]
    assert entry.says in report.text()


def affine_with(dw=lambda x, dout: x.T @ dout, db=lambda dout: dout.sum(0)):
    def backward(dout, cache):
        x, w, _ = cache
        return dout @ w.T, dw(x, dout), db(dout)

    return backward


def test_two_slips_in_two_outputs_get_both_sentences():
    both = affine_with(dw=lambda x, dout: x.T @ dout / len(x), db=lambda dout: dout.mean(0))
    report = examine("affine_backward", AFFINE | {"affine_backward": both})
    assert set(report.misconceptions) == {"affine_bias_gradient_averaged", "affine_weight_gradient_averaged"}
    assert len(report.explanations) == 2


def test_a_slip_beside_an_unknown_one_is_still_named():
    odd = affine_with(dw=lambda x, dout: x.T @ dout + 0.25, db=lambda dout: dout.mean(0))
    assert named("affine_backward", odd, AFFINE) == ["affine_bias_gradient_averaged"]


def test_a_slip_that_changes_dout_is_named_beside_a_wrong_number():
    def backward(dout, cache):
        dout[cache[0] <= 0] = 0
        return 2 * dout

    assert named("relu_backward", backward, {"relu_forward": loops.relu_forward}) == ["relu_upstream_overwritten"]


@pytest.mark.parametrize("wrong", [lambda db: 1.7 * db, lambda db: db + 0.1, lambda db: np.zeros_like(db), np.flip])
def test_a_slip_that_is_not_in_the_catalogue_is_not_named(wrong):
    assert named("affine_backward", affine_with(db=lambda dout: wrong(dout.sum(0))), AFFINE) == []


def test_nearly_the_numbers_of_a_misconception_are_not_enough():
    assert named("affine_backward", affine_with(db=lambda dout: dout.mean(0) * (1 + 1e-6)), AFFINE) == []


@pytest.mark.parametrize("stops", [lambda x, w, b: (x.T @ w + b, None), lambda x, w, b: (x.reshape(7, 11), None)])
def test_another_exception_is_not_taken_for_a_misconception(stops):
    assert named("affine_forward", stops, {}) == []


@pytest.mark.parametrize("style", STYLES)
def test_right_answers_of_every_style_match_nothing(style):
    functions = MODEL | STYLES[style]
    for name in STYLES[style]:
        report = examine(name, functions)
        assert report.passed and not report.explanations and not report.misconceptions, report.text()
        assert check_function(find(name), functions).passed


@pytest.mark.parametrize("slope", [0.0, 0.5, 1.0])
def test_any_slope_of_relu_at_0_is_accepted_at_the_desk_and_in_grading(slope):
    def backward(dout, cache):
        (x,) = cache
        return dout * np.where(x == 0, slope, x > 0)

    functions = {"relu_forward": loops.relu_forward, "relu_backward": backward}
    assert examine("relu_backward", functions).passed
    assert check_function(find("relu_backward"), functions).passed


def test_an_answer_that_is_not_valid_gets_no_credit_and_is_not_taken_for_a_misconception_that_shares_a_part_of_it():
    def halved(table):
        w1, b1, w2, b2 = twins.boolean_net(table)
        return w1, b1 / 2, w2, b2

    report = examine("boolean_net", {"boolean_net": halved})
    assert report.credit == 0 and not report.misconceptions and "your network says" in report.text()


@pytest.mark.parametrize("weigh", [np.ones_like, lambda top: 1.0 + np.arange(top.size).reshape(top.shape)])
def test_any_split_among_tied_maxima_is_accepted_at_the_desk_and_in_grading(weigh):
    def backward(dout, cache):
        x, param = cache
        dx = np.zeros_like(x)
        height, width, stride = param["pool_height"], param["pool_width"], param["stride"]
        for n, c, i, j in np.ndindex(dout.shape):
            here = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
            share = weigh(x[here]) * (x[here] == x[here].max())
            dx[here] += dout[n, c, i, j] * share / share.sum()
        return dx

    functions = {"max_pool_forward": loops.max_pool_forward, "max_pool_backward": backward}
    assert examine("max_pool_backward", functions).passed
    assert check_function(find("max_pool_backward"), functions).passed


def test_in_grading_too_the_sum_over_tied_maxima_is_what_is_wrong():
    def backward(dout, cache):
        x, param = cache
        height, width, stride, dx = param["pool_height"], param["pool_width"], param["stride"], np.zeros_like(x)
        for n, c, i, j in np.ndindex(dout.shape):
            here = np.s_[n, c, i * stride : i * stride + height, j * stride : j * stride + width]
            dx[here] += dout[n, c, i, j] * (x[here] == x[here].max())
        return dx

    said = examine("max_pool_backward", {"max_pool_forward": loops.max_pool_forward, "max_pool_backward": backward})
    assert "tie for the maximum of a window get" in said.text()
    assert "expected" not in said.text() and "should be 0" not in said.text()


def test_an_entry_that_raises_or_warns_does_not_break_the_examination(monkeypatch):
    def raises(dout, cache):
        raise RuntimeError("broken entry")

    def warns(dout, cache):
        return np.log(-1.0), np.zeros(0).mean(), 1 / np.zeros(3)

    broken = [Misconception(f.__name__, "affine_backward", "Never.", "error", f) for f in (raises, warns)]
    monkeypatch.setattr(misconception_match, "entries", lambda name: [*broken, *entries(name)])
    averaged = affine_with(db=lambda dout: dout.mean(0))
    assert named("affine_backward", averaged, AFFINE) == ["affine_bias_gradient_averaged"]


def without_padding(x, w, b, conv_param):
    return loops.conv_forward(x, w, b, conv_param | {"pad": 0})


def outputs_for_inputs(x, w, b):
    out, _ = loops.affine_forward(x, w, b)
    return 2 * out, (out, w, b)


@pytest.mark.parametrize(
    "forward, wrong",
    [("conv_forward", without_padding), ("affine_forward", outputs_for_inputs)],
    ids=["conv", "affine"],
)
def test_a_backward_that_fails_because_of_its_forward_says_to_mend_that_first(forward, wrong):
    name = forward.replace("forward", "backward")
    functions = {forward: wrong, name: getattr(loops, name)}
    reports = [examine(name, functions), check_function(find(name), functions)]
    for report in reports[: 1 if forward == "conv_forward" else 2]:  # at the desk conv fits its own forward
        assert re.match(
            rf"  {forward} (does not give|computes out in another).*\. Mend {forward} first: ",
            report.text().splitlines()[1],
        )


def test_a_backward_is_not_blamed_for_a_forward_that_overwrites_its_input():
    def overwrites(x):
        x[x < 0] = 0
        return x, (x,)

    def backward(dout, cache):
        return dout * (cache[0] >= 0)

    functions = {"relu_forward": overwrites, "relu_backward": backward}
    for report in (examine("relu_backward", functions), check_function(find("relu_backward"), functions)):
        assert (
            "relu_forward changes x in place. Mend relu_forward first: " in report.text() and not report.misconceptions
        )


def test_a_backward_whose_forward_is_not_written_yet_says_so():
    def unwritten(x, w, b):
        raise NotImplementedError

    functions = {"affine_forward": unwritten, "affine_backward": loops.affine_backward}
    for report in (examine("affine_backward", functions), check_function(find("affine_backward"), functions)):
        assert "affine_forward is not written yet" in report.text() and report.credit == 0
        assert not report.misconceptions


def test_a_right_backward_is_not_blamed_for_its_forward():
    def doubled(x, w, b):
        out, cache = loops.affine_forward(x, w, b)
        return 2 * out, cache

    report = examine("affine_backward", {"affine_forward": doubled, "affine_backward": loops.affine_backward})
    assert report.passed


def test_explaining_asks_each_misconception_each_challenge_once():
    functions = CONV | {"conv_backward": entries("conv_backward")[0].implementation}
    examination = Examination("conv_backward", solutions, np.random.default_rng(2))
    answer_challenges("conv_backward", functions, examination.reply)
    with mock.patch.object(misconception_match, "answer", wraps=misconception_match.answer) as asked:
        assert examination.report().misconceptions
    assert 0 < asked.call_count <= len(entries("conv_backward")) * len(examination.answers)
