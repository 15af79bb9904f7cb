"""Is the reference right? Against plain NumPy twins, exact derivatives, and its own promises."""

import copy
from dataclasses import replace
from functools import cache

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import elementwise_grad

import solutions
from autograder.registry import find, load
from autograder.specification import Case, Spec, upstream_for
from autograder.verdict.comparison import EXACT, Tolerance, compare, differences
from autograder.verdict.invocation import Answer, answer, call_backward, call_forward
from tests import twins
from tests.solutions import oracles

SPECS = [spec for spec in load().values() if spec.kind != "task"]
REFERENCE = {spec.name: getattr(solutions, spec.name) for spec in SPECS}
SMOOTH = Spec.nearest  # no other answer than the expected one is valid
SINGLE = Tolerance(2e-3, 1e-3, 1e-4)


def with_upstream(spec, case, rng):
    outputs, _, _ = call_forward(find(spec.forward), case.inputs, {spec.forward: getattr(twins, spec.forward)})
    plain = {o.name: outputs[o.name] for o in find(spec.forward).outputs if not o.entry_of}
    return replace(case, upstream=upstream_for(rng, plain))


def cases(spec, seed, kinks=True):
    rng = np.random.default_rng(seed)
    found = spec.cases(rng)
    found += spec.ties(rng) if kinks or spec.nearest is SMOOTH else []
    found = [case for case in found if not case.optional]  # model answers do what is asked and no more
    return [with_upstream(spec, case, rng) if spec.kind == "backward" else case for case in found]


def outputs_of(spec, case, module):
    got = answer(spec, case, {name: getattr(module, name) for name in spec.functions})
    assert not got.error and not got.changed, (got.error, got.changed)
    return got


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_kernel_and_twin_agree_and_change_nothing(spec, seed):
    for case in cases(spec, seed):
        got, right = outputs_of(spec, case, solutions), outputs_of(spec, case, twins)
        assert not differences(spec, case, got, right.outputs, EXACT), case.label
        for again in got.again[1:]:
            for name, value in got.outputs.items():
                np.testing.assert_array_equal(again[name], value)


def lowered(tree):
    """The same inputs in float32."""
    if isinstance(tree, dict):
        return {key: lowered(value) for key, value in tree.items()}
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) and tree.dtype.kind == "f" else tree


@pytest.mark.parametrize("spec", [s for s in SPECS if s.kind != "function"], ids=lambda spec: spec.name)
def test_float32_in_gives_float32_out(spec):
    for case in cases(spec, 0)[:2]:
        got = outputs_of(spec, Case(case.label, lowered(case.inputs), lowered(case.upstream)), solutions)
        right = outputs_of(spec, case, twins)
        for name, value in right.outputs.items():
            assert np.asarray(got.outputs[name]).dtype == np.float32, name
            assert compare(name, np.asarray(got.outputs[name], float), value, SINGLE) is None, case.label


DIFFERENTIATED = [spec for spec in SPECS if spec.kind in ("backward", "loss")]


@pytest.mark.parametrize("spec", DIFFERENTIATED, ids=lambda spec: spec.name)
def test_gradients_are_the_exact_derivatives(spec):
    forward = oracles.of(spec)
    for case in [case for seed in range(3) for case in cases(spec, seed, kinks=False)]:
        got, weights = outputs_of(spec, case, solutions).outputs, list(case.upstream.values()) or [1.0]
        for name in spec.differentiated:

            def weighted(value, name=name, case=case, weights=weights):
                outputs = forward(spec.prepare(case.inputs | {name: value}))
                return sum(anp.sum(weight * out) for weight, out in zip(weights, outputs, strict=True))

            right = elementwise_grad(weighted)(case.inputs[name])
            assert compare(f"d{name}", got[f"d{name}"], right) is None, case.label


@cache
def arguments(name):
    return find(name).cases(np.random.default_rng(0))[0].inputs


@pytest.mark.parametrize("spec", [s for s in SPECS if s.kind != "backward"], ids=lambda spec: spec.name)
def test_every_array_of_a_wrong_rank_or_type_is_refused_by_name(spec):
    shapes = {argument.name: argument.shape for argument in spec.arguments}
    for name, value in arguments(spec.name).items():
        if (
            not isinstance(value, np.ndarray) or not value.ndim
        ):  # a number is an array without axes where it has a slope
            continue
        bad = [value.astype(complex), value.tolist()]
        if "any shape" not in shapes[name] and "shape of" not in shapes[name]:
            bad += [value[None], value[:0]]
        for wrong in bad:
            with pytest.raises(ValueError, match=r"expected.*got"):
                call_forward(spec, arguments(spec.name) | {name: wrong}, REFERENCE)


@pytest.mark.parametrize(
    "name, changes, message",
    [
        ("conv_forward", {"conv_param": {"stride": 0, "pad": 0}}, "stride.*at least 1, got 0"),
        ("conv_forward", {"conv_param": {"stride": 1, "pad": -1}}, "pad.*at least 0, got -1"),
        ("conv_forward", {"conv_param": {"stride": 1}}, "conv_param.*'pad'"),
        ("conv_forward", {"w": np.ones((2, 3, 9, 2))}, "at most"),
        ("softmax_loss", {"y": np.array([0, 1, 2, 3])}, "labels from 0 to 2, got 0 to 3"),
        ("softmax_loss", {"y": np.array([0.0, 1, 2, 1])}, "integers"),
        ("batchnorm_forward", {"bn_param": {"mode": "eval"}}, "mode"),
        ("affine_forward", {"b": np.ones(5, np.float32)}, "one dtype"),
        ("weight_decay_step", {"w": np.array(1.0), "dw": np.ones(3)}, r"dw: expected shape \(\), got \(3,\)"),
    ],
)
def test_bad_parameters_are_refused_by_name(name, changes, message):
    with pytest.raises(ValueError, match=message):
        REFERENCE[name](*(copy.deepcopy(arguments(name)) | changes).values())


def test_an_upstream_gradient_of_another_shape_is_refused():
    for spec in SPECS:
        if spec.kind == "backward":
            case = cases(spec, 0)[0]
            _, cache, _ = call_forward(find(spec.forward), case.inputs, REFERENCE)
            with pytest.raises(ValueError, match="expected shape"):
                call_backward(spec, {k: np.asarray(v)[None] for k, v in case.upstream.items()}, cache, REFERENCE)


@pytest.mark.parametrize("spec", [s for s in SPECS if s.kind != "backward"], ids=lambda spec: spec.name)
def test_the_public_worked_examples_are_right(spec):
    from autograder.verdict.comparison import PRINTED

    for example in spec.examples:
        got, _, _ = call_forward(spec, example.case.inputs, REFERENCE)
        assert not differences(spec, example.case, Answer(got), example.expected, PRINTED), example.source


def test_affine_lays_the_axes_of_a_sample_in_a_row_and_gives_its_gradient_their_shape():
    rng = np.random.default_rng(0)
    x, w, b, dout = (rng.normal(size=shape) for shape in ((3, 2, 3, 2), (12, 4), (4,), (3, 4)))
    out, cache = solutions.affine_forward(x, w, b)
    flat, flat_cache = solutions.affine_forward(x.reshape(3, 12), w, b)
    assert np.array_equal(out, flat)
    dx, *others = solutions.affine_backward(dout, cache)
    right, *same = solutions.affine_backward(dout, flat_cache)
    assert np.array_equal(dx, right.reshape(x.shape)) and all(map(np.array_equal, others, same))
