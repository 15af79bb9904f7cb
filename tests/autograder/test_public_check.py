"""Does the check at the desk accept what is right, and refuse and explain what is wrong?"""

import numpy as np
import pytest

from autograder.checking.public_check import LARGER, check_function
from autograder.hints import search_budget
from autograder.registry import find, load
from tests import twins

SPECS = [spec for spec in load().values() if spec.kind != "task"]
BACKWARD = [spec for spec in SPECS if spec.kind == "backward"]
windows_of = twins.max_pool_forward.__globals__["windows_of"]
RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}


def codes(name, wrong):
    report = check_function(find(name), RIGHT | {name: wrong})
    return {mismatch.code for mismatch in report.mismatches}


def bent_parts(gradient, change):
    """A changed gradient, or a dictionary of them."""
    return {k: change(v) for k, v in gradient.items()} if isinstance(gradient, dict) else change(gradient)


def bent(name, change):
    """The right backward function with its gradients changed."""

    def wrong(*arguments):
        returned = RIGHT[name](*arguments)
        gradients = returned if isinstance(returned, tuple) else (returned,)
        changed = tuple(bent_parts(gradient, change) for gradient in gradients)
        return changed if len(changed) > 1 else changed[0]

    return wrong


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_a_right_answer_passes(spec):
    report = check_function(spec, RIGHT)
    assert report.passed, report.text()
    assert report.remarks == ([LARGER] if spec.large else [])


def one_entry_off(gradient):
    gradient = gradient.copy()
    gradient.flat[-1] += 0.01 + 0.01 * abs(gradient.flat[-1])
    return gradient


@pytest.mark.parametrize(
    "change, expected",
    [
        (lambda g: -g, {"sign"}),
        (lambda g: 2 * g, {"factor"}),
        (lambda g: 0 * g, {"mask", "factor"}),
        (lambda g: g[None], {"shape", "missing_sum"}),
        (lambda g: g.astype(np.float32), {"dtype"}),
        (lambda g: g * np.nan, {"not_finite"}),
        (lambda g: g.tolist(), {"type"}),
        (one_entry_off, None),
        (lambda g: g + 0.3, None),
    ],
    ids=["sign", "scale", "zero", "extra axis", "float32", "nan", "list", "one entry off", "shifted"],
)
@pytest.mark.parametrize("spec", BACKWARD, ids=lambda spec: spec.name)
def test_a_bent_gradient_is_refused(spec, change, expected, monkeypatch):
    monkeypatch.setattr(search_budget, "MOST_RUNS", 5)  # no step of the function can mend it
    got = codes(spec.name, bent(spec.name, change))
    assert got and (expected is None or got & expected), got


def test_a_transposed_gradient_is_named():
    def transposed(dout, cache):
        dx, dw, db = twins.affine_backward(dout, cache)
        return dx, dw.T, db

    assert codes("affine_backward", transposed) == {"transposed"}


def test_a_bias_gradient_of_one_row_is_refused():
    def row(dout, cache):
        return *twins.affine_backward(dout, cache)[:2], dout.sum(0, keepdims=True)

    assert codes("affine_backward", row) & {"shape"}


def test_a_missing_sum_is_named():
    def unsummed(dout, cache):
        return *twins.affine_backward(dout, cache)[:2], dout

    assert codes("affine_backward", unsummed) == {"missing_sum"}


def test_a_changed_upstream_gradient_is_named():
    def in_place(dout, cache):
        dout[cache <= 0] = 0
        return dout

    assert codes("relu_backward", in_place) == {"input_changed"}


def test_a_changed_cache_is_named():
    def in_place(dout, cache):
        cache *= 0.5
        return dout * (cache > 0)

    assert codes("relu_backward", in_place) == {"cache_changed"}


def test_an_ignored_upstream_gradient_is_refused():
    assert codes("relu_backward", lambda dout, cache: 1.0 * (cache > 0))


@pytest.mark.parametrize("slope", [0.0, 0.25, 1.0])
def test_any_slope_from_0_to_1_is_right_where_relu_has_its_kink(slope):
    def backward(dout, cache):
        return dout * np.where(cache == 0, slope, cache > 0)

    assert codes("relu_backward", backward) == set()


@pytest.mark.parametrize("slope", [-0.5, 1.5])
def test_other_slopes_at_the_kink_are_refused(slope):
    def backward(dout, cache):
        return dout * np.where(cache == 0, slope, cache > 0)

    assert codes("relu_backward", backward)


def test_the_whole_gradient_for_every_tied_maximum_is_refused():
    def every(dout, cache):
        x, param = cache
        dx = np.zeros_like(x)
        for i, j, window in windows_of(x.shape, param):
            dx[window] += dout[:, :, i : i + 1, j : j + 1] * (x[window] == x[window].max((2, 3), keepdims=True))
        return dx

    assert codes("max_pool_backward", every)


def test_a_pooling_gradient_that_assigns_is_named():
    def assigns(dout, cache):
        x, param = cache
        dx = np.zeros_like(x)
        for i, j, window in windows_of(x.shape, param):
            top = x[window] == x[window].max((2, 3), keepdims=True)
            dx[window] = np.where(top, dout[:, :, i : i + 1, j : j + 1], dx[window])
        return dx

    assert codes("max_pool_backward", assigns)


def test_a_convolution_that_fails_without_padding_is_refused():
    def unpadded(dout, cache):
        dx, dw, db = twins.conv_backward(dout, cache)
        pad = cache[-1]
        padded = np.pad(dx, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        return padded[:, :, pad:-pad, pad:-pad], dw, db

    assert codes("conv_backward", unpadded) & {"shape", "missing_sum"}


def test_a_loss_that_is_infinite_when_a_probability_underflows_is_refused():
    def careless(scores, y):
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        with np.errstate(divide="ignore"):
            loss = -np.log(p[np.arange(len(y)), y]).mean()
        return loss, twins.softmax_loss(scores, y)[1]

    assert codes("softmax_loss", careless) == {"not_finite"}


def test_a_loss_that_sums_is_named_a_factor():
    def summed(scores, y):
        loss, dscores = twins.softmax_loss(scores, y)
        return loss * len(y), dscores * len(y)

    assert codes("softmax_loss", summed) == {"factor"}


def test_wrong_running_statistics_are_refused():
    def swapped(x, gamma, beta, bn_param):
        bn_param["momentum"] = 1 - bn_param["momentum"]
        return twins.batchnorm_forward(x, gamma, beta, bn_param)

    assert codes("batchnorm_forward", swapped)


def test_gates_in_another_order_are_named():
    def swapped(dnext_h, dnext_c, cache):
        gradients = list(twins.lstm_step_backward(dnext_h, dnext_c, cache))
        i, f, o, g = np.split(gradients[-1], 4)
        gradients[-1] = np.concatenate([i, o, f, g])
        return tuple(gradients)

    assert codes("lstm_step_backward", swapped) == {"permuted"}


def test_a_function_that_is_not_written_yet_is_reported_as_such():
    def unwritten(x, w, b):
        raise NotImplementedError("write affine_forward")

    report = check_function(find("affine_forward"), {"affine_forward": unwritten})
    assert "is not written yet" in report.text()


STUBS = """
import numpy as np
def affine_forward(x, w, b):
    out = None
    return out, (x, w, b)
def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros(b.shape)
    return dx, dw, db
def svm_loss(scores, y):
    loss, dscores = 0.0, np.zeros(scores.shape)
    return loss, dscores
def relu_forward(x):
    pass
"""


def test_an_empty_frame_is_not_written_yet_and_gets_no_hint():
    namespace = {}
    exec(STUBS, namespace)
    for name in ("affine_forward", "affine_backward", "svm_loss", "relu_forward"):
        report = check_function(find(name), namespace)
        assert report.text() == f"{name}: not yet.\n  {name} is not written yet."
    report = check_function(find("affine_backward"), namespace | {"affine_backward": lambda dout, cache: dout + cache})
    assert report.text().splitlines()[1] == (
        "  affine_forward is not written yet. Write it first: affine_backward is judged with its cache."
    )


@pytest.mark.parametrize("spec", [spec for spec in BACKWARD if len(spec.outputs) == 1], ids=lambda spec: spec.name)
def test_who_hands_the_upstream_gradient_back_has_written_something(spec):
    got = codes(spec.name, lambda dout, cache: np.copy(dout))
    assert got and "unfinished" not in got


def test_a_backward_function_without_its_forward_says_so():
    report = check_function(find("affine_backward"), {"affine_backward": twins.affine_backward})
    assert "affine_forward" in report.text()


def test_an_answer_that_is_not_valid_gets_the_reason_and_no_hint_from_another_valid_one():
    def unshuffled(count, rng):
        return np.split(np.arange(count), [count - 2 * (count // 5), count - count // 5])

    report = check_function(find("train_val_test_split"), {"train_val_test_split": unshuffled})
    assert [mismatch.code for mismatch in report.mismatches] == ["invalid"]
    assert "train holds samples 0 to 29" in report.text() and "expected" not in report.text()


def test_the_line_that_raised_is_named_also_in_a_folder_called_autograder():
    source = "def affine_forward(x, w, b):\n    raise ValueError('of my own')\n"
    namespace = {}
    exec(compile(source, "/home/ada/autograder/mine.py", "exec"), namespace)
    report = check_function(find("affine_forward"), namespace)
    assert "ValueError: of my own (in affine_forward, line 2)" in report.text()
