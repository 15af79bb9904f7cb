"""Is every function's way back to the book right, and its place in an assignment known?"""

import json
from pathlib import Path

import pytest
from docutils.nodes import make_id

from autograder import course_map
from autograder.registry import load
from autograder.verdict.comparison import Mismatch
from autograder.verdict.findings import Finding
from autograder.verdict.report import Report

BOOK = Path(__file__).parents[2] / "book"


@pytest.mark.parametrize("page", sorted({spec.section.partition("#")[0] for spec in load().values()}))
def test_every_function_is_derived_in_a_section_that_is_there(page):
    lines = (BOOK / f"{page}.md").read_text(encoding="utf-8").splitlines()
    ids = {make_id(line.lstrip("# ")): line.lstrip("# ") for line in lines if line.startswith("##")}
    for name, spec in load().items():
        place, _, label = spec.section.partition("#")
        if place == page:
            assert label in ids, f"{name}: {page}.md has no section {label!r}"
            assert course_map.section_of(name).heading == ids[label]


def test_every_gradient_names_its_step_and_none_writes_the_formula():
    for name, spec in load().items():
        if spec.kind in ("backward", "loss"):
            assert list(spec.steps) == [output.name for output in spec.outputs], name
        assert not [step for step in spec.steps.values() if set(step) & set("=*@()[]/") or ".T" in step], name


def test_every_function_belongs_to_one_assignment():
    asked = [name for each in course_map.assignments() for name in each.functions]
    assert sorted(asked) == sorted(load())
    assert course_map.assignment_after(course_map.assignments()[-1].name) is None


def test_a_section_is_given_in_words_and_with_an_address_only_where_one_is_known(monkeypatch):
    words = 'chapter "Matrix calculus and computational graphs", page "The affine layer", section "In matrix form"'
    section = course_map.Section("Matrix calculus and computational graphs", "The affine layer", "In matrix form")
    assert str(section) == words and course_map.section_of("affine_backward").address == ""
    monkeypatch.setenv("BOOK_ADDRESS", "../")
    address = "../graphs/affine.html#backward-entry-by-entry"
    assert course_map.section_of("affine_backward").address == address
    wrong = Report("affine_backward", [Mismatch(Finding.SIGN, "dw", "dw, at `w.T`, has the wrong sign, ../a b.")])
    assert wrong.text().endswith(f", {address}.") and wrong.html().count("<a ") == 1
    assert f'<a href="{address}">section &quot;' in wrong.html() and "<code>w.T</code>" in wrong.html()


def test_the_written_map_says_what_the_texts_say_and_nothing_where_there_are_none(tmp_path):
    course_map.write(tmp_path / "map.json")
    assert json.loads((tmp_path / "map.json").read_text()) == course_map.read_texts(course_map.CHECKOUT)
    assert course_map.read_texts(tmp_path) == {"address": "", "assignments": [], "sections": {}}
