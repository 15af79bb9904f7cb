"""Where a step stands: sinusoidal positions, and the learning rate that goes with transformers."""

import numpy as np

from autograder.conversion import rearranged
from autograder.specification import Argument, Case, Example, Spec
from autograder.variants import Family, Variant


def _encoding(steps, size):
    return Case(f"{steps} steps, {size} columns", {"steps": steps, "size": size})


def encoding_cases(rng):
    """Even sizes, more steps than columns and the reverse."""
    return [_encoding(5, 8), _encoding(9, 4), _encoding(int(rng.integers(2, 30)), 2 * int(rng.integers(2, 9)))]


def warmup_cases(rng):
    """Before, at and after the top."""
    return [
        Case(f"step {step}, size {size}, warm-up of {warmup} steps", {"step": step, "size": size, "warmup": warmup})
        for step, size, warmup in ((3, 64, 10), (10, 32, 10), (int(rng.integers(30, 900)), 128, 25))
    ]


SPECS = (
    Spec(
        name="positional_encoding",
        kind="function",
        summary="Compute the sinusoidal encoding of the positions in a sequence.",
        arguments=(
            Argument("steps", "int", "number of positions, T"),
            Argument("size", "int", "number of columns, D; even"),
        ),
        outputs=(Argument("encoding", "float array of shape (T, D)", "one row for each position, from position 0 on"),),
        points=2,
        section="attention/training#positions",
        cases=encoding_cases,
        note="Columns 2i and 2i + 1 hold the sine and the cosine of position / 10000 ** (2i / D).",
        examples=(
            Example(
                _encoding(2, 4),
                {"encoding": np.array([[0.0, 1, 0, 1], [0.84147098, 0.54030231, 0.00999983, 0.99995]])},
                "Vaswani et al., section 3.5: sin and cos of 1 and of 1/100",
            ),
        ),
    ),
    Spec(
        name="warmup_lr",
        kind="function",
        summary="Compute the learning rate that rises for some steps and then falls with the root of the step.",
        arguments=(
            Argument("step", "int", "number of the step, from 1 on"),
            Argument("size", "int", "width of the model, D"),
            Argument("warmup", "int", "number of steps in which the rate rises"),
        ),
        outputs=(Argument("lr", "float", "learning rate of this step"),),
        points=1,
        section="attention/training#how-it-is-trained",
        cases=warmup_cases,
        note="D ** -0.5 times the smaller of step ** -0.5 and step * warmup ** -1.5.",
        examples=(
            Example(
                Case("the first of 9 warm-up steps", {"step": 1, "size": 16, "warmup": 9}),
                {"lr": 0.00925926},
                "by hand: 1/4 times 1/27",
            ),
            Example(
                Case("step 100, long after", {"step": 100, "size": 16, "warmup": 4}),
                {"lr": 0.025},
                "by hand: 1/4 times 1/10",
            ),
        ),
    ),
)


def _halves(encoding):
    return np.concatenate([encoding[:, ::2], encoding[:, 1::2]], axis=1)


def _pairs(encoding):
    return np.stack(np.split(encoding, 2, axis=1), axis=2).reshape(encoding.shape)


VARIANTS = (
    Family(
        "positions",
        ("positional_encoding",),
        (
            Variant("pairs", "sine and cosine of one frequency stand next to each other"),
            Variant(
                "halves",
                "all sines stand first, and then all cosines in the same order",
                {"encoding": rearranged(_halves, _pairs)},
                told={
                    "positional_encoding": {
                        "note": "Columns i and D / 2 + i, for i below D / 2, hold the sine and the cosine of "
                        "position / 10000 ** (2i / D)."
                    }
                },
            ),
        ),
    ),
)
