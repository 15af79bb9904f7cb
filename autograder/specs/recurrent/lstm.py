"""LSTM: one step, and a whole sequence."""

import numpy as np

from autograder.conversion import blocks
from autograder.specification import Argument, Case, Example, Spec, no_cases
from autograder.specs.backward import backward_of
from autograder.variants import Family, Variant


def _weights(rng, d, h):
    scale = 1.0 / np.sqrt(d + h)
    return {
        "Wx": 2 * scale * rng.normal(size=(d, 4 * h)),
        "Wh": 2 * scale * rng.normal(size=(h, 4 * h)),
        "b": rng.normal(size=4 * h),
    }


def _step(rng, n, d, h):
    inputs = {name: rng.normal(size=(n, size)) for name, size in (("x", d), ("prev_h", h), ("prev_c", h))}
    return Case(f"{n} samples, {d} inputs, {h} hidden units", inputs | _weights(rng, d, h))


def step_cases(rng):
    """N, D and H always differ."""
    return [_step(rng, 3, 4, 2), _step(rng, 1, 2, 3), _step(rng, 4, 1, 5)]


def step_large(rng):
    """Many inputs, few units."""
    n, d, h = 2, int(rng.integers(2400, 2800)), 2
    return _step(rng, n, d, h), 4 * n * d * h


def step_ties(rng):
    """Potentials so large that a careless sigmoid overflows."""
    case = _step(rng, 2, 3, 2)
    case.inputs["x"][0] *= 1e4
    case.inputs["x"][1] = -case.inputs["x"][0]  # every gate saturates on both sides
    return [Case("2 samples, gates far into saturation", case.inputs)]


def _sequence(rng, n, t, d, h):
    inputs = {"x": rng.normal(size=(n, t, d)), "h0": rng.normal(size=(n, h))}
    return Case(f"{n} samples, {t} steps, {d} inputs, {h} hidden units", inputs | _weights(rng, d, h))


def cases(rng):
    """Several steps, a single step, a single sample."""
    return [_sequence(rng, 2, 3, 4, 3), _sequence(rng, 1, 5, 2, 1), _sequence(rng, 3, 1, 1, 2)]


def large(rng):
    """Many inputs, few units and steps."""
    n, t, d, h = 2, 3, int(rng.integers(900, 1000)), 2
    return _sequence(rng, n, t, d, h), 4 * n * t * d * h


ONE = {
    "x": np.array([[1.0]]),
    "prev_h": np.array([[0.5]]),
    "prev_c": np.array([[2.0]]),
    "Wx": np.array([[1.0, -1.0, 0.5, 2.0]]),
    "Wh": np.array([[2.0, 0.0, -1.0, -2.0]]),
    "b": np.array([0.0, 1.0, 0.0, -1.0]),
}
RESTING = {
    "x": np.array([[[1.0, -1], [0, 2]]]),
    "h0": np.array([[0.3]]),
    "Wx": np.zeros((2, 4)),
    "Wh": np.zeros((1, 4)),
    "b": np.array([0.0, 0, 0, 1.0]),
}
REMEMBERING = {
    "x": np.array([[[0.5], [-0.25]]]),
    "h0": np.array([[0.5]]),
    "Wx": np.array([[0.0, 0, 0, 1]]),
    "Wh": np.array([[0.0, 0, 0, 1]]),
    "b": np.zeros(4),
}
GATES = ("gate i", "gate f", "gate o", "gate g")
WEIGHTS = (
    Argument(
        "Wx", "float array of shape (D, 4H)", "input weights of the gates in the order i, f, o, g", block_names=GATES
    ),
    Argument(
        "Wh", "float array of shape (H, 4H)", "recurrent weights of the gates in the same order", block_names=GATES
    ),
    Argument("b", "float array of shape (4H,)", "biases of the gates in the same order", block_names=GATES),
)
STEP_FORWARD = Spec(
    name="lstm_step_forward",
    kind="forward",
    summary="Compute one step of an LSTM for a whole batch.",
    arguments=(
        Argument("x", "float array of shape (N, D)", "inputs of this step"),
        Argument("prev_h", "float array of shape (N, H)", "hidden state before this step"),
        Argument("prev_c", "float array of shape (N, H)", "cell state before this step"),
        *WEIGHTS,
    ),
    outputs=(
        Argument("next_h", "float array of shape (N, H)", "hidden state after this step"),
        Argument("next_c", "float array of shape (N, H)", "cell state after this step"),
    ),
    points=3,
    section="recurrent/lstm#the-idea",
    cases=step_cases,
    ties=step_ties,
    note="Gates i, f and o use the sigmoid, g the hyperbolic tangent; large potentials must not overflow.",
    examples=(
        Example(
            Case("one sample, one input, one unit", ONE),
            {"next_h": np.array([[0.38079708]]), "next_c": np.array([[1.0]])},
            "by hand: potentials 2, 0, 0, 0, so f = o = 1/2 and g = 0",
        ),
    ),
)
FORWARD = Spec(
    name="lstm_forward",
    kind="forward",
    summary="Run an LSTM over a batch of sequences, starting from h0 and a cell state of zeros.",
    arguments=(
        Argument("x", "float array of shape (N, T, D)", "N sequences of T steps"),
        Argument("h0", "float array of shape (N, H)", "hidden state before the first step"),
        *WEIGHTS,
    ),
    outputs=(Argument("h", "float array of shape (N, T, H)", "hidden states after each of the T steps"),),
    points=2,
    section="recurrent/lstm#a-sequence",
    cases=cases,
    examples=(
        Example(
            Case("two steps with resting gates: only the bias of g is not 0", RESTING),
            {"h": np.array([[[0.18169974], [0.25811840]]])},
            "by hand: i = f = o = 1/2, c1 = tanh(1)/2, c2 = 3 tanh(1)/4",
        ),
        Example(
            Case("two steps in which only g looks at the input and the hidden state", REMEMBERING),
            {"h": np.array([[[0.18169974], [0.07752045]]])},
            "by hand: c1 = tanh(1)/2, h1 = tanh(c1)/2, c2 = c1/2 + tanh(h1 - 1/4)/2",
        ),
    ),
)
SPECS = (
    STEP_FORWARD,
    backward_of(
        STEP_FORWARD,
        summary="Compute the gradients of a loss through one step of an LSTM.",
        points=6,
        section="recurrent/lstm#one-step-backward-entry-by-entry",
        steps={
            "dx": "All four gates read x: back through Wx, from all blocks.",
            "dprev_h": "All four gates read the previous state: back through Wh, from all blocks.",
            "dprev_c": "The new cell has two ways on, directly and through the new state: both count.",
            "dWx": "Each block behind the slope of its own gate; then an affine gradient with x as its input.",
            "dWh": "Each block behind the slope of its own gate; the input is the previous state.",
            "db": "Each block behind the slope of its own gate; then add up over the samples.",
        },
        meanings={"dnext_c": "gradient with respect to `next_c`, not counting the way through `next_h`"},
        ties=no_cases,
        large=step_large,
    ),
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss through a whole LSTM sequence.",
        points=4,
        section="recurrent/lstm#a-sequence",
        steps={
            "dx": "Step by step from the end: state and cell both carry a gradient back.",
            "dh0": "What arrives at the state before the first step, after all steps.",
            "dWx": "The same weights at every step: every step contributes.",
            "dWh": "The same weights at every step: every step contributes.",
            "db": "The same bias at every step: every step contributes.",
        },
        meanings={"dh": "gradient of the loss with respect to each hidden state"},
        large=large,
    ),
)


def _ordered(order):
    """The variant in which the gates stand in another order, given as places in the book's order."""
    names = [GATES[place].removeprefix("gate ") for place in order]
    listed, gates = ", ".join(names), {"block_names": tuple(GATES[place] for place in order)}
    return Variant(
        "".join(names),
        f"the blocks of Wx, Wh and b stand for the gates {listed}, in this order",
        {} if order == (0, 1, 2, 3) else {name: blocks(order) for name in ("Wx", "Wh", "b")},
        {
            "Wx": gates | {"meaning": f"input weights of the gates in the order {listed}"},
            "Wh": gates | {"meaning": "recurrent weights of the gates in the same order"},
            "b": gates | {"meaning": "biases of the gates in the same order"},
        },
    )


VARIANTS = (
    Family(
        "lstm",
        ("lstm_step_forward", "lstm_step_backward", "lstm_forward", "lstm_backward"),
        (_ordered((0, 1, 2, 3)), _ordered((0, 1, 3, 2)), _ordered((0, 3, 1, 2)), _ordered((1, 0, 2, 3))),
        following=("train_characters",),
    ),
)
