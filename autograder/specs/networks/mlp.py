"""Multi-layer perceptrons: how many numbers there are to learn, and three layers forward and backward."""

import itertools

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of
from autograder.specs.magnitudes import biases_beside


def _params(rng, sizes):
    """Weights scaled to their inputs, and biases."""
    params = {}
    for layer, (d, m) in enumerate(itertools.pairwise(sizes), 1):
        params |= {f"W{layer}": rng.normal(size=(d, m)) / np.sqrt(d), f"b{layer}": 0.5 * rng.normal(size=m)}
    return params


def _potentials(x, params):
    hidden, found = x, []
    for layer in (1, 2):
        found.append(hidden @ params[f"W{layer}"] + params[f"b{layer}"])
        hidden = np.maximum(found[-1], 0)
    return np.concatenate(found, axis=None)


def _case(rng, n, *sizes):
    """Drawn again until no hidden potential is near its kink and hidden units of both layers are on and off."""
    while True:
        inputs = {"x": rng.normal(size=(n, sizes[0])), **_params(rng, sizes)}
        potentials = _potentials(inputs["x"], inputs)
        if np.min(np.abs(potentials)) > 0.01 and 0.2 < np.mean(potentials > 0) < 0.8:
            return Case(f"{n} samples, network {'-'.join(map(str, sizes))}", inputs)


def cases(rng):
    """All widths differ; one network grows from layer to layer, one shrinks."""
    return [_case(rng, 5, 3, 6, 4, 2), _case(rng, 1, 7, 5, 3, 4), _case(rng, 4, 2, 3, 5, 1)]


def ties(rng):
    """Hidden potentials close to their kinks, in both layers."""
    sizes = (3, 6, 7, 2)
    inputs = {"x": rng.normal(size=(4, 3)), **_params(rng, sizes)}
    inputs["b1"] = biases_beside(rng, inputs["x"] @ inputs["W1"])
    hidden = np.maximum(inputs["x"] @ inputs["W1"] + inputs["b1"], 0)
    inputs["b2"] = biases_beside(rng, hidden @ inputs["W2"])
    return [Case("4 samples, network 3-6-7-2, hidden potentials close to 0", inputs)]


def large(rng):
    """Many weights, few samples."""
    sizes = int(rng.integers(180, 220)), int(rng.integers(90, 110)), int(rng.integers(40, 60)), 3
    case = {"x": rng.normal(size=(2, sizes[0])), **_params(rng, sizes)}
    return Case(f"2 samples, network {'-'.join(map(str, sizes))}", case), 2 * sizes[0] * sizes[1]


def _sizes(*sizes):
    return Case("-".join(map(str, sizes)), {"sizes": np.array(sizes)})


def size_cases(rng):
    """One layer, several, and many."""
    return [_sizes(*rng.integers(2, 50, size=length)) for length in (2, 3, 5, 9)]


WIDTHS = (("W1", "(D, H1)"), ("b1", "(H1,)"), ("W2", "(H1, H2)"), ("b2", "(H2,)"), ("W3", "(H2, M)"), ("b3", "(M,)"))
PARAMS = tuple(
    Argument(
        name,
        f"float array of shape {shape}",
        f"{'weights' if name[0] == 'W' else 'biases'} of layer {name[1]}",
        part_of="params",
    )
    for name, shape in WIDTHS
)
LECTURE = {
    "x": np.array([[1.0, -1], [0, 0], [-1, 1]]),
    "W1": np.array([[1.0, -1], [-2, 1]]),
    "b1": np.array([1.0, 0]),
    "W2": np.array([[2.0, -2], [-1, -1]]),
    "b2": np.array([0.0, 0]),
    "W3": np.array([[3.0, -1], [-1, 4]]),
    "b3": np.array([-2.0, 2]),
}
WIDENING = {
    "x": np.array([[2.0]]),
    "W1": np.array([[1.0, -1]]),
    "b1": np.array([0.5, 3]),
    "W2": np.array([[1.0, 0, -1], [2, 1, 1]]),
    "b2": np.array([0.0, -2, 1]),
    "W3": np.array([[1.0], [5], [-2]]),
    "b3": np.array([0.25]),
}
FORWARD = Spec(
    name="mlp_forward",
    kind="forward",
    summary="Compute a network of three layers for a whole batch.",
    arguments=(Argument("x", "float array of shape (N, D)", "a batch, one sample a row"), *PARAMS),
    outputs=(Argument("out", "float array of shape (N, M)", "the outputs, one row a sample"),),
    points=3,
    section="networks/index#forward-neuron-by-neuron",
    cases=cases,
    ties=ties,
    note="A ReLU follows the first and the second layer; the third layer has none.",
    examples=(
        Example(
            Case("network 2-2-2-2 at (1, -1), (0, 0) and (-1, 1)", LECTURE),
            {"out": np.array([[22.0, -6], [4, 0], [-2, 2]])},
            "Neural Networks, lecture: its network, with potentials 4 and -2 in the first layer, here with ReLUs",
        ),
        Example(
            Case("network 1-2-3-1", WIDENING),
            {"out": np.array([[4.75]])},
            "by hand: hidden outputs 2.5 and 1, then 4.5, 0 and 0",
        ),
    ),
)
SPECS = (
    Spec(
        name="count_params",
        kind="function",
        summary="Count the weights and biases of a fully connected network.",
        arguments=(
            Argument("sizes", "int array of shape (L + 1,)", "number of inputs, then the widths of the L layers"),
        ),
        outputs=(Argument("count", "int", "all numbers that are learnt"),),
        points=1,
        section="networks/index#counting",
        cases=size_cases,
        note="Every neuron of a layer sees all outputs of the layer before, and has a bias.",
        examples=(
            Example(_sizes(3, 4, 2), {"count": 26}, "Neural Networks, lecture: 20 weights and 4 + 2 biases"),
            Example(_sizes(2, 4, 3, 2), {"count": 35}, "PV021, lecture text: the three-layer network; 26 weights"),
            Example(_sizes(5, 1), {"count": 6}, "by hand: one neuron"),
        ),
    ),
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss through the network of three layers.",
        points=5,
        section="backprop/index#any-depth-a-whole-batch",
        steps={
            "dx": "Through all three layers, back to the input.",
            "dW1": "An affine gradient, from what has come back through two layers and their activations.",
            "db1": "An affine gradient, from what has come back through two layers and their activations.",
            "dW2": "An affine gradient, from what has come back through the last layer and one activation.",
            "db2": "An affine gradient, from what has come back through the last layer and one activation.",
            "dW3": "An affine gradient, from dout itself.",
            "db3": "An affine gradient, from dout itself.",
        },
        large=large,
        note="Return dx and a dictionary grads with the keys 'dW1', 'db1', 'dW2', 'db2', 'dW3' and 'db3'. "
        "The loss that dout comes from has taken its mean already: nothing is divided by N here.",
    ),
)
