"""Is the reference right? Against plain NumPy twins, exact derivatives, and its own promises."""

import copy
from functools import cache

import autograd.numpy as anp
import numpy as np
import pytest
import twins
from autograd import elementwise_grad, jacobian

import solutions
from autograder.calling import answer, call_backward, call_forward
from autograder.comparing import Tolerance, compare
from autograder.specification import Case, find, load, upstream_for

SPECS = [spec for spec in load().values() if spec.kind != "task"]
REFERENCE = {spec.name: getattr(solutions, spec.name) for spec in SPECS}
SINGLE = Tolerance(2e-3, 1e-3, 1e-4)


def with_upstream(spec, case, rng):
    outputs, _, _ = call_forward(find(spec.forward), case.inputs, {spec.forward: getattr(twins, spec.forward)})
    plain = {o.name: outputs[o.name] for o in find(spec.forward).outputs if not o.entry_of}
    return Case(case.label, case.inputs, upstream_for(rng, plain))


def cases(spec, seed):
    rng = np.random.default_rng(seed)
    found = spec.cases(rng)
    found += spec.ties(rng) if spec.name != "max_pool_backward" else []
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
        for name, value in right.outputs.items():
            assert compare(name, got.outputs[name], value) is None, case.label
        for again in got.again[1:]:
            for name, value in got.outputs.items():
                np.testing.assert_array_equal(again[name], value)


def lowered(tree):
    """The same inputs in float32."""
    if isinstance(tree, dict):
        return {key: lowered(value) for key, value in tree.items()}
    return tree.astype(np.float32) if isinstance(tree, np.ndarray) and tree.dtype.kind == "f" else tree


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_float32_in_gives_float32_out(spec):
    for case in cases(spec, 0)[:2]:
        got = outputs_of(spec, Case(case.label, lowered(case.inputs), lowered(case.upstream)), solutions)
        right = outputs_of(spec, case, twins)
        for name, value in right.outputs.items():
            assert np.asarray(got.outputs[name]).dtype == np.float32, name
            assert compare(name, np.asarray(got.outputs[name], float), value, SINGLE) is None, case.label


def sigmoid(a):
    return 0.5 * (1 + anp.tanh(0.5 * a))


def lstm_step(x, prev_h, prev_c, Wx, Wh, b):
    h = prev_h.shape[1]
    a = anp.dot(x, Wx) + anp.dot(prev_h, Wh) + b
    i, f, o, g = sigmoid(a[:, :h]), sigmoid(a[:, h : 2 * h]), sigmoid(a[:, 2 * h : 3 * h]), anp.tanh(a[:, 3 * h :])
    next_c = f * prev_c + i * g
    return o * anp.tanh(next_c), next_c


def lstm(x, h0, Wx, Wh, b):
    h, c, states = h0, anp.zeros(h0.shape), []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
    return (anp.stack(states, axis=1),)


def conv(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    x = anp.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)), "constant")
    height, width = w.shape[2:]
    rows, columns = (1 + (x.shape[k] - w.shape[k]) // stride for k in (2, 3))
    total = 0.0
    for i, j in np.ndindex(height, width):
        window = x[:, :, i : i + stride * (rows - 1) + 1 : stride, j : j + stride * (columns - 1) + 1 : stride]
        total = total + anp.einsum("nchw,fc->nfhw", window, w[:, :, i, j])
    return (total + b[:, None, None],)


def norm(axes):
    def forward(x, gamma, beta, bn_param):
        shape = (-1,) + (1,) * (x.ndim - 2)
        mean, var = anp.mean(x, axes, keepdims=True), anp.var(x, axes, keepdims=True)
        normal = (x - mean) / anp.sqrt(var + bn_param["eps"])
        return (anp.reshape(gamma, shape) * normal + anp.reshape(beta, shape),)

    return forward


ORACLES = {
    "affine_backward": lambda x, w, b: (anp.dot(x, w) + b,),
    "relu_backward": lambda x: (anp.maximum(x, 0),),
    "conv_backward": conv,
    "batchnorm_backward": norm((0,)),
    "spatial_batchnorm_backward": norm((0, 2, 3)),
    "lstm_step_backward": lstm_step,
    "lstm_backward": lstm,
}


@pytest.mark.parametrize("name", ORACLES)
def test_gradients_are_the_exact_derivatives(name):
    spec = find(name)
    for case in [case for seed in range(3) for case in cases(spec, seed)]:
        values, weights = list(case.inputs.values()), list(case.upstream.values())

        def weighted(position, value, values=values, weights=weights):
            outputs = ORACLES[name](*values[:position], value, *values[position + 1 :])
            return sum(anp.sum(weight * out) for weight, out in zip(weights, outputs, strict=True))

        got = outputs_of(spec, case, solutions).outputs
        for output in spec.outputs:
            position = list(case.inputs).index(output.name.removeprefix("d"))
            if np.any(np.asarray(values[position]) == 0):
                continue  # ReLU at its kink has no derivative
            right = elementwise_grad(lambda value, p=position: weighted(p, value))(values[position])
            assert compare(output.name, got[output.name], right) is None, case.label


def test_the_softmax_gradient_is_the_exact_derivative():
    for case in cases(find("softmax_loss"), 1):
        scores, y = case.inputs.values()

        def loss(s, y=y):
            s = s - anp.max(s, axis=1, keepdims=True)
            return anp.mean(anp.log(anp.sum(anp.exp(s), axis=1)) - s[np.arange(len(y)), y])

        assert compare("dscores", solutions.softmax_loss(scores, y)[1], jacobian(loss)(scores)) is None


@cache
def arguments(name):
    return find(name).cases(np.random.default_rng(0))[0].inputs


@pytest.mark.parametrize("spec", [s for s in SPECS if s.kind != "backward"], ids=lambda spec: spec.name)
def test_every_array_of_a_wrong_rank_or_type_is_refused_by_name(spec):
    for name, value in arguments(spec.name).items():
        if not isinstance(value, np.ndarray) or spec.name == "relu_forward":
            continue
        for bad in (value[None], value.astype(complex), value.tolist(), value[:0]):
            wrong = copy.deepcopy(arguments(spec.name)) | {name: bad}
            with pytest.raises(ValueError, match=r"expected.*got"):
                REFERENCE[spec.name](*wrong.values())


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
                call_backward(spec, {k: v[None] for k, v in case.upstream.items()}, cache, REFERENCE)


@pytest.mark.parametrize("spec", [s for s in SPECS if s.kind != "backward"], ids=lambda spec: spec.name)
def test_the_public_worked_examples_are_right(spec):
    from autograder.comparing import PRINTED

    for example in spec.examples:
        got, _, _ = call_forward(spec, example.case.inputs, REFERENCE)
        for name, right in example.expected.items():
            assert compare(name, got[name], right, PRINTED) is None, example.source
