"""Is every gradient refused that calls the forward function for every input, and no loop in Python?

Seconds would depend on the machine, so clocks count: calls of the forward function, or lines that are run.
"""

import sys

import numpy as np
import pytest

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.grading.judge.challenges import large_challenge
from autograder.grading.judge.cost import cost_budget
from autograder.grading.judge.examiner import TRIES, Examination
from autograder.protocol import encode
from autograder.registry import find, load
from autograder.verdict.conventions import leaves_a_rest
from benchmarks.numeric_gradients import Forward, probes
from solutions import right_answers
from tests import twins
from tests.grading.conftest import ROOT

MODEL = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}
GRADIENTS = {spec.name: spec for spec in load().values() if spec.kind in ("backward", "loss")}
# The slope of one number is one call. All rows of a square matrix together, and all features of a word, are as few
# calls as plain loops have steps; a call for every entry is not. A call of a tape is itself a loop.
ONE_NUMBER, ENTRIES, TAPE = "coin_nll", {"multi_similarity_loss", "word_embedding_backward"}, "tape_backward"
STEP = 2e-7  # seconds of a step of a plain loop
CALL, WORK = 10e-6, 3e-9  # seconds that NumPy takes at the very least for a call, and for a multiply-add
OPERATION = 1e-6  # for an operation of a tape
CAUTION = 2.5  # the calls may be so many times faster
LINE = STEP  # seconds of a line of Python that deals with one number
SHARE = 3  # right answers take a third of the budget at most


class Clock:
    """Advances when it is told to."""

    def __init__(self, speed=1.0):
        self.now, self.speed = 0.0, speed

    def __call__(self):
        return self.now

    def work(self, seconds):
        self.now += seconds / self.speed


def large_examination(name, clock):
    """The part of an examination that is timed."""
    examination = Examination(name, solutions, np.random.default_rng(3), clock, lambda: STEP)
    examination.challenges = [large_challenge(examination.spec, solutions, examination.rng)]
    return examination


def answer_in(examination, clock, forward, call):
    """Send answers, which took so many seconds, as long as there are questions; the report.

    `call` is a number, or a function of the question, for each try has sizes of its own.
    """
    asked = examination.reply(encode({"ready": examination.name}))
    answered = {"outputs": {}, "again": [], "changed": [], "error": "", "detail": ""}
    while asked:
        clock.work(forward)
        examination.reply(encode({"started": True}))
        clock.work(call(examination.question.challenge) if callable(call) else call)
        asked = examination.reply(encode({"answer": answered}))
    return examination.report()


def seconds_needed(challenge, spec):
    """What a numeric gradient takes at the very least: the calls of the forward function, and of each its work."""
    inputs = challenge.case.inputs
    if spec.name == TAPE:
        return len(inputs["x"]) * len(inputs["tape"]) * OPERATION
    found = probes(Forward(spec, challenge.case, MODEL))
    calls = sum(np.size(inputs[probe.name]) if spec.name in ENTRIES else probe.calls for probe in found)
    return calls * (CALL + WORK * challenge.steps)


@pytest.mark.parametrize("name", GRADIENTS)
def test_every_gradient_has_a_large_case(name):
    assert GRADIENTS[name].large is not None


@pytest.mark.parametrize("name", [name for name, spec in GRADIENTS.items() if "param" in spec.signature])
def test_who_refuses_windows_that_leave_a_rest_is_asked_the_large_case_too(name):
    """Else an answer that costs too much could keep most of the points by a refusal of that case alone."""
    for seed in range(20):
        challenge = large_challenge(find(name), solutions, np.random.default_rng(seed))
        params = [value for value in challenge.case.inputs.values() if isinstance(value, dict)]
        assert not any(leaves_a_rest(challenge.case, challenge.expected, param) for param in params)


@pytest.mark.parametrize("name", [name for name in GRADIENTS if name != ONE_NUMBER])
def test_a_call_for_every_input_is_refused_for_its_cost(name):
    clock = Clock(CAUTION)
    examination = large_examination(name, clock)
    report = answer_in(examination, clock, 0.0, lambda challenge: seconds_needed(challenge, GRADIENTS[name]))
    assert [mismatch.code for mismatch in report.mismatches] == ["too_costly"] and report.credit == 0


def test_a_forward_that_is_slowed_down_does_not_make_room_for_numeric_gradients():
    clock = Clock(CAUTION)
    examination = large_examination("conv_backward", clock)
    seconds = seconds_needed(examination.challenges[0], examination.spec)
    idle = 0.9 * CAUTION * cost_budget(examination.challenges[0].steps, STEP)
    report = answer_in(examination, clock, idle, seconds)
    assert [mismatch.code for mismatch in report.mismatches] == ["too_costly"]


def test_work_that_hides_in_the_forward_function_is_refused():
    clock = Clock()
    examination = large_examination("conv_backward", clock)
    hidden = 1.1 * cost_budget(examination.challenges[0].steps, STEP)
    report = answer_in(examination, clock, hidden, 0.0)
    assert [mismatch.code for mismatch in report.mismatches] == ["too_costly"]
    assert "conv_forward computed" in report.text()


def test_two_disturbed_answers_are_asked_again():
    times = iter([0.0, 0.0, 0.9, 0.9, 0.9, 1.8, 1.8, 1.8, 1.9])  # asked, started, answered; three times
    examination = large_examination("affine_backward", lambda: next(times))
    answer_challenges("affine_backward", MODEL, examination.reply)
    assert examination.report().passed and examination.tries == TRIES == 3


def test_a_slow_machine_and_a_slow_forward_have_larger_budgets():
    assert cost_budget(1000, 2 * STEP) == 2 * cost_budget(1000, STEP)
    assert cost_budget(1000, STEP, forward=1.0) > cost_budget(1000, STEP)


def test_instructors_are_told_what_no_cost_shows():
    assert "**A tape of one's own.**" in (ROOT / "book" / "instructors.md").read_text(encoding="utf-8")


def test_the_refusal_says_what_was_measured_and_accuses_nobody():
    clock = Clock()
    report = answer_in(large_examination("conv_backward", clock), clock, 0.001, 2.0)
    assert "conv_backward computed for 2 s" in report.text() and "2,000 calls of conv_forward" in report.text()
    assert "usual" in report.text() and "you" not in report.text().split("usual")[0]


def test_the_refusal_of_a_loss_names_no_forward_function():
    clock = Clock()
    report = answer_in(large_examination("softmax_loss", clock), clock, 0.001, 2.0)
    assert "softmax_loss computed for 2 s on a larger case. Plain loops" in report.text()


def counted(function, clock):
    """The function, whose lines and those that it runs advance the clock."""

    def trace(frame, event, argument):
        clock.work(LINE * (event == "line"))
        return trace

    def run(*arguments):
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            return function(*arguments)
        finally:
            sys.settrace(before)

    return run


WRITTEN = [("model answer", name) for name in GRADIENTS]
WRITTEN += [(style, name) for style, functions in right_answers.styles() for name in functions if name in GRADIENTS]


@pytest.mark.parametrize("style, name", WRITTEN, ids=lambda value: value)
def test_a_right_answer_takes_a_third_of_the_budget_at_most(style, name):
    clock, spec = Clock(1 / SHARE), GRADIENTS[name]
    functions = MODEL | dict(right_answers.styles()).get(style, {})
    slowed = {each: counted(functions[each], clock) for each in (spec.forward, name) if each}
    examination = large_examination(name, clock)
    answer_challenges(name, functions | slowed, examination.reply)
    assert examination.report().passed and examination.tries == 1
