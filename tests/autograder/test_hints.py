"""Do the hints at the desk say what is true of a wrong function, and nothing where chance could say it?"""

import copy
import math

import numpy as np
import pytest

from autograder.checking.public_check import check_function
from autograder.hints import counterfactuals, order, search_budget
from autograder.hints.counterfactuals import suppositions
from autograder.hints.evidence import StudentCode
from autograder.hints.factor_formulas import factor_formula
from autograder.registry import find, load
from autograder.specification import Case
from autograder.verdict.invocation import answer
from tests import twins

RIGHT = {name: getattr(twins, name) for name in load() if hasattr(twins, name)}


@pytest.mark.parametrize(
    "factors, words",
    [
        ([0.8, 0.3], "p"),
        ([-4, -0.3 / 0.7], "-(p / (1 - p))"),
        ([0.72, 0.297], "p * beta"),
        ([0.1 / 0.8, 0.01 / 0.3], "(1 - beta) / p"),
        ([0.72 / 4, 0.297 / 9], "p * beta / (stride ** 2)"),
        ([3 / 4, 2 / 3], "(x.shape[0] - 1) / x.shape[0]"),
        ([5**-0.5, 7**-0.5], "1 / np.sqrt(x.shape[1])"),
        ([np.exp(0.8), np.exp(0.3)], None),
        ([4, -0.3 / 0.7], None),
    ],
)
def test_the_simplest_formula_of_a_factor_is_found(factors, words):
    params = ({"p": 0.8, "beta": 0.9, "stride": 2}, {"p": 0.3, "beta": 0.99, "stride": 3})
    pairs = zip((np.ones((4, 5)), np.ones((3, 7))), params, strict=True)
    found = factor_formula(factors, [Case("a call", {"x": x, "param": param}) for x, param in pairs])
    assert (found and found.words) == words


def findings(name, wrong):
    """By output: code and text of what the desk finds."""
    report = check_function(find(name), RIGHT | {name: wrong})
    return {mismatch.output: (mismatch.code, mismatch.text) for mismatch in report.mismatches}


def given(name, **changes):
    """The right function, called with some arguments changed."""
    spec = find(name)
    names = [argument.name for argument in spec.arguments]

    def wrong(*arguments):
        inputs = dict(zip(names, arguments, strict=True))
        return RIGHT[name](*(changes.get(key, lambda value, _: value)(value, inputs) for key, value in inputs.items()))

    return wrong


def with_last_axis(v, sign):
    return v * v.shape[-1] ** (0.5 * sign)


@pytest.mark.parametrize(
    "name, change, code, sentence",
    [
        ("gd_fit", {"lr": lambda v, _: -v}, "sign", "if lr had the other sign"),
        ("gd_fit", {"lr": lambda v, given: v * len(given["x"])}, "factor", "if lr were divided by the length of x"),
        ("softmax", {"scores": lambda v, _: np.log(v - v.min() + 1)}, "function", "without the logarithm"),
        ("tanh_forward", {"x": lambda v, _: v / 2}, "factor", "if x were twice as large"),
        ("temperature_softmax", {"temperature": lambda v, _: 1 / v}, "function", "if temperature were 1 divided by it"),
        ("topk_accuracy", {"k": lambda v, _: v + 1}, "off_by_one", "if k were 1 less"),
        (
            "attention_forward",
            {"q": lambda v, _: with_last_axis(v, 1)},
            "factor",
            "if q were divided by the square root",
        ),
        ("rnn_step_forward", {"Wh": lambda v, _: v.T}, "transposed", "if Wh were transposed"),
        ("encode_word", {"word": lambda v, _: v[::-1]}, "permuted", "if word were read backwards"),
        ("sgd", {"dw": lambda v, given: v / given["config"]["learning_rate"]}, "factor", "if dw were multiplied by"),
    ],
)
def test_an_argument_that_would_make_it_right_is_named(name, change, code, sentence):
    found = findings(name, given(name, **change))
    assert {each[0] for each in found.values()} == {code}
    assert all(sentence in text for _, text in found.values())


def test_exchanged_arguments_are_named_at_the_loss():
    def exchanged(anchor, positive, negative, margin):
        return RIGHT["triplet_loss"](anchor, negative, positive, margin)

    code, text = findings("triplet_loss", exchanged)["loss"]
    assert code == "exchanged" and "if positive and negative were exchanged" in text


def test_an_argument_counts_only_if_it_makes_every_worked_example_right():
    def often_right(scores, y):
        return RIGHT["accuracy"](-scores, y) if len(y) == 5 else 0.123

    assert all("other sign" not in text for _, text in findings("accuracy", often_right).values())


def test_a_slow_function_is_called_a_few_hundred_times_at_most():
    calls = []

    def wrong(*arguments):
        calls.append(1)
        out, cache = RIGHT["transformer_block_forward"](*arguments)
        return out + np.sin(out), cache

    spec = find("transformer_block_forward")
    with np.errstate(all="ignore"):
        assert suppositions(StudentCode(spec, {spec.name: wrong})) == {}
    assert counterfactuals.MOST / 2 < len(calls) < 2 * counterfactuals.MOST


def test_arguments_that_end_in_errors_are_passed_over():
    def picky(x, w, b):
        if np.any(x < 0) or np.any(w < 0) or np.any(b < 0):
            raise SystemError("only what I was shown")
        return x @ w, None

    spec = find("affine_forward")
    assert not answer(spec, spec.examples[0].case, {spec.name: picky}).error
    assert "missing" not in findings(spec.name, picky)


@pytest.mark.parametrize(
    "name, last, code, sentence",
    [
        ("rnn_step_forward", np.arctanh, "function", "Its hyperbolic tangent would be right"),
        ("l2_pool_forward", np.square, "function", "It is the square of the right one"),
        ("sigmoid", lambda p: np.tanh(np.log(p / (1 - p))), "function", "tangent where the logistic sigmoid belongs"),
        ("alvinn_decode", lambda out: out + 1, "offset", "Every entry is too large by 1."),
        (
            "rnn_forward",
            lambda h: np.concatenate([np.zeros_like(h[:, :1]), h[:, :-1]], 1),
            "permuted",
            "place too late",
        ),
    ],
)
def test_a_last_step_that_is_missing_or_too_many_is_named(name, last, code, sentence):
    def wrong(*arguments):
        returned = RIGHT[name](*arguments)
        return (last(returned[0]), *returned[1:]) if isinstance(returned, tuple) else last(returned)

    ((found, text),) = findings(name, wrong).values()
    assert found == code and sentence in text


def test_a_single_number_is_not_explained_by_chance():
    def wrong(lr, decay):
        return math.cos(lr + 3 * decay), RIGHT["l2_equivalent"](lr, decay)[1]

    assert findings("l2_equivalent", wrong)["coefficient"][0] == "value"


def test_a_number_that_is_an_argument_is_named():
    def without_biases(channels, filters, height, width):
        return channels * filters * height * width

    code, text = findings("count_conv_params", without_biases)["count"]
    assert code == "offset" and "too small by 10, which is filters here" in text


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


@pytest.mark.parametrize(
    "name, slope, code, sentence",
    [
        ("tanh", lambda x, out: 1 - np.tanh(out) ** 2, "slope", "the slope of your tanh_forward at out, not at x"),
        ("tanh", lambda x, out: 1 - x * x, "slope", "the same formula with out would be right"),
        ("tanh", lambda x, out: 1 + out * out, "sign", "always add up to 2"),
        ("tanh", lambda x, out: out * (1 - out), "slope", "a logistic sigmoid with these values of out"),
        ("softplus", lambda x, out: sigmoid(x) * (1 - sigmoid(x)), "slope", "the slope of the slope"),
        ("softplus", lambda x, out: 1.0 * (x > 0), "slope", "the slope of the ReLU"),
        ("softplus", lambda x, out: sigmoid(-x), "slope", "1 minus the right slope"),
        ("sigmoid", lambda x, out: out, "slope", "out itself"),
    ],
)
def test_the_slope_of_another_function_is_named(name, slope, code, sentence):
    def forward(x, *more):
        out, _ = RIGHT[f"{name}_forward"](x, *more)
        return out, (x.copy(), out.copy())

    functions = {f"{name}_forward": forward, f"{name}_backward": lambda dout, cache: dout * slope(*cache)}
    ((found, text),) = [(m.code, m.text) for m in check_function(find(f"{name}_backward"), functions).mismatches]
    assert found == code and sentence in text


def normalised(keeps_mean, keeps_variance):
    """The backward pass of instance normalisation with some of its ways."""

    def backward(dout, cache):
        x, gamma, beta, in_param = cache
        std = np.sqrt(x.var((2, 3), keepdims=True) + in_param["eps"])
        hat, dhat = (x - x.mean((2, 3), keepdims=True)) / std, dout * gamma[:, None, None]
        dx = dhat - dhat.mean((2, 3), keepdims=True) if keeps_mean else dhat
        dx = dx - hat * (dhat * hat).mean((2, 3), keepdims=True) if keeps_variance else dx
        return dx / std, (dout * hat).sum((0, 2, 3)), dout.sum((0, 2, 3)).reshape(beta.shape)

    return backward


def with_inputs_as_cache(name):
    return lambda *inputs: (RIGHT[name](*inputs)[0], inputs)


@pytest.mark.parametrize(
    "ways, sentence",
    [((False, True), "the error is one number"), ((False, False), "a number plus a multiple of x"), ((True, True), "")],
)
def test_a_way_through_mean_or_variance_that_is_missing_is_named(ways, sentence):
    forward = with_inputs_as_cache("instancenorm_forward")
    functions = {"instancenorm_forward": forward, "instancenorm_backward": normalised(*ways)}
    found = {m.output: (m.code, m.text) for m in check_function(find("instancenorm_backward"), functions).mismatches}
    assert bool(found) == bool(sentence)
    assert not found or (found["dx"][0] == "statistics" and sentence in found["dx"][1])


def test_a_second_way_past_a_block_is_named():
    def forward(*inputs):
        out, cache = RIGHT["residual_block_forward"](*inputs)
        return out, (out, cache)

    def without_shortcut(dout, cache):
        out, inner = cache
        dx, *rest = RIGHT["residual_block_backward"](dout, inner)
        return dx - dout * (out > 0), *rest

    functions = {"residual_block_forward": forward, "residual_block_backward": without_shortcut}
    (found,) = check_function(find("residual_block_backward"), functions).mismatches
    assert found.code == "missing_way" and "What is missing is dout itself" in found.text


def test_gradients_that_have_changed_places_are_named():
    def exchanged(dout, cache):
        dx, dq, dk, dv, do = RIGHT["multi_head_backward"](dout, cache)
        return dx, dk, dq, dv, do

    found = findings("multi_head_backward", exchanged)
    assert found["dWq"][0] == found["dWk"][0] == "exchanged"
    assert all("dWq and dWk are exchanged." in found[name][1] for name in ("dWq", "dWk"))


def test_random_cases_speak_where_a_worked_example_shows_numbers_only():
    def constants(dout, cache):
        x, gamma, _, bn_param = cache
        gradients = RIGHT["batchnorm_backward"](dout, RIGHT["batchnorm_forward"](*copy.deepcopy(cache))[1])
        return dout * gamma / np.sqrt(x.var(0) + bn_param["eps"]), *gradients[1:]

    functions = {"batchnorm_forward": with_inputs_as_cache("batchnorm_forward"), "batchnorm_backward": constants}
    (found,) = check_function(find("batchnorm_backward"), functions).mismatches
    assert found.code == "statistics"


def asked_without_a_net(hint, evidence):
    """Hints are tried here as they are: one that raises is a fault of the hint."""
    with np.errstate(all="ignore"):
        return hint(evidence)


JUDGED = [spec for spec in load().values() if spec.kind != "task"]
BENT = {
    "shifted": lambda v: v + 0.3,
    "squared": lambda v: v * v,
    "in the logarithm": lambda v: np.log(np.abs(v) + 2),
    "reversed": lambda v: np.asarray(v).ravel()[::-1].reshape(np.shape(v)),
    "one number": lambda v: np.full(np.shape(v), 0.7),
    "nan": lambda v: v * np.nan,
    "huge": lambda v: v * 1e300 * 1e10,
    "empty": lambda v: np.zeros(0),
    "objects": lambda v: np.full(np.shape(v), "x", object),
    "complex": lambda v: v + 1j,
    "none": lambda v: None,
}


def bent(value, change):
    """A result with its numbers changed; caches, texts and lists of parts alike."""
    if isinstance(value, dict):
        return {key: bent(part, change) for key, part in value.items()}
    if isinstance(value, (tuple, list)):
        return type(value)(bent(part, change) for part in value)
    return change(value) if isinstance(value, (np.ndarray, np.generic, float, int)) else value


@pytest.mark.parametrize("spec", JUDGED, ids=lambda spec: spec.name)
def test_no_result_stops_the_check(spec, monkeypatch):
    """Each function with a third of the changes, and each change with a third of the functions."""
    monkeypatch.setattr(order, "ask", asked_without_a_net)
    monkeypatch.setattr(search_budget, "MOST_RUNS", 5)
    has_numbers = any(not output.shape.startswith("str") for output in spec.outputs)
    for name, change in list(BENT.items())[JUDGED.index(spec) % 3 :: 3]:

        def wrong(*arguments, change=change):
            returned = RIGHT[spec.name](*arguments)
            if spec.kind == "forward":
                return *(bent(each, change) for each in returned[:-1]), returned[-1]
            return bent(returned, change)

        with np.errstate(all="ignore"):
            report = check_function(spec, RIGHT | {spec.name: wrong})
        assert report.text(), name
        assert not (has_numbers and report.passed and name in ("nan", "none", "objects", "complex")), name
