"""Output layer of a sequence model: scores and loss at every step."""

import numpy as np

from autograder.conversion import scaled
from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of
from autograder.variants import Family, Variant


def _affine(rng, n, t, d, m):
    label = f"{n} samples, {t} steps, {d} inputs, {m} outputs"
    return Case(label, {"x": rng.normal(size=(n, t, d)), "w": rng.normal(size=(d, m)), "b": rng.normal(size=m)})


def affine_cases(rng):
    """All four sizes differ."""
    return [_affine(rng, 2, 4, 3, 5), _affine(rng, 1, 3, 6, 2), _affine(rng, 5, 3, 2, 1)]


def affine_large(rng):
    """Many inputs, few outputs."""
    n, t, d, m = 1, 3, int(rng.integers(6000, 6500)), 2
    return _affine(rng, n, t, d, m), n * t * d * m


def _scores(rng, n, t, v, spread=1.0):
    mask = rng.random((n, t)) < 0.6
    mask.flat[:3] = True, False, True
    inputs = {"x": spread * rng.normal(size=(n, t, v)), "y": rng.integers(0, v, size=(n, t)), "mask": mask}
    return Case(f"{n} samples, {t} steps, {v} words", inputs)


def cases(rng):
    """Some steps do not count; scores ordinary and spread out."""
    return [_scores(rng, 3, 4, 5), _scores(rng, 2, 5, 3, spread=4.0), _scores(rng, 4, 2, 6)]


def ties(rng):
    """Scores so far apart that exp overflows or underflows; steps that are sure and right; a mask that is empty."""
    case, sure = _scores(rng, 2, 3, 4), _scores(rng, 2, 4, 3)
    case.inputs["x"] += np.array([[[1e3], [0], [-1e3]], [[0], [800], [0]]])
    case.inputs["x"][0, 0, case.inputs["y"][0, 0]] -= 2000.0
    case.inputs["x"][0, 2, case.inputs["y"][0, 2]] += 3000.0
    ahead = rng.permutation(np.linspace(15.0, 45.0, 8)).reshape(2, 4, 1)
    sure.inputs["x"] += np.where(np.arange(3) == sure.inputs["y"][..., None], ahead, 0.0)
    empty = _scores(rng, 2, 3, 4)
    empty.inputs["mask"][:] = False
    return [
        Case("scores up to 3000 apart", case.inputs),
        Case("steps that are sure and right", sure.inputs),
        Case("no step counts", empty.inputs),
    ]


def large(rng):
    """Thousands of words, few steps."""
    n, t, v = 1, 3, int(rng.integers(4000, 4400))
    return _scores(rng, n, t, v), 2 * n * t * v


STEPS = {
    "x": np.array([[[1.0, 2], [0, -1], [3, 1]], [[0, 0], [2, 2], [-1, 1]]]),
    "w": np.array([[1.0, 0, -1, 2], [2, 1, 0, -3]]),
    "b": np.array([0.5, 0, -0.5, 10]),
}
FLAGS = {
    "x": np.array([[[3.2, 5.1, -1.7], [1.3, 4.9, 2.0]], [[2.2, 2.5, -3.1], [7.0, -7.0, 0.0]]]),
    "y": np.array([[0, 1], [2, 2]]),
    "mask": np.array([[True, True], [True, False]]),
}
APART = {
    "x": np.array([[[0.0, 1000.0], [3.0, 3.0]]]),
    "y": np.array([[0, 1]]),
    "mask": np.array([[True, True]]),
}
X = Argument("x", "float array of shape (N, T, D)", "N sequences of T steps with D features each")
FORWARD = Spec(
    name="temporal_affine_forward",
    kind="forward",
    summary="Apply the same affine layer at every step of a batch of sequences.",
    arguments=(
        X,
        Argument("w", "float array of shape (D, M)", "weights from D inputs to M outputs, for all steps"),
        Argument("b", "float array of shape (M,)", "one bias for each output, for all steps"),
    ),
    outputs=(Argument("out", "float array of shape (N, T, M)", "the outputs of every step"),),
    points=1,
    section="recurrent/text#a-loss-at-every-step",
    cases=affine_cases,
    examples=(
        Example(
            Case("2 samples, 3 steps, 2 inputs, 4 outputs", STEPS),
            {
                "out": np.array(
                    [
                        [[5.5, 2, -1.5, 6], [-1.5, -1, -0.5, 13], [5.5, 1, -3.5, 13]],
                        [[0.5, 0, -0.5, 10], [6.5, 2, -2.5, 8], [1.5, 1, 0.5, 5]],
                    ]
                )
            },
            "by hand",
        ),
    ),
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients of a loss through an affine layer that is applied at every step.",
        points=2,
        section="recurrent/text#a-loss-at-every-step",
        steps={
            "dx": "A step is to this layer what a sample is to an affine one.",
            "dw": "The same weights at every step of every sample: all contribute.",
            "db": "The same bias at every step of every sample: all contribute.",
        },
        large=affine_large,
    ),
    Spec(
        name="temporal_softmax_loss",
        kind="loss",
        summary="Compute the softmax cross-entropy of all steps that count, and its gradient.",
        arguments=(
            Argument("x", "float array of shape (N, T, V)", "scores of the V words at every step"),
            Argument("y", "int array of shape (N, T)", "the right word of every step, from 0 to V - 1"),
            Argument("mask", "bool array of shape (N, T)", "whether a step counts; short sequences are filled up"),
        ),
        outputs=(
            Argument("loss", "float", "sum over the steps that count, divided by N, in nats"),
            Argument("dx", "float array of shape (N, T, V)", "gradient of the loss with respect to `x`"),
        ),
        points=4,
        section="recurrent/text#a-loss-at-every-step",
        steps={
            "loss": "A sum over the steps that the mask keeps, a mean over the sequences.",
            "dx": "The slope of a softmax loss at each step, times the mask.",
        },
        cases=cases,
        ties=ties,
        large=large,
        note="The sum over time is divided by the number of sequences N, not by the number of steps. If no step "
        "counts, loss and gradient are 0. Scores of 1000 and more must work.",
        examples=(
            Example(
                Case("cat, chair and car in two sequences, the last step does not count", FLAGS),
                {
                    "loss": 4.13798207,
                    "dx": np.array(
                        [
                            [[-0.43500873, 0.43452477, 0.00048396], [0.01262244, -0.03804092, 0.02541848]],
                            [[0.21232771, 0.28661243, -0.49894015], [0, 0, 0]],
                        ]
                    ),
                },
                "I2DL, lecture 7: (2.04 + 0.079 + 6.156) / 2",
            ),
            Example(
                Case("a probability that underflows", APART),
                {"loss": 1000.69314718, "dx": np.array([[[-1.0, 1.0], [0.5, -0.5]]])},
                "by hand: 1000 + log 2",
            ),
        ),
    ),
)
VARIANTS = (
    Family(
        "temporal_softmax",
        ("temporal_softmax_loss",),
        (
            Variant("by_sequences", "the sum of the losses is divided by the number of sequences N"),
            Variant(
                "by_steps",
                "the sum of the losses is divided by the number of steps that count",
                {"loss": scaled(lambda inputs: len(inputs["mask"]) / max(1, int(np.sum(inputs["mask"]))))},
                {"loss": {"meaning": "mean over all steps that count, in nats"}},
                {
                    "temporal_softmax_loss": {
                        "note": "The sum over all steps that count is divided by how many they are in the whole batch. "
                        "If no step counts, loss and gradient are 0. Scores of 1000 and more must work.",
                        "steps": {
                            "loss": "A mean over the steps that the mask keeps.",
                            "dx": "The slope of a softmax loss at each step, times the mask; the mean divides it.",
                        },
                    }
                },
            ),
        ),
    ),
)
