"""The formal neuron: a step, a weighted sum, gates, and two layers for XOR."""

from itertools import product

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.magnitudes import beside, gaps, near_zero

STEP_NOTE = "The step is 1 where the potential is at least 0, also at exactly 0, and 0 below."


def _away_from_zero(rng, shape):
    return rng.uniform(0.1, 3.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def step_cases(rng):
    """One and two axes, away from the jump."""
    return [Case(f"xi of shape {shape}", {"xi": _away_from_zero(rng, shape)}) for shape in ((7,), (4, 5), (9,))]


def step_ties(rng):
    """Some potentials exactly 0, some hardly different from it."""
    xi = np.append([-1e-12, 1e-12], near_zero(rng, (18,)))
    return [Case("potentials at and beside 0", {"xi": rng.permutation(xi)})]


def gate_cases(rng):
    """All gates; AND and OR with up to six inputs."""
    sizes = {"and": int(rng.integers(3, 7)), "or": int(rng.integers(2, 7)), "not": 1}
    return [Case(f"{name} of {n} inputs", {"name": name, "n": n}) for name, n in sizes.items()]


GATES = {"and": np.all, "or": np.any, "not": lambda bits, axis: 1 - bits[:, 0]}


def nearest_gate(case, got, expected):
    """Accept all weights that realise the gate; sums such as 0.1 + 0.2 - 0.3 count as 0."""
    bits = np.array(list(product([0, 1], repeat=case.inputs["n"])))
    fires = np.round(got["w0"] + bits @ got["w"], 12) >= 0
    realised = np.array_equal(fires, GATES[case.inputs["name"]](bits, axis=1).astype(bool))
    return got if realised else expected


def _neuron(rng, n, d, w0):
    label = f"{n} samples, {d} inputs"
    return Case(label, {"x": rng.normal(size=(n, d)), "w": rng.normal(size=d), "w0": float(w0)})


def neuron_cases(rng):
    """Biases of both signs."""
    return [_neuron(rng, 9, 3, 0.8), _neuron(rng, 12, 2, -0.7), _neuron(rng, 7, 5, rng.uniform(-0.5, 0.5))]


def neuron_ties(rng):
    """Whole numbers, so that many samples lie exactly on the hyperplane; samples close to it on both sides."""
    x, w = rng.integers(-2, 3, size=(30, 2)).astype(float), np.array([1.0, -2.0])
    x[:3] = [[-2.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]
    close = beside(rng, rng.normal(size=(16, 2)), w[:, None], gaps(rng) - 2.0)
    return [
        Case("samples on the hyperplane", {"x": x, "w": w, "w0": 2.0}),
        Case("samples close to the hyperplane", {"x": close, "w": w.copy(), "w0": 2.0}),
    ]


def _points(rng, n):
    x = rng.uniform(-1.0, 2.0, size=(n, 2))
    corners = rng.integers(0, 2, size=(3, 2))
    return Case(f"{n + 3} points, three of them corners", {"x": np.concatenate([x, corners])})


def xor_cases(rng):
    """Points on both sides of both lines, and corners of the unit square."""
    return [_points(rng, n) for n in (14, 9, 20)]


def xor_ties(rng):
    """Points exactly on the lines."""
    first = rng.integers(-4, 5, size=6) / 4
    return [Case("points on the lines", {"x": np.stack([first, np.repeat([0.5, 1.5], 3) - first], axis=1)})]


BITS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
XI = Argument("xi", "float array of any shape", "inner potentials")
SPECS = (
    Spec(
        name="step",
        kind="function",
        summary="Apply the unit step to every inner potential.",
        arguments=(XI,),
        outputs=(
            Argument("y", "int array of the shape of xi", "0 or 1 for each entry; floats and bools are accepted"),
        ),
        points=1,
        section="neurons/index#the-formal-neuron",
        cases=step_cases,
        ties=step_ties,
        note=STEP_NOTE,
        examples=(
            Example(
                Case("below, at and above 0", {"xi": np.array([-2.0, -0.5, 0.0, 0.5, 3.0])}),
                {"y": np.array([0, 0, 1, 1, 1])},
                "METU CENG 501 notes, McCulloch-Pitts unit: 1 if net >= 0",
            ),
        ),
    ),
    Spec(
        name="neuron_predict",
        kind="function",
        summary="Compute the output of one neuron for a whole batch.",
        arguments=(
            Argument("x", "float array of shape (N, D)", "a batch, one sample a row"),
            Argument("w", "float array of shape (D,)", "one weight for each input"),
            Argument("w0", "float", "bias weight, added to the weighted sum: minus the threshold"),
        ),
        outputs=(Argument("y", "int array of shape (N,)", "0 or 1 for each sample; floats and bools are accepted"),),
        points=2,
        section="neurons/index#the-formal-neuron",
        cases=neuron_cases,
        ties=neuron_ties,
        note=STEP_NOTE,
        examples=(
            Example(
                Case("both inputs must be 1", {"x": BITS, "w": np.array([1.0, 1.0]), "w0": -2.0}),
                {"y": np.array([0, 0, 0, 1])},
                "METU CENG 501 notes: net inputs -2, -1, -1, 0",
            ),
            Example(
                Case("a positive bias", {"x": BITS, "w": np.array([-1.0, -2.0]), "w0": 1.0}),
                {"y": np.array([1, 0, 1, 0])},
                "by hand: potentials 1, -1, 0, -2",
            ),
        ),
    ),
    Spec(
        name="gate_weights",
        kind="function",
        summary="Choose the weights of a neuron that computes a logic gate.",
        arguments=(
            Argument("name", "str", "'and', 'or' or 'not'"),
            Argument("n", "int", "number of inputs, each 0 or 1; 1 for 'not'"),
        ),
        outputs=(
            Argument("w0", "float", "bias weight"),
            Argument("w", "float array of shape (n,)", "one weight for each input"),
        ),
        points=2,
        section="neurons/index#gates",
        cases=gate_cases,
        nearest=nearest_gate,
        note="The neuron is 1 where w0 plus the weighted inputs is at least 0. All weights that give the gate its "
        "whole truth table are accepted, not only those that a message shows.",
        examples=(
            Example(
                Case("and of 3 inputs", {"name": "and", "n": 3}),
                {"w0": -3.0, "w": np.ones(3)},
                "PV021, lecture text, AND and OR neurons; other weights do it too",
            ),
            Example(
                Case("or of 2 inputs", {"name": "or", "n": 2}),
                {"w0": -1.0, "w": np.ones(2)},
                "PV021, lecture text, AND and OR neurons; other weights do it too",
            ),
            Example(
                Case("not", {"name": "not", "n": 1}),
                {"w0": 0.0, "w": -np.ones(1)},
                "PV021, lecture text, NOT neuron; other weights do it too",
            ),
        ),
    ),
    Spec(
        name="xor_net",
        kind="function",
        summary="Compute XOR with a network of two hidden neurons and one output neuron.",
        arguments=(Argument("x", "float array of shape (N, 2)", "points of the plane, one a row"),),
        outputs=(Argument("y", "int array of shape (N,)", "0 or 1 for each point; floats and bools are accepted"),),
        points=3,
        section="neurons/index#two-layers-compute-xor",
        cases=xor_cases,
        ties=xor_ties,
        note="The boundaries of the two hidden neurons are the lines x1 + x2 = 1/2 and x1 + x2 = 3/2. The output is 1 "
        "between the lines and on them, 0 outside.",
        examples=(
            Example(
                Case("the four corners", {"x": BITS}),
                {"y": np.array([0, 1, 1, 0])},
                "PV021, lecture text, XOR by two lines",
            ),
            Example(
                Case(
                    "beside the corners",
                    {"x": np.array([[0.25, 0.5], [0.0, 0.5], [-1.0, 0.75], [2.0, -0.5], [3.0, 0]])},
                ),
                {"y": np.array([1, 1, 0, 1, 0])},
                "by hand: sums 0.75, 0.5, -0.25, 1.5 and 3",
            ),
        ),
    ),
)
