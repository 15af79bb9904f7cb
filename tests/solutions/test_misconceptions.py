"""Is the catalogue of misconceptions rich, self-contained, and refused by the check at the desk?"""

import inspect
import re
import traceback
from functools import cache
from unittest import mock

import numpy as np
import pytest

import solutions
from autograder.checking.public_check import check_function
from autograder.grading.judge.misconception_match import functions_with
from autograder.hints import (
    arrangement,
    height_and_width,
    mixing,
    offsets,
    order,
    products,
    search_budget,
    shapes,
    sums,
    turned_products,
)
from autograder.hints.order import HINTS, ask
from autograder.registry import find, load
from autograder.verdict.findings import Finding
from solutions.misconceptions import entries

ALL = entries()
SPECS = [spec for spec in load().values() if spec.kind != "task"]
KEPT = True  # see tests/conftest.py
every_entry = pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.name)


SEARCHED = ALL[::3]  # a search takes longer than all else; `python -m benchmarks.misconceptions` plays all with it
SPOKEN = set()  # hints that fit at the desk
FAILED = []  # hints that raised


@cache
def at_desk(entry):
    def heard(hint, evidence):
        found = ask(hint, evidence)
        SPOKEN.update([hint] if found else [])
        return found

    with (
        np.errstate(all="ignore"),
        mock.patch.object(search_budget, "MOST_RUNS", 250 if entry in SEARCHED else 0),  # a student's search is longer
        mock.patch.object(search_budget, "MOST_WORK", 5_000),
        mock.patch.object(order, "ask", heard),
        mock.patch.object(order, "hint_failed", lambda hint, error: FAILED.append((entry.name, hint.__name__, error))),
    ):
        return check_function(find(entry.function), functions_with(entry, solutions))


def codes_at_desk(entry):
    return {mismatch.code for mismatch in at_desk(entry).mismatches}


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_every_function_has_its_misconceptions(spec):
    assert len(entries(spec.name)) >= (3 if spec.kind == "backward" else 1)


def test_there_are_at_least_fifty_and_no_name_or_sentence_stands_twice():
    assert len(ALL) >= 50
    assert len({entry.name for entry in ALL}) == len({(entry.function, entry.says) for entry in ALL}) == len(ALL)


@every_entry
def test_the_sentence_is_short_and_holds_no_code(entry):
    assert len(entry.says) < 300 and entry.says.endswith(".")
    assert not re.search(r"np\.|`|==|\+= [a-z]|\.sum|\.T\b", entry.says)


@every_entry
def test_the_implementation_stands_alone(entry):
    """It uses NumPy and private functions of its own module; so its source can be copied."""
    module, seen, left = inspect.getmodule(entry.implementation), set(), [entry.implementation]
    while left:
        function = left.pop()
        for name in set(function.__code__.co_names) & set(vars(module)) - seen:
            seen.add(name)
            value = getattr(module, name)
            assert value is np or (name.startswith("_") and inspect.getmodule(value) is module), name
            left += [value] if inspect.isfunction(value) else []


@every_entry
def test_it_has_the_signature_of_the_exercise(entry):
    assert ", ".join(inspect.signature(entry.implementation).parameters) == find(entry.function).signature


@every_entry
def test_it_is_refused_at_the_desk(entry):
    assert not at_desk(entry).passed


def test_the_desk_names_the_right_slip_in_nine_of_ten():
    other = [entry.name for entry in SEARCHED if not entry.is_named_by(codes_at_desk(entry))]
    assert len(other) <= len(SEARCHED) / 10, other


def test_the_desk_explains_five_of_six():
    """More is said than that numbers are off."""
    silent = [entry.name for entry in SEARCHED if not codes_at_desk(entry) - {Finding.VALUE}]
    assert len(silent) <= len(SEARCHED) / 6, silent


def test_no_hint_raises_by_its_own_fault():
    """What the student's function raises when it is called anew is another matter."""
    for entry in ALL:
        at_desk(entry)
    assert [(name, hint, repr(error)) for name, hint, error in FAILED if is_ours(error)] == []


def is_ours(error):
    frames = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    return "/autograder/" in [name for name in frames if "/numpy/" not in name][-1]


def test_every_hint_explains_a_misconception():
    for entry in ALL:
        at_desk(entry)
    elsewhere = {
        mixing.samples_are_mixed,  # tests/autograder/test_hint_kinds.py has its case
        offsets.term_missing_or_too_many,  # in grading; at the desk a step is named before these two
        arrangement.sums_to_1_along_another_axis,
        products.matrix_product_too_many,  # tests/autograder/test_hint_kinds.py
        shapes.only_the_form_is_wrong,  # where only the shape is known: tests/autograder/test_hint_order.py
        sums.an_axis_too_many,  # the same
        height_and_width.height_for_width,  # these two have cases in tests/autograder
        turned_products.right_with_products_turned,
    }
    assert [hint.__name__ for hint in HINTS if hint not in SPOKEN | elsewhere] == []


def test_every_finding_that_an_entry_expects_is_a_finding():
    assert all(isinstance(entry.desk, Finding) for entry in ALL)
