"""Does the same code get the same points beside other work?"""

import contextlib
import subprocess
import sys

import numpy as np

import solutions
from autograder.grading.judge.challenges import make_challenges
from autograder.registry import find
from benchmarks.mutants.judging import credit, quietly
from benchmarks.seeds import players
from tests import twins

BUSY = ["affine_backward", "lstm_step_backward", "max_pool_backward", "svm_loss"]
MODEL = {function: getattr(twins, function) for name in BUSY for function in find(name).functions}


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
