"""Gradient descent, and descent that remembers where it was going."""

import numpy as np

from autograder.conversion import entry, scaled
from autograder.specification import Argument, Case, Example, Spec
from autograder.variants import Family, Variant

RATE = {"learning_rate": 0.05}
FRICTION = RATE | {"momentum": 0.8}
W = Argument("w", "float array of any shape", "weights")
DW = Argument("dw", "float array of the shape of w", "gradient of the loss with respect to them")
NEXT = Argument("next_w", "float array of the shape of w", "the weights after the step")
UNCHANGED = "Neither w nor dw may change; config may be changed or copied."


def weights(rng, shape):
    """Random weights and their gradient."""
    return {"w": rng.normal(size=shape), "dw": rng.normal(size=shape)}


def with_state(settings, name):
    """Cases with a running state, and one without: the first step."""

    def cases(rng):
        started = [
            Case(f"w of shape {shape}", weights(rng, shape) | {"config": settings | {name: rng.normal(size=shape)}})
            for shape in ((4, 3), (5,))
        ]
        return [*started, Case("w of shape (2, 3), the first step", weights(rng, (2, 3)) | {"config": dict(settings)})]

    return cases


def sgd_cases(rng):
    """A matrix, a vector, and images."""
    return [Case(f"w of shape {s}", weights(rng, s) | {"config": dict(RATE)}) for s in ((4, 3), (5,), (2, 3, 1, 2))]


def config(entries):
    """The argument `config`."""
    return Argument("config", "dict", entries)


def state(name, meaning):
    """An entry of the config that is returned."""
    return Argument(name, "float array of the shape of w", meaning, part_of="config")


VELOCITY = "'learning_rate', 'momentum' and 'velocity' (array of the shape of w; zeros if it is missing)"
PLAIN = {"w": np.array([1.0, -2.0]), "dw": np.array([0.5, 4.0])}
ONE = {"w": np.array([1.0]), "dw": np.array([1.0])}
MOVING = {"learning_rate": 0.1, "momentum": 0.9, "velocity": np.array([-0.1])}
TWO = {"w": np.array([1.0, 2.0]), "dw": np.array([0.5, -1.0])}
SLOWER = {"learning_rate": 0.2, "momentum": 0.5, "velocity": np.array([0.1, 0.2])}
SPECS = (
    Spec(
        name="sgd",
        kind="function",
        summary="Take one step of gradient descent.",
        arguments=(W, DW, config("'learning_rate' (float)")),
        outputs=(NEXT, Argument("learning_rate", "float", "as it was", part_of="config")),
        points=1,
        section="descent/index#how-large-a-step",
        cases=sgd_cases,
        note=UNCHANGED,
        examples=(
            Example(
                Case("two weights", PLAIN | {"config": {"learning_rate": 0.1}}),
                {"next_w": np.array([0.95, -2.4]), "learning_rate": 0.1},
                "by hand",
            ),
        ),
    ),
    Spec(
        name="sgd_momentum",
        kind="function",
        summary="Take one step of gradient descent with momentum.",
        arguments=(W, DW, config(VELOCITY)),
        outputs=(NEXT, state("velocity", "momentum times the old velocity, less learning rate times gradient")),
        points=2,
        section="optimizers/index#momentum",
        cases=with_state(FRICTION, "velocity"),
        note=f"The step is the new velocity. {UNCHANGED}",
        examples=(
            Example(
                Case("the second step with a constant gradient of 1", ONE | {"config": MOVING}),
                {"next_w": np.array([0.81]), "velocity": np.array([-0.19])},
                "PV021, momentum: steps -0.1, -0.19, -0.271",
            ),
            Example(
                Case("two weights", TWO | {"config": SLOWER}),
                {"next_w": np.array([0.95, 2.3]), "velocity": np.array([-0.05, 0.3])},
                "by hand: half of the old velocity, less a fifth of the gradient",
            ),
        ),
    ),
    Spec(
        name="sgd_nesterov",
        kind="function",
        summary="Take one step with Nesterov's momentum, in the form that needs the gradient at w only.",
        arguments=(W, DW, config(VELOCITY)),
        outputs=(NEXT, state("velocity", "momentum times the old velocity, less learning rate times gradient")),
        points=2,
        section="optimizers/index#nesterov-s-momentum",
        cases=with_state(FRICTION, "velocity"),
        note="The step is momentum times the new velocity, less learning rate times gradient: one looks ahead along "
        f"the velocity. {UNCHANGED}",
        examples=(
            Example(
                Case("the second step with a constant gradient of 1", ONE | {"config": MOVING}),
                {"next_w": np.array([0.729]), "velocity": np.array([-0.19])},
                "by hand: 1 - 0.9 times 0.19 - 0.1",
            ),
            Example(
                Case("two weights", TWO | {"config": SLOWER}),
                {"next_w": np.array([0.875, 2.35]), "velocity": np.array([-0.05, 0.3])},
                "by hand: half of the new velocity, less a fifth of the gradient",
            ),
        ),
    ),
)


def _minus_rate(inputs):
    return -inputs["config"]["learning_rate"]


UNSCALED = "momentum times the old velocity, plus the gradient"
VARIANTS = (
    Family(
        "momentum",
        ("sgd_momentum", "sgd_nesterov"),
        (
            Variant("step", "the velocity holds the learning rate, and points downhill"),
            Variant(
                "gradients",
                "the velocity is a sum of gradients without the learning rate, which multiplies it in the step",
                {
                    "config": entry("velocity", lambda v, i: v / _minus_rate(i), lambda v, i: v * _minus_rate(i)),
                    "velocity": scaled(lambda inputs: 1 / _minus_rate(inputs)),
                },
                {"velocity": {"meaning": UNSCALED}},
                {
                    "sgd_momentum": {
                        "note": f"The step is minus the learning rate times the new velocity. {UNCHANGED}"
                    },
                    "sgd_nesterov": {
                        "note": "The step is minus the learning rate times the sum of the gradient and momentum times "
                        f"the new velocity: one looks ahead along the velocity. {UNCHANGED}"
                    },
                },
            ),
        ),
    ),
)
