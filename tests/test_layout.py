"""Has every function of the course its reference, model answer, misconceptions, and place in the book?"""

from pathlib import Path

import pytest
import twins

import solutions
from autograder.specification import load
from solutions.misconceptions.catalogue import entries

ROOT = Path(__file__).parents[1]
SPECS = list(load().values())
FUNCTIONS = [spec for spec in SPECS if spec.kind != "task"]
CHAPTERS = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "book").glob("*.md"))
EXERCISES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "exercises").glob("*/*.md"))


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_a_function_has_reference_twin_misconceptions_and_chapter(spec):
    assert callable(getattr(solutions, spec.name)) and callable(getattr(twins, spec.name))
    assert len(entries(spec.name)) >= (3 if spec.kind == "backward" else 1)
    assert spec.name in CHAPTERS


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_function_is_asked_for_in_one_exercise(spec):
    assert EXERCISES.count(f"def {spec.name}(") == 1


def test_the_reference_holds_no_function_that_is_not_asked_for():
    assert set(solutions.__all__) == {spec.name for spec in FUNCTIONS}
