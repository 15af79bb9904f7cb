"""Optimisers with a rate of its own for every weight."""

import numpy as np

from autograder.conversion import complement
from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.magnitudes import every_size
from autograder.specs.optimizers.momentum import DW, NEXT, UNCHANGED, W, config, state, weights
from autograder.variants import Family, Variant

ADAGRAD = {"learning_rate": 0.05, "epsilon": 0.01}
RMSPROP = ADAGRAD | {"decay_rate": 0.8}
ADAM = ADAGRAD | {"beta1": 0.8, "beta2": 0.9}
ADAMW = ADAM | {"weight_decay": 0.3}


def squares(settings):
    """Cases with a running sum or mean of squares, and one without: the first step."""

    def cases(rng):
        started = [
            Case(f"w of shape {s}", weights(rng, s) | {"config": settings | {"cache": rng.uniform(0.1, 2, size=s)}})
            for s in ((4, 3), (5,))
        ]
        return [*started, Case("w of shape (2, 3), the first step", weights(rng, (2, 3)) | {"config": dict(settings)})]

    return cases


def small(settings):
    """Cases of a usual, small epsilon at the first step: gradients as small as it, and of every size."""

    def ties(rng):
        usual = settings | {"epsilon": 1e-8, "learning_rate": 0.3}
        tiny = {"w": rng.normal(size=(8,)), "dw": 1e-8 * rng.permutation(np.linspace(-40.0, 40.0, 8))}
        wide = {"w": rng.normal(size=(3, 6)), "dw": every_size(rng, (3, 6))}
        return [
            Case("gradients near 1e-7, epsilon 1e-8", tiny | {"config": dict(usual)}),
            Case("gradients from 1e-6 to 1e3, epsilon 1e-8", wide | {"config": dict(usual)}),
        ]

    return ties


def moments(settings):
    """Cases after some steps, and the first step."""

    def cases(rng):
        started = []
        for shape, t in (((4, 3), 4), ((5,), 1), ((1, 6), 60)):
            running = {"m": rng.normal(size=shape), "v": rng.uniform(0.1, 2, size=shape), "t": t}
            label = f"w of shape {shape}, {t} steps done"
            started.append(Case(label, weights(rng, shape) | {"config": settings | running}))
        return [*started, Case("w of shape (2, 3), the first step", weights(rng, (2, 3)) | {"config": dict(settings)})]

    return cases


CACHE = "'cache' (array of the shape of w; zeros if it is missing)"
MOMENTS = "'m', 'v' (arrays of the shape of w) and 't' (int, steps done); zeros and 0 if they are missing"
ADAM_OUT = (
    NEXT,
    state("m", "running mean of the gradients"),
    state("v", "running mean of their squares"),
    Argument("t", "int", "steps done, this one included", part_of="config"),
)
EPSILON = "epsilon is added to the root, not under it."
LARGE = {"learning_rate": 1.0, "epsilon": 0.5, "cache": np.array([9.0, 0.0])}
ONE = {"w": np.array([1.0]), "dw": np.array([1.0])}
TWO = {"w": np.array([1.0, 2.0]), "dw": np.array([0.5, -2.0])}
TINY = {"learning_rate": 0.01, "epsilon": 1e-8}
SPECS = (
    Spec(
        name="adagrad",
        kind="function",
        summary="Take one step of AdaGrad.",
        arguments=(W, DW, config(f"'learning_rate', 'epsilon' and {CACHE}")),
        outputs=(NEXT, state("cache", "sum of the squared gradients so far, this one included")),
        points=2,
        section="optimizers/adaptive#adagrad",
        cases=squares(ADAGRAD),
        ties=small(ADAGRAD),
        note=f"The gradient is divided by the root of the new cache; {EPSILON} {UNCHANGED}",
        examples=(
            Example(
                Case("the second step with a constant gradient of 1", ONE | {"config": TINY | {"cache": np.ones(1)}}),
                {"next_w": np.array([0.99292893]), "cache": np.array([2.0])},
                "PV021, AdaGrad: steps 0.01, 0.00707, 0.00577",
            ),
            Example(
                Case("a large epsilon", {"w": np.ones(2), "dw": np.array([4.0, -3.0]), "config": LARGE}),
                {"next_w": np.array([0.27272727, 1.85714286]), "cache": np.array([25.0, 9.0])},
                "by hand: 1 - 4/5.5 and 1 + 3/3.5",
            ),
        ),
    ),
    Spec(
        name="rmsprop",
        kind="function",
        summary="Take one step of RMSProp.",
        arguments=(W, DW, config(f"'learning_rate', 'decay_rate', 'epsilon' and {CACHE}")),
        outputs=(NEXT, state("cache", "running mean of the squared gradients; decay_rate weighs the old one")),
        points=2,
        section="optimizers/adaptive#rmsprop",
        cases=squares(RMSPROP),
        ties=small(RMSPROP),
        note=f"The gradient is divided by the root of the new cache; {EPSILON} {UNCHANGED}",
        examples=(
            Example(
                Case(
                    "the first step with a gradient of 1",
                    ONE | {"config": {"learning_rate": 0.001, "decay_rate": 0.9, "epsilon": 1e-8}},
                ),
                {"next_w": np.array([0.99683772]), "cache": np.array([0.1])},
                "PV021, RMSProp: steps 0.003162, 0.002294, 0.001921",
            ),
        ),
    ),
    Spec(
        name="adam",
        kind="function",
        summary="Take one step of Adam.",
        arguments=(W, DW, config(f"'learning_rate', 'beta1', 'beta2', 'epsilon', and {MOMENTS}")),
        outputs=ADAM_OUT,
        points=3,
        section="optimizers/adaptive#adam",
        cases=moments(ADAM),
        ties=small(ADAM),
        note="t counts up first. Both running means start at 0, so each is divided by 1 - beta ** t before use, but "
        f"kept as it is; {EPSILON} {UNCHANGED}",
        examples=(
            Example(
                Case("the first step", TWO | {"config": TINY | {"beta1": 0.9, "beta2": 0.999}}),
                {
                    "next_w": np.array([0.99, 2.01]),
                    "m": np.array([0.05, -0.2]),
                    "v": np.array([0.00025, 0.004]),
                    "t": 1,
                },
                "I2DL, lecture 5: after the correction the first step is the learning rate, whatever the gradient",
            ),
        ),
    ),
    Spec(
        name="adamw",
        kind="function",
        summary="Take one step of Adam with weight decay that does not pass through the adaptive rate.",
        arguments=(W, DW, config(f"'learning_rate', 'beta1', 'beta2', 'epsilon', 'weight_decay', and {MOMENTS}")),
        outputs=ADAM_OUT,
        points=2,
        section="regularization/decay#not-the-same-in-adam",
        cases=moments(ADAMW),
        ties=small(ADAMW),
        note="As Adam; besides, learning rate times weight_decay times the old w is subtracted. "
        f"{EPSILON.capitalize()} {UNCHANGED}",
        examples=(
            Example(
                Case("the first step", TWO | {"config": TINY | {"beta1": 0.9, "beta2": 0.999, "weight_decay": 0.5}}),
                {
                    "next_w": np.array([0.985, 2.0]),
                    "m": np.array([0.05, -0.2]),
                    "v": np.array([0.00025, 0.004]),
                    "t": 1,
                },
                "by hand: Adam's steps of 0.01, less 0.005 and 0.01 of decay",
            ),
        ),
    ),
)
VARIANTS = (
    Family(
        "rmsprop",
        ("rmsprop",),
        (
            Variant("weighs_old", "decay_rate weighs the old mean of the squares"),
            Variant(
                "weighs_new",
                "decay_rate weighs the new square, and 1 - decay_rate the old mean",
                {"config": complement("decay_rate")},
                {"cache": {"meaning": "running mean of the squared gradients; decay_rate weighs the new one"}},
            ),
        ),
    ),
)
