"""Does the same code get the same points, whatever the seed and the load?"""

import contextlib
import subprocess
import sys

import numpy as np
import pytest

import solutions
from autograder.grading.judge.challenges import make_challenges
from autograder.registry import find, load
from benchmarks.mutants.judging import credit, quietly
from benchmarks.seeds import SEEDS, credits, players
from tests import twins

FUNCTIONS = [name for name, spec in load().items() if spec.kind != "task"]
MODEL = {name: getattr(twins, name) for name in FUNCTIONS}
KEPT = True  # see tests/conftest.py
BUSY = ["affine_backward", "lstm_step_backward", "max_pool_backward", "svm_loss"]


def test_there_are_at_least_twenty_seeds():
    assert len(SEEDS) >= 20


@pytest.mark.parametrize("name", FUNCTIONS)
def test_right_answers_get_full_marks_and_misconceptions_one_lesser_mark_for_every_seed(name):
    found = credits(name, MODEL)
    assert {player: got for player, got in found.items() if len(got) > 1} == {}
    assert [player for (player, is_right), got in found.items() if is_right != (got == {1.0})] == []


@contextlib.contextmanager
def busy_machine():
    """Two loops that never rest."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def test_a_busy_machine_changes_no_mark():
    """The large and timed question is asked as well."""
    with busy_machine(), quietly():
        for spec in map(find, BUSY):
            asked = [make_challenges(spec, solutions, np.random.default_rng(seed)) for seed in range(2)]
            for player, functions, is_right in players(spec.name, MODEL):
                got = {credit(spec, challenges, functions) for challenges in asked}
                assert len(got) == 1 and (got == {1.0}) == is_right, (spec.name, player)
