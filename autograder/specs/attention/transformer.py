"""A block of a transformer: attention and a small network, each with a shortcut and a layer norm."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of
from autograder.specs.magnitudes import biases_beside

SHAPES = {
    "Wq": "(D, D)",
    "Wk": "(D, D)",
    "Wv": "(D, D)",
    "Wo": "(D, D)",
    "gamma1": "(D,)",
    "beta1": "(D,)",
    "W1": "(D, F)",
    "b1": "(F,)",
    "W2": "(F, D)",
    "b2": "(D,)",
    "gamma2": "(D,)",
    "beta2": "(D,)",
}
MEANINGS = {
    "Wq": "makes the queries",
    "Wk": "makes the keys",
    "Wv": "makes the values",
    "Wo": "mixes what the heads found",
    "gamma1": "scale of the first layer norm",
    "beta1": "shift of the first layer norm",
    "W1": "first layer of the network",
    "b1": "its bias",
    "W2": "second layer of the network",
    "b2": "its bias",
    "gamma2": "scale of the second layer norm",
    "beta2": "shift of the second layer norm",
}


def _case(rng, n, t, heads, size, f, causal):
    d = heads * size
    sizes = {"(D, D)": (d, d), "(D,)": (d,), "(D, F)": (d, f), "(F,)": (f,), "(F, D)": (f, d)}
    params = {name: rng.normal(size=sizes[shape]) / np.sqrt(d) for name, shape in SHAPES.items()}
    for name in ("gamma1", "gamma2"):
        params[name] = rng.uniform(0.5, 1.5, size=d)
    label = f"{n} samples, {t} steps, {heads} heads of length {size}, {f} hidden units"
    inputs = {"x": rng.normal(size=(n, t, d))} | params
    return Case(label, inputs | {"block_param": {"heads": heads, "causal": causal, "eps": 0.1}})


def cases(rng):
    """One head and several, with and without a look ahead."""
    return [_case(rng, 2, 3, 2, 2, 5, False), _case(rng, 1, 4, 1, 3, 4, True), _case(rng, 3, 2, 2, 3, 2, True)]


def ties(rng):
    """Hidden potentials close to the kink; the attention adds nothing, so that one knows where they lie."""
    case = _case(rng, 2, 3, 2, 2, 6, False)
    inputs = case.inputs
    inputs["Wo"] = np.zeros((4, 4))
    x = inputs["x"].reshape(6, 4)
    y = (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + inputs["block_param"]["eps"])
    y = y * inputs["gamma1"] + inputs["beta1"]
    inputs["b1"] = biases_beside(rng, y @ inputs["W1"])
    return [Case(f"{case.label}, hidden potentials close to 0", inputs)]


def large(rng):
    """Many weights, few steps."""
    size = int(rng.integers(16, 19))
    return _case(rng, 1, 3, 2, size, 41, True), 10 * (2 * size) ** 2 * 3


def _simple(**changes):
    zero, one = np.zeros((2, 2)), np.eye(2)
    plain = {"Wq": zero, "Wk": zero, "Wv": one, "Wo": one, "gamma1": np.ones(2), "beta1": np.zeros(2)}
    plain |= {"W1": one, "b1": np.zeros(2), "W2": one, "b2": np.zeros(2), "gamma2": np.ones(2), "beta2": np.zeros(2)}
    return plain | changes


X = Argument("x", "float array of shape (N, T, D)", "N sequences of T steps")
PARAM = Argument(
    "block_param",
    "dict",
    "'heads' (int, divides D), 'causal' (bool: a step sees itself and earlier ones only) and 'eps' of both layer norms",
    neutral={"eps": 0.0},
)
NOTE = (
    "The first layer norm is of x plus self-attention with several heads; call it y. The second is of y plus the "
    "network: W1, b1, ReLU, W2, b2. A layer norm works on the D entries of each step, with the biased variance."
)
EVEN = {"heads": 1, "causal": False, "eps": 0.0}
FORWARD = Spec(
    name="transformer_block_forward",
    kind="forward",
    summary="Compute one block of a transformer.",
    arguments=(
        X,
        *(
            Argument(name, f"float array of shape {shape}", MEANINGS[name], part_of="params")
            for name, shape in SHAPES.items()
        ),
        PARAM,
    ),
    outputs=(Argument("out", "float array of shape (N, T, D)", "the second layer norm's output"),),
    points=4,
    section="attention/block#the-block",
    cases=cases,
    ties=ties,
    note=NOTE,
    examples=(
        Example(
            Case(
                "one step of two entries",
                {"x": np.array([[[1.0, 3.0]]])} | _simple(b2=np.array([4.0, 0.0])) | {"block_param": EVEN},
            ),
            {"out": np.array([[[1.0, -1.0]]])},
            "by hand: (2, 6) becomes (-1, 1), the network gives (4, 1), their sum (3, 2)",
        ),
        Example(
            Case(
                "scales and shifts",
                {"x": np.array([[[1.0, 3.0]]])}
                | _simple(gamma1=np.array([1.0, 2.0]), gamma2=np.array([2.0, 3.0]), beta2=np.array([1.0, 0.0]))
                | {"block_param": EVEN},
            ),
            {"out": np.array([[[-1.0, 3.0]]])},
            "by hand: (-1, 2), the network gives (0, 2), their sum (-1, 4)",
        ),
        Example(
            Case(
                "two steps that look at each other evenly",
                {"x": np.array([[[0.0, 5.0], [6.0, 1.0]]])} | _simple() | {"block_param": EVEN},
            ),
            {"out": np.array([[[-1.0, 1.0], [1.0, -1.0]]])},
            "by hand: both steps see (3, 3)",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss through one block of a transformer.",
        points=5,
        section="attention/block#the-block",
        steps={
            "dx": "Two sums go past attention and perceptron: at each the gradient goes two ways, and both count.",
            "dWq": "On the way back, behind both normalizations and the perceptron: through attention.",
            "dWk": "On the way back, behind both normalizations and the perceptron: through attention.",
            "dWv": "On the way back, behind both normalizations and the perceptron: through attention.",
            "dWo": "On the way back, behind both normalizations and the perceptron: through attention.",
            "dgamma1": "The first normalization, behind the perceptron and the sum that goes past it.",
            "dbeta1": "The first normalization, behind the perceptron and the sum that goes past it.",
            "dW1": "An affine gradient, behind the ReLU.",
            "db1": "An affine gradient, behind the ReLU.",
            "dW2": "An affine gradient, behind the second normalization.",
            "db2": "An affine gradient, behind the second normalization.",
            "dgamma2": "The second normalization is the last step forward and the first one backward.",
            "dbeta2": "The second normalization is the last step forward and the first one backward.",
        },
        large=large,
        note="grads holds the gradient of params['W1'] under 'dW1', and so on.",
    ),
)
