"""Does the examiner accept what is right, refuse what is wrong, and trust nothing that it is sent?"""

import numpy as np
import pytest

import solutions
from autograder.checking.challenge_client import answer_challenges
from autograder.grading.judge.examiner import Examination
from autograder.protocol import encode
from autograder.registry import load
from autograder.specification import Spec
from tests import twins

SPECS = [spec for spec in load().values() if spec.kind != "task"]
RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}


def examine(name, functions):
    examination = Examination(name, solutions, np.random.default_rng(7))
    answer_challenges(name, RIGHT | functions, examination.reply)
    return examination.report()


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_right_answer_gets_full_credit(spec):
    report = examine(spec.name, {})
    assert report.text() == f"{spec.name}: passed." and report.credit == 1


def bends(spec):
    """Whether a bent answer can be told: not a count or a text alone, and no function with many right answers."""
    numbers = any("array" in output.shape or output.shape.startswith("float") for output in spec.outputs)
    return numbers and (spec.kind != "function" or spec.nearest is Spec.nearest)


@pytest.mark.parametrize("spec", [spec for spec in SPECS if bends(spec)], ids=lambda spec: spec.name)
def test_an_answer_off_by_a_millionth_gets_none(spec):
    def bent(*arguments):
        returned = RIGHT[spec.name](*arguments)
        bend = lambda value: value * (1 + 1e-6) + 1e-6 if isinstance(value, (np.ndarray, float)) else value  # noqa: E731
        return tuple(map(bend, returned)) if isinstance(returned, tuple) else bend(returned)

    if spec.kind == "forward":  # bend the outputs, keep the cache
        plain = sum(not output.entry_of for output in spec.outputs)

        def bent(*arguments):
            returned = RIGHT[spec.name](*arguments)
            return *(value * (1 + 1e-6) + 1e-6 for value in returned[:plain]), returned[plain]

    assert not examine(spec.name, {spec.name: bent}).passed


def test_one_wrong_gradient_of_three_keeps_two_thirds():
    def averaged(dout, cache):
        dx, dw, db = twins.affine_backward(dout, cache)
        return dx, dw, db / len(dout)

    report = examine("affine_backward", {"affine_backward": averaged})
    assert report.credit == pytest.approx(2 / 3)
    assert [mismatch.code for mismatch in report.mismatches] == ["factor"]


def test_results_that_no_mask_explains_cost_all_points_and_not_more():
    report = examine("dropout_backward", {"dropout_backward": lambda dout, cache: dout.copy()})
    assert not report.passed and report.credit == 0


def test_changing_dout_in_place_costs_half():
    def in_place(dout, cache):
        dout *= cache > 0
        return dout

    report = examine("relu_backward", {"relu_backward": in_place})
    assert report.credit == 0.5 and report.mismatches[0].code == "input_changed"


def numeric(step, divide):
    """A backward pass that differentiates its own forward, entry by entry."""

    def backward(dout, cache):
        gradients = []
        for position, value in enumerate(cache):
            gradient = np.zeros(value.shape)
            for index in np.ndindex(value.shape):
                moved = [np.array(array, dtype=complex if divide is np.imag else float) for array in cache]
                moved[position][index] += step
                up = np.sum(dout * (moved[0] @ moved[1] + moved[2]))
                moved[position][index] -= 2 * step
                down = 0 if divide is np.imag else np.sum(dout * (moved[0] @ moved[1] + moved[2]))
                gradient[index] = up.imag / abs(step) if divide is np.imag else (up - down) / (2 * step)
            gradients.append(gradient)
        return tuple(gradients)

    return backward


@pytest.mark.parametrize("step, divide", [(1e-3, np.real), (1e-20j, np.imag)], ids=["differences", "complex step"])
def test_a_backward_pass_that_differentiates_numerically_is_refused_for_its_cost(step, divide):
    report = examine("affine_backward", {"affine_backward": numeric(step, divide)})
    assert [mismatch.code for mismatch in report.mismatches] == ["too_costly"] and report.credit == 0


class Liar(np.ndarray):
    """An array that says it equals everything."""

    def __eq__(self, other):
        return True

    def __abs__(self):
        return 0 * np.asarray(self)

    @property
    def dtype(self):
        return np.dtype(np.float64)


@pytest.mark.parametrize(
    "value",
    [np.nan, None, "right", object(), [[0.0]], np.zeros((2, 2)).view(Liar), np.array([object()]), 1e400],
    ids=["nan", "None", "text", "object", "list", "lying subclass", "object array", "inf"],
)
def test_what_is_not_the_right_numbers_gets_nothing(value):
    report = examine("affine_forward", {"affine_forward": lambda x, w, b: (value, None)})
    assert report.credit == 0 and not report.passed


@pytest.mark.parametrize("data", [b"", b"\x80\x04K\x01.", encode([1, 2]), encode({"answer": 3}), encode({})])
def test_a_damaged_message_ends_the_examination(data):
    examination = Examination("affine_forward", solutions, np.random.default_rng(0))
    assert examination.reply(data) == b""
    assert examination.report().credit == 0


def test_an_answer_after_the_cell_is_closed_does_not_count():
    examination = Examination("affine_forward", solutions, np.random.default_rng(0))
    examination.close()
    answer_challenges("affine_forward", RIGHT, examination.reply)
    report = examination.report("The cell timed out.")
    assert report.credit == 0 and "The cell timed out." in report.text()


def test_no_answer_at_all_is_not_passed():
    assert Examination("relu_forward", solutions, np.random.default_rng(0)).report().mismatches[0].code == "no_answer"


def test_answers_of_another_function_do_not_pass():
    examination = Examination("affine_forward", solutions, np.random.default_rng(0))
    answer_challenges("affine_forward", RIGHT | {"affine_forward": lambda x, w, b: (x, x)}, examination.reply)
    assert examination.report().credit == 0


def test_a_challenge_holds_inputs_only():
    examination = Examination("relu_forward", solutions, np.random.default_rng(0))
    message = examination.reply(encode({"ready": "relu_forward"}))
    right = examination.challenges[0].expected["out"]
    assert right.tobytes() not in message


def test_every_submission_gets_other_numbers():
    first, second = (Examination("relu_forward", solutions, np.random.default_rng(seed)) for seed in (1, 2))
    assert first.challenges[0].message() != second.challenges[0].message()
