"""Does the desk, and does grading, refuse every model answer with one small slip in it?

The slips are those that passed before: a kink at another place, or wider; exponents that are clipped; eps in another
place; a function in place of another. `make bench` tries all kinds.
"""

import pytest

from autograder.registry import load
from benchmarks.mutants.fates import survivors

KINDS = {"comparison", "dead zone", "clipping", "place of eps", "function", "keepdims left out", "minlength left out"}


@pytest.mark.parametrize("name", [name for name, spec in load().items() if spec.kind != "task"])
def test_every_mutant_is_refused_at_the_desk_and_in_grading(name):
    assert [(fate.mutant.after, fate.desk, fate.grading) for fate in survivors(name, KINDS)] == []
