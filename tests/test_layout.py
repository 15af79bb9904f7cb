"""Has every function of the course its reference, model answer, exercise, misconceptions and benchmark?"""

import re
from pathlib import Path

import pytest

import solutions
from autograder.registry import load
from solutions.bench_rows import rows
from solutions.misconceptions import entries
from tests import twins
from tests.curriculum import ASKED, LEFT_OUT

ROOT = Path(__file__).parents[1]
SPECS = list(load().values())
FUNCTIONS = [spec for spec in SPECS if spec.kind != "task"]
EXERCISES = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "exercises").glob("*/*.md"))
TIMED = {row.function for row in rows()}


def needed(chapter):
    return {name for names in ASKED[chapter].values() for name in names.split()}


@pytest.mark.parametrize("chapter", ASKED)
def test_every_function_of_a_chapter_has_its_spec(chapter):
    assert not needed(chapter) - load().keys()


def test_what_is_left_out_is_not_there_and_says_why():
    assert not LEFT_OUT.keys() & load().keys() and all(LEFT_OUT.values())


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_a_function_has_reference_twin_misconceptions_and_examples(spec):
    assert callable(getattr(solutions, spec.name)) and callable(getattr(twins, spec.name))
    assert len(entries(spec.name)) >= (3 if spec.kind == "backward" else 1)
    assert spec.examples or spec.kind == "backward"


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_function_is_asked_for_in_one_exercise(spec):
    assert EXERCISES.count(f"def {spec.name}(") == 1


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_a_function_that_works_on_arrays_is_timed(spec):
    works_on_arrays = any("array" in argument.shape for argument in spec.arguments)
    assert not works_on_arrays or (spec.forward or spec.name) in TIMED


def test_the_reference_holds_no_function_that_is_not_asked_for():
    assert set(solutions.__all__) == {spec.name for spec in FUNCTIONS}


def test_every_exercise_is_a_page_of_the_book():
    contents = (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8")
    for text in (ROOT / "exercises").glob("*/*.md"):
        assert f"file: exercises/{text.stem}\n" in contents


def test_what_an_exercise_takes_from_earlier_ones_stands_before_it_in_the_book():
    order = re.findall(r"file: exercises/(\w+)", (ROOT / "book" / "_toc.yml").read_text(encoding="utf-8"))
    texts = {name: (ROOT / "exercises" / name / f"{name}.md").read_text(encoding="utf-8") for name in order}
    for place, name in enumerate(order):
        for imported in re.findall(r"from earlier import ([\w, ]+)", texts[name]):
            for function in imported.split(", "):
                assert any(f"def {function}(" in texts[before] for before in order[:place]), (name, function)


def test_no_text_holds_an_unfinished_merge():
    texts = [path for path in ROOT.rglob("*.md") if not {".venv", "_build"} & set(path.parts)]
    assert texts and [path for path in texts if re.search(r"^(<{7}|>{7}) ", path.read_text(), re.MULTILINE)] == []
