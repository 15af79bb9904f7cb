"""Does every hint stand in the list once, in its place, and does the loop keep the rules that hints state?"""

import importlib
import inspect
import pkgutil
from dataclasses import replace

import numpy as np
import pytest

from autograder import hints
from autograder.hints import (
    arrangement,
    axes,
    counterfactuals,
    entries,
    factors,
    loss_slopes,
    masks,
    offsets,
    order,
    parts,
    plateaus,
    probes,
    products,
    properties,
    repairs,
    time_steps,
)
from autograder.hints.evidence import Evidence, Hint, explains
from autograder.hints.order import HINTS, explain, explain_call
from autograder.registry import find
from autograder.specification import Case
from autograder.verdict.comparison import EXACT, compare
from autograder.verdict.findings import Finding

MODULES = [importlib.import_module(f"autograder.hints.{each.name}") for each in pkgutil.iter_modules(hints.__path__)]
X = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]])
every_hint = pytest.mark.parametrize("hint", HINTS, ids=lambda hint: hint.__name__)


def evidence(got, right=X, name="relu_forward", output="out", **known):
    mismatch = compare(output, got, right, EXACT)
    return Evidence(find(name), Case("a case", {"x": np.sin(X)}), mismatch, (mismatch,), **known)


def test_every_hint_that_is_marked_stands_in_the_list_once():
    marked = [value for module in MODULES for value in vars(module).values()]
    marked = [value for value in marked if inspect.isfunction(value) and hasattr(value, "explains")]
    assert len(set(HINTS)) == len(HINTS) and set(HINTS) == set(marked)


def test_no_two_hints_have_the_same_name():
    assert len({hint.__name__ for hint in HINTS}) == len(HINTS)


@every_hint
def test_a_hint_says_when_it_is_true(hint):
    assert inspect.getdoc(hint).endswith(".") and 20 < len(inspect.getdoc(hint)) < 200
    assert inspect.get_annotations(hint) == {"evidence": Evidence, "return": Hint | None}


@every_hint
def test_a_hint_follows_only_findings_that_an_earlier_hint_gives(hint):
    earlier = "".join(inspect.getsource(each) for each in HINTS[: HINTS.index(hint)])
    assert hint.explains and not set(hint.replaces) & set(hint.adds_to)
    assert all(f"Hint(Finding.{finding.name}" in earlier for finding in (*hint.replaces, *hint.adds_to))


@pytest.mark.parametrize(
    "first, then",
    [
        (masks.all_entries_are_zero, factors.constant_factor),  # 0 is no factor
        (factors.constant_factor, axes.transposed),
        (factors.missing_factor, masks.wrong_entries_are_zero),  # an argument may be 0 at some entries
        (entries.entries_at_some_indices, probes.unused_argument),
        (probes.unused_argument, counterfactuals.right_with_another_argument),  # any change of it would help
        (offsets.offset_by_an_argument, counterfactuals.right_with_another_argument),
        (counterfactuals.right_with_another_argument, offsets.constant_offset),
        (offsets.constant_offset, arrangement.one_minus_the_right_one),
        (products.matrix_product_missing, parts.as_long_as_another_axis),
        (time_steps.only_the_last_step_is_right, entries.entries_at_some_indices),
        (plateaus.loss_stops_growing, repairs.right_with_another_step),  # a term is not all: without it log(0) comes
        (loss_slopes.only_a_constant_term, properties.too_large_or_too_small),
    ],
    ids=lambda hint: hint.__name__,
)
def test_what_says_more_is_asked_first(first, then):
    assert HINTS.index(first) < HINTS.index(then)


def saying(finding, *explained, **rules):
    @explains(*explained, needs=Evidence.has_shapes, **rules)
    def hint(evidence):
        return Hint(finding, f"It is {finding}.")

    return hint


@pytest.mark.parametrize(
    "listed, code, said",
    [
        ([saying(Finding.SIGN, Finding.VALUE), saying(Finding.TERM, Finding.VALUE)], "sign", "It is sign."),
        ([saying(Finding.SIGN, Finding.SHAPE), saying(Finding.TERM, Finding.VALUE)], "term", "It is term."),
        (
            [saying(Finding.MASK, Finding.VALUE), saying(Finding.TERM, Finding.SHAPE, replaces=(Finding.MASK,))],
            "term",
            "It is mask. It is term.",
        ),
        (
            [saying(Finding.MASK, Finding.VALUE), saying(Finding.TERM, Finding.SHAPE, adds_to=(Finding.MASK,))],
            "mask",
            "It is mask. It is term.",
        ),
        (
            [saying(Finding.MASK, Finding.VALUE), *[saying(Finding.TERM, Finding.SHAPE, adds_to=(Finding.MASK,))] * 2],
            "mask",
            "It is mask. It is term.",
        ),
        (
            [saying(Finding.TERM, Finding.SHAPE, replaces=(Finding.MASK,)), saying(Finding.MASK, Finding.VALUE)],
            "mask",
            "",
        ),
    ],
    ids=["first wins", "another finding", "replaces", "adds", "two sentences at most", "order counts"],
)
def test_the_loop_keeps_the_rules(monkeypatch, listed, code, said):
    monkeypatch.setattr(order, "HINTS", listed)
    found = explain(evidence(X + 1))
    assert found.code == code and found.text.endswith(said)


def test_a_hint_that_raises_says_nothing(monkeypatch):
    @explains(Finding.VALUE)
    def broken(evidence):
        raise RuntimeError

    monkeypatch.setattr(order, "HINTS", [broken, saying(Finding.TERM, Finding.VALUE)])
    assert explain(evidence(X + 1)).code == Finding.TERM


def test_numbers_that_are_nearly_right_are_called_that():
    found = explain(evidence(X * (1 + 1e-6)))
    assert found.code == Finding.NEARLY and "masked" not in found.text


def test_what_is_no_array_of_numbers_is_not_explained():
    assert explain(evidence([1.0])).code == Finding.TYPE
    assert explain(evidence(np.full(5, "x", object))).code == Finding.SHAPE


def test_where_only_the_shape_is_known_no_hint_looks_at_numbers():
    got = np.arange(24.0).reshape(4, 2, 3)
    unknown = evidence(got, got.sum(0))
    assert "Summed over axis 0 it would be right" in explain(unknown).text
    found = explain(replace(unknown, knows_numbers=False))
    assert found.code == Finding.MISSING_SUM and found.text.endswith("An axis too many: is a sum over it missing?")
    found = explain(replace(evidence(got, got.reshape(6, 4)), knows_numbers=False))
    assert found.code == Finding.SHAPE and found.text.endswith("The number of entries is right: only the form is not.")


def test_an_offset_must_be_the_same_in_all_calls_that_failed():
    case, wrong = evidence(X + 1).case, compare("out", X + 1, X)
    known = {"spec": find("relu_forward"), "case": case}
    for other, is_offset in ((X + 1, True), (2 * X, False)):
        calls = [(case, [wrong]), (case, [compare("out", other, X)])]
        (found,) = explain_call([wrong], calls, **known)
        assert (found.code == Finding.OFFSET) is is_offset


def test_shared_work_is_done_once():
    calls, shared = [], evidence(X + 1)

    def compute(evidence):
        calls.append(evidence)
        return evidence.output

    assert shared.once(compute) == shared.once(compute) == "out" and calls == [shared]


def test_sentence_and_detail_of_a_hint_stay_apart(monkeypatch):
    @explains(Finding.VALUE)
    def hint(evidence):
        return Hint(Finding.MASK, "A sum over an axis is missing.", "Over axis 0, the samples.")

    @explains(Finding.VALUE, adds_to=(Finding.MASK,))
    def after(evidence):
        return Hint(Finding.TERM, "A term is missing.", "It is x.")

    monkeypatch.setattr(order, "HINTS", [hint, after])
    found = explain(evidence(X + 1))
    assert found.text.endswith("A sum over an axis is missing. A term is missing.")
    assert found.detail == "Over axis 0, the samples. It is x."
