"""Does the same code get the same points, whatever the seed?"""

import pytest

from autograder.registry import load
from benchmarks.seeds import SEEDS, credits
from tests import twins

FUNCTIONS = [name for name, spec in load().items() if spec.kind != "task"]
MODEL = {name: getattr(twins, name) for name in FUNCTIONS}
KEPT = True  # see tests/conftest.py


def test_there_are_at_least_twenty_seeds():
    assert len(SEEDS) >= 20


@pytest.mark.parametrize("name", FUNCTIONS)
def test_right_answers_get_full_marks_and_misconceptions_one_lesser_mark_for_every_seed(name):
    found = credits(name, MODEL)
    assert {player: got for player, got in found.items() if len(got) > 1} == {}
    assert [player for (player, is_right), got in found.items() if is_right != (got == {1.0})] == []
