"""Whatever a function returns, the check says what is wrong with it, and shows no traceback of its own."""

import numpy as np
import pytest

from autograder.checking.public_check import check_function
from autograder.hints import search_budget
from autograder.registry import load
from tests import twins

SPECS = [spec for spec in load().values() if spec.kind != "task"]
RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}


def as_objects(value):
    return np.asarray(value).astype(object)


BENDS = {
    "bools": lambda value: np.asarray(value) != 0,
    "summed": lambda value: np.sum(value, axis=0) if np.ndim(value) else value,
    "objects": as_objects,
    "ragged": lambda value: [[1.0], [2.0, 3.0]],
    "generator": lambda value: (entry for entry in np.ravel(value)),
    "complex": lambda value: as_objects(value).astype(complex) * 1j if np.asarray(value).dtype.kind != "U" else 1j,
    "empty": lambda value: np.zeros(0),
    "none": lambda value: None,
    "larger": lambda value: np.zeros((3, 2, *np.shape(value))),
    "nothing like it": lambda value: np.sum,
}
MAY_PASS = {"bools", "summed"}  # of zeros and ones; of one row


def bent(function, change):
    """The function with its first result changed."""

    def wrong(*arguments):
        returned = function(*arguments)
        return (change(returned[0]), *returned[1:]) if isinstance(returned, tuple) else change(returned)

    return wrong


@pytest.mark.parametrize("bend", BENDS)
def test_a_bent_answer_gets_a_report(bend, monkeypatch):
    """Each bend with a third of the functions, and each function with three or four bends."""
    monkeypatch.setattr(search_budget, "MOST_RUNS", 5)  # no step of the function can mend it
    for spec in SPECS[list(BENDS).index(bend) % 3 :: 3]:
        target = spec.forward or spec.name  # a backward function is judged with a bent forward
        report = check_function(spec, RIGHT | {target: bent(RIGHT[target], BENDS[bend])})
        assert bend in MAY_PASS or not report.passed, spec.name
        assert "fault of autograder" not in report.text(), (spec.name, report.text())


@pytest.mark.parametrize("kind", [np.asmatrix, np.ma.masked_invalid])
def test_a_matrix_or_a_masked_array_counts_as_what_it_holds(kind):
    functions = RIGHT | {"affine_backward": bent(RIGHT["affine_backward"], kind)}
    assert check_function(load()["affine_backward"], functions).passed
