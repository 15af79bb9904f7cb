"""Recurrent network: one step, and a whole sequence."""

import numpy as np

from autograder.conversion import exchanged
from autograder.specification import Argument, Case, Example, Spec, no_cases
from autograder.specs.backward import backward_of
from autograder.variants import Family, Variant


def _weights(rng, d, h):
    shapes = {"Wx": (d, h), "Wh": (h, h), "b": (h,)}
    return {name: rng.normal(size=shape) / np.sqrt(d + h) for name, shape in shapes.items()}


def _step(rng, n, d, h):
    inputs = {"x": rng.normal(size=(n, d)), "prev_h": rng.normal(size=(n, h))}
    return Case(f"{n} samples, {d} inputs, {h} hidden units", inputs | _weights(rng, d, h))


def step_cases(rng):
    """N, D and H always differ."""
    return [_step(rng, 3, 4, 2), _step(rng, 1, 2, 3), _step(rng, 4, 2, 5)]


def step_ties(rng):
    """Potentials so large that an exponential of them overflows."""
    case = _step(rng, 2, 3, 4)
    case.inputs["x"] *= 1e4
    return [Case("2 samples, units far into saturation", case.inputs)]


def step_large(rng):
    """Many inputs, few units."""
    n, d, h = 2, int(rng.integers(7000, 8000)), 2
    return _step(rng, n, d, h), n * d * h


def _sequence(rng, n, t, d, h):
    inputs = {"x": rng.normal(size=(n, t, d)), "h0": rng.normal(size=(n, h))}
    return Case(f"{n} samples, {t} steps, {d} inputs, {h} hidden units", inputs | _weights(rng, d, h))


def cases(rng):
    """Several steps, two steps, a single step, a single sample."""
    return [_sequence(rng, 2, 3, 4, 3), _sequence(rng, 1, 5, 2, 4), _sequence(rng, 4, 2, 1, 3)]


def ties(rng):
    """A single step."""
    return [_sequence(rng, 3, 1, 2, 4)]


def large(rng):
    """Many inputs, few units and steps."""
    n, t, d, h = 2, 3, int(rng.integers(2000, 2400)), 2
    return _sequence(rng, n, t, d, h), n * t * d * h


RESTING = {
    "x": np.zeros((1, 1)),
    "prev_h": np.array([[0.5]]),
    "Wx": np.array([[3.0]]),
    "Wh": np.array([[1.0]]),
    "b": np.zeros(1),
}
SMALL = {
    "x": np.array([[1.0, -2, 0.5], [0, 1, 1]]),
    "prev_h": np.array([[0.5, -1], [0.25, 1]]),
    "Wx": np.array([[0.5, 1], [0.25, 0], [-1, 2]]),
    "Wh": np.array([[1.0, -1], [0.5, 2]]),
    "b": np.array([0.75, -0.25]),
}
TWO_STEPS = {
    "x": np.array([[[1.0], [0], [-2]]]),
    "h0": np.array([[0.5, -0.5]]),
    "Wx": np.array([[1.0, 0.5]]),
    "Wh": np.array([[1.0, 0], [2, -1]]),
    "b": np.array([0.0, 0.5]),
}
FADING = {
    "x": np.zeros((1, 3, 1)),
    "h0": np.array([[0.5]]),
    "Wx": np.array([[1.0]]),
    "Wh": np.array([[1.0]]),
    "b": np.zeros(1),
}
WEIGHTS = (
    Argument("Wx", "float array of shape (D, H)", "weights from the inputs to the hidden units"),
    Argument("Wh", "float array of shape (H, H)", "weights from the hidden state before to the one after"),
    Argument("b", "float array of shape (H,)", "one bias for each hidden unit"),
)
STEP_FORWARD = Spec(
    name="rnn_step_forward",
    kind="forward",
    summary="Compute one step of a recurrent network for a whole batch.",
    arguments=(
        Argument("x", "float array of shape (N, D)", "inputs of this step"),
        Argument("prev_h", "float array of shape (N, H)", "hidden state before this step"),
        *WEIGHTS,
    ),
    outputs=(Argument("next_h", "float array of shape (N, H)", "hidden state after this step"),),
    points=2,
    section="recurrent/index#one-step",
    cases=step_cases,
    ties=step_ties,
    note="The activation function is the hyperbolic tangent. A hidden state is a row, to the left of Wh.",
    examples=(
        Example(
            Case("2 samples, 3 inputs, 2 hidden units", SMALL),
            {"next_h": np.array([[0.24491866, -0.63514895], [0.63514895, 0.9981779]])},
            "by hand: potentials 0.25, -0.75 and 0.75, 3.5",
        ),
        Example(
            Case("no input and no bias", RESTING),
            {"next_h": np.array([[0.46211716]])},
            "I2DL, endterm of summer 2020, problem 6: the state does not stay as it is, even for a weight of 1",
        ),
    ),
)
FORWARD = Spec(
    name="rnn_forward",
    kind="forward",
    summary="Run a recurrent network over a batch of sequences, starting from h0.",
    arguments=(
        Argument("x", "float array of shape (N, T, D)", "N sequences of T steps"),
        Argument("h0", "float array of shape (N, H)", "hidden state before the first step"),
        *WEIGHTS,
    ),
    outputs=(Argument("h", "float array of shape (N, T, H)", "hidden states after each of the T steps"),),
    points=2,
    section="recurrent/index#unrolled",
    cases=cases,
    ties=ties,
    examples=(
        Example(
            Case("a state that fades: no input, no bias, weight 1", FADING),
            {"h": np.array([[[0.46211716], [0.43180818], [0.40683132]]])},
            "by hand: tanh applied to 1/2 once, twice and three times",
        ),
        Example(
            Case("three steps, one input, two hidden units", TWO_STEPS),
            {"h": np.array([[[0.46211716, 0.90514825], [0.97897927, -0.38434537], [-0.94573011, -0.11514171]]])},
            "by hand: first potentials 1/2 and 3/2",
        ),
    ),
)
SPECS = (
    STEP_FORWARD,
    backward_of(
        STEP_FORWARD,
        summary="Compute the gradients of a loss through one step of a recurrent network.",
        points=3,
        section="recurrent/index#backward-through-time-entry-by-entry",
        steps={
            "dx": "Through the slope of tanh, then back through Wx.",
            "dprev_h": "Through the slope of tanh, then back through Wh.",
            "dWx": "An affine gradient behind the slope of tanh, with x as its input.",
            "dWh": "An affine gradient behind the slope of tanh, with the previous state as its input.",
            "db": "An affine gradient behind the slope of tanh: add up over the samples.",
        },
        ties=no_cases,
        large=step_large,
    ),
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss through a whole sequence of a recurrent network.",
        points=4,
        section="recurrent/index#backward-through-time-entry-by-entry",
        steps={
            "dx": "A state gets a gradient from outside and one from the next step: add both, then go one step back.",
            "dh0": "What arrives at the state before the first step, after all steps.",
            "dWx": "The same weights at every step: every step contributes.",
            "dWh": "The same weights at every step: every step contributes.",
            "db": "The same bias at every step: every step contributes.",
        },
        meanings={"dh": "gradient of the loss with respect to each hidden state"},
        large=large,
        note="Each part of dh is what reaches a state from outside, not counting the way through the later steps.",
    ),
)
VARIANTS = (
    Family(
        "rnn",
        ("rnn_forward", "rnn_backward"),
        (
            Variant("samples_first", "the first axis of x and h is for the samples, the second for the steps"),
            Variant(
                "steps_first",
                "the first axis of x and h is for the steps, the second for the samples",
                {"x": exchanged(0, 1), "h": exchanged(0, 1)},
                {
                    "x": {"shape": "float array of shape (T, N, D)", "meaning": "T steps of N sequences"},
                    "h": {"shape": "float array of shape (T, N, H)"},
                },
            ),
        ),
    ),
)
