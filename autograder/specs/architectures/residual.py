"""A residual block: two convolutions that learn what to add to their input."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of
from autograder.specs.magnitudes import gaps


def _case(rng, x, hidden):
    channels = x[1]
    shapes = {
        "x": x,
        "w1": (hidden, channels, 3, 3),
        "b1": (hidden,),
        "w2": (channels, hidden, 3, 3),
        "b2": (channels,),
    }
    arrays = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    arrays["w1"] /= 3.0 * np.sqrt(channels)
    arrays["w2"] /= 3.0 * np.sqrt(hidden)
    return Case(f"x {x}, {hidden} hidden channels", arrays)


def cases(rng):
    """More hidden channels than channels, fewer, and a single row of pixels."""
    return [_case(rng, (2, 2, 3, 4), 3), _case(rng, (1, 3, 4, 2), 2), _case(rng, (3, 1, 1, 5), 4)]


def ties(rng):
    """Hidden potentials, and sums of input and branch, close to the kink: a filter of zeros leaves its bias alone."""
    hidden, sums = _case(rng, (1, 2, 3, 2), 6), _case(rng, (2, 2, 3, 2), 2)
    hidden.inputs["w1"][:] = 0.0
    hidden.inputs["b1"] = rng.permutation([3e-7, -3e-7, 3e-4, -3e-4, 0.02, -0.02]) * rng.uniform(1.0, 2.0, size=6)
    sums.inputs["w2"][:] = 0.0
    sums.inputs["x"] = rng.permutation(np.resize(gaps(rng), 36)).reshape(2, 2, 3, 3)
    sums.inputs["b2"] = np.zeros(2)
    return [
        Case("hidden potentials close to 0", hidden.inputs),
        Case("sums of input and branch close to 0", sums.inputs),
    ]


def large(rng):
    """Many channels on a small image: many parameters, few multiplications."""
    channels, hidden = int(rng.integers(56, 64)), int(rng.integers(12, 16))
    return _case(rng, (2, channels, 3, 4), hidden), 48 * channels * hidden


def _centred(*rows):
    """3 x 3 filters with one weight each, in the middle."""
    w = np.zeros((len(rows), len(rows[0]), 3, 3))
    w[:, :, 1, 1] = rows
    return w


def _pixel(values, w1, b1, w2, b2):
    x = np.array(values, float).reshape(1, -1, 1, 1)
    return {"x": x, "w1": _centred(*w1), "b1": np.array(b1, float), "w2": _centred(*w2), "b2": np.array(b2, float)}


NOTHING = _pixel([-1, 2], [[0, 0]], [0.5], [[0], [0]], [0, 0])
CHAIN = _pixel([2], [[3]], [0], [[5]], [0])
MIXED = _pixel([1, -3], [[1, 0], [1, 1]], [0.5, 0], [[-1, 7], [2, 7]], [1, 4])
WIDE = {
    "x": np.array([[[[1.0, 2, 3]]]]),
    "w1": np.array([[[[0.0, 0, 0], [1, 0, -1], [0, 0, 0]]]]),
    "b1": np.zeros(1),
    "w2": np.array([[[[0.0, 0, 0], [0, 1, 10], [0, 0, 0]]]]),
    "b2": np.array([-1.0]),
}
FORWARD = Spec(
    name="residual_block_forward",
    kind="forward",
    summary="Compute ReLU(x + conv(ReLU(conv(x)))): what the convolutions find is added to their input.",
    arguments=(
        Argument("x", "float array of shape (N, C, H, W)", "images or maps: N samples of C channels"),
        Argument("w1", "float array of shape (F, C, 3, 3)", "filters of the first convolution"),
        Argument("b1", "float array of shape (F,)", "its biases"),
        Argument("w2", "float array of shape (C, F, 3, 3)", "filters of the second convolution"),
        Argument("b2", "float array of shape (C,)", "its biases"),
    ),
    outputs=(Argument("out", "float array of shape (N, C, H, W)", "maps of the same size"),),
    points=2,
    section="architectures/index#the-problem-of-depth",
    cases=cases,
    ties=ties,
    note="Both convolutions have stride 1 and pad 1, so the size stays as it is.",
    examples=(
        Example(
            Case("filters of zeros", NOTHING),
            {"out": np.array([[[[0.0]], [[2]]]])},
            "by hand, for I2DL, lecture 10: what is not negative passes unchanged",
        ),
        Example(
            Case("three pixels in a row", WIDE),
            {"out": np.array([[[[0.0, 21, 4]]]])},
            "by hand: hidden 0, 0 and 2; 0 + 0 - 1 + 1, 20 - 1 + 2, 2 - 1 + 3",
        ),
        Example(
            Case("one pixel, two channels", MIXED),
            {"out": np.array([[[[0.5]], [[4]]]])},
            "by hand: hidden 1.5 and 0; 1 - 1.5 + 1 and -3 + 3 + 4",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss with respect to the inputs of a residual block.",
        points=4,
        section="architectures/index#backward",
        steps={
            "dx": "Two ways lead to the input, through the convolutions and past them: add both.",
            "dw1": "The gradient of a convolution, from what comes back through the second one and the ReLU before it.",
            "db1": "The gradient of a convolution, from what comes back through the second one and the ReLU before it.",
            "dw2": "The gradient of a convolution, from what comes back through the last ReLU.",
            "db2": "The gradient of a convolution, from what comes back through the last ReLU.",
        },
        large=large,
        examples=(
            Example(
                Case("one pixel, all units on", CHAIN, {"dout": np.array([[[[1.0]]]])}),
                {
                    "dx": np.array([[[[16.0]]]]),
                    "dw1": 10 * _centred([1]),
                    "db1": np.array([5.0]),
                    "dw2": 6 * _centred([1]),
                    "db2": np.array([1.0]),
                },
                "by hand, for I2DL, residual blocks: dx = 1 + 5 * 3",
            ),
        ),
    ),
)
