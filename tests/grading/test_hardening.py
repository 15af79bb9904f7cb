"""Does the grader hold where a first version of it broke: each test was once an attack or a loss that worked?"""

import numpy as np
import twins

import solutions
from autograder import answering
from autograder.grading.examiner import Examination
from autograder.specification import load
from autograder.wire import decode, encode

RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}


class Slow:
    """A right backward function that takes 5 s by its clock, once for all numbers that it has seen."""

    def __init__(self):
        self.now, self.seen = 0.0, set()

    def __call__(self, dout, cache):
        self.now += 5.0 * (dout.tobytes() not in self.seen)
        self.seen.add(dout.tobytes())
        return twins.affine_backward(dout, cache)

    def clock(self):
        return self.now


def test_what_was_computed_in_a_first_try_does_not_help_in_the_second(monkeypatch):
    monkeypatch.setattr("autograder.grading.examiner.HOPELESS", 1000)
    slow = Slow()
    examination = Examination("affine_backward", solutions, np.random.default_rng(0), slow.clock)
    answering.answer_challenges("affine_backward", RIGHT | {"affine_backward": slow}, examination.reply)
    assert [mismatch.code for mismatch in examination.report().mismatches] == ["too_costly"]


def test_the_clock_of_a_question_cannot_be_started_again():
    slow = Slow()
    examination = Examination("affine_backward", solutions, np.random.default_rng(0), slow.clock)

    def restarting(message):
        if "answer" in decode(message):
            examination.reply(encode({"ready": "affine_backward"}))
        return examination.reply(message)

    answering.answer_challenges("affine_backward", RIGHT | {"affine_backward": slow}, restarting)
    assert examination.report().credit == 0
