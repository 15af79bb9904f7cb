"""A gradient is the upstream gradient times the wrong slope, where the function treats every entry alike."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from autograder.hints.evidence import Evidence, Hint, explains, same
from autograder.verdict.central_differences import STEP
from autograder.verdict.findings import Finding
from autograder.verdict.invocation import call_forward

SEED = 20240303
WIDE = 1e-3  # step for differences of differences
FEWEST = 4  # entries: less fits by chance


@dataclass(frozen=True)
class _Slope:
    """The slope that was taken, the right one, and the function that it belongs to."""

    x: np.ndarray
    out: np.ndarray
    taken: np.ndarray
    right: np.ndarray
    slope_at: Callable


@explains(Finding.VALUE)
def slope_of_another_function(evidence: Evidence) -> Hint | None:
    """What the upstream gradient is multiplied with is the slope of another function, or at another point."""
    slope = evidence.once(_slope)
    if slope is None or same(slope.taken, slope.right):
        return None
    for value, words in _other_slopes(slope, evidence.forward.name, evidence.input):
        if same(slope.taken, value):
            return Hint(Finding.SLOPE, f"What you multiply dout with is {words}")
    return None


@explains(Finding.VALUE)
def slope_with_one_wrong_sign(evidence: Evidence) -> Hint | None:
    """The slope that was taken and the right one add up to the same number everywhere."""
    slope = evidence.once(_slope)
    total = slope.taken + slope.right if slope else np.arange(2.0)
    if not same(total, np.full(total.shape, total.flat[0])):
        return None
    text = f"Your slope and the right one always add up to {total.flat[0]:.4g}: one sign in it is wrong."
    return Hint(Finding.SIGN, text)


@explains(Finding.VALUE)
def slope_made_with_the_input(evidence: Evidence) -> Hint | None:
    """The right slope is a formula in the output, and the one that was taken is that formula in the input."""
    slope = evidence.once(_slope)
    for formula in (lambda u: u * (1 - u), lambda u: 1 - u * u) if slope else ():
        if same(slope.taken, formula(slope.x)) and same(slope.right, formula(slope.out)):
            text = f"Your slope is made with {evidence.input}; the same formula with out would be right."
            return Hint(Finding.SLOPE, text)
    return None


def _slope(evidence):
    """The slopes in a gradient; None if an entry of the output depends on several of the input."""
    if evidence.spec.kind != "backward" or len(evidence.case.upstream) != 1:
        return None
    name, output = evidence.input, evidence.forward.outputs[0].name
    x, dout = evidence.case.inputs[name], evidence.case.upstream.get(f"d{output}")
    if x.size < FEWEST or not evidence.got.shape == x.shape == np.shape(dout):
        return None

    def forward(x):
        return call_forward(evidence.forward, evidence.case.inputs | {name: x}, evidence.forward_functions)[0][output]

    def slope_at(x):
        return (forward(x + STEP) - forward(x - STEP)) / (2 * STEP)

    out, order = forward(x), np.random.default_rng(SEED).permutation(x.size)
    if not same(forward(x.flat[order].reshape(x.shape)), out.flat[order].reshape(x.shape)):
        return None
    return _Slope(x, out, evidence.got / dout, slope_at(x), slope_at)


def _other_slopes(slope, function, name):
    """Slopes that one may take by mistake, and what they are."""
    x, out, at = slope.x, slope.out, slope.slope_at
    tanh, sigmoid = np.tanh(x), 1 / (1 + np.exp(-x))
    yield 1 - slope.right, "1 minus the right slope."
    yield at(out), f"the slope of your {function} at out, not at {name}: is the function applied once more?"
    yield at(-x), f"the slope of your {function} at minus {name}: are the sides exchanged?"
    second = (at(x + WIDE) - at(x - WIDE)) / (2 * WIDE)
    yield second, "the slope of the slope: it is differentiated once too often."
    yield out, "out itself: a factor of the slope is missing."
    yield 1 - tanh**2, "the slope of the hyperbolic tangent, which is another function."
    yield sigmoid, "the logistic sigmoid, the slope of softplus, which is another function."
    yield sigmoid * (1 - sigmoid), "the slope of the logistic sigmoid, which is another function."
    yield x > 0, "the slope of the ReLU, which is another function."
    yield 1 - out**2, "the slope that a hyperbolic tangent with these values of out would have."
    yield out * (1 - out), "the slope that a logistic sigmoid with these values of out would have."
