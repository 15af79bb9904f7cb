"""Weight decay, and the penalty that it amounts to."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _step(rng, shape):
    inputs = {"w": rng.normal(size=shape), "dw": rng.normal(size=shape)}
    inputs |= {"lr": float(rng.uniform(0.05, 0.5)), "decay": float(rng.uniform(0.02, 0.3))}
    return Case(f"weights of shape {shape}", inputs)


def steps(rng):
    """Weights, biases and filters."""
    return [_step(rng, (4, 3)), _step(rng, (5,)), _step(rng, (2, 3, 2, 2))]


def _rates(rng):
    rates = {"lr": float(rng.uniform(0.05, 0.5)), "decay": float(rng.uniform(0.02, 0.3))}
    return Case("lr {lr:.3f}, decay {decay:.3f}".format(**rates), rates)


def pairs(rng):
    """Random learning rates and decays."""
    return [_rates(rng) for _ in range(3)]


LR = Argument("lr", "float", "learning rate")
DECAY = Argument("decay", "float", "the part of each weight that is taken away in one step, from 0 to below 1")
SOURCE = "PV021, lecture text, weight decay"
SPECS = (
    Spec(
        name="weight_decay_step",
        kind="function",
        summary="Make a step of gradient descent, then let the weights decay.",
        arguments=(
            Argument("w", "float array of any shape", "weights"),
            Argument("dw", "float array of the shape of w", "gradient of the loss with respect to `w`"),
            LR,
            DECAY,
        ),
        outputs=(Argument("next_w", "float array of the shape of w", "weights after the step and the decay"),),
        points=1,
        section="regularization/decay#let-the-weights-fade",
        cases=steps,
        examples=(
            Example(
                Case(
                    "the weights 2 and -1",
                    {"w": np.array([2.0, -1.0]), "dw": np.array([-1.0, 0.0]), "lr": 0.1, "decay": 0.01},
                ),
                {"next_w": np.array([2.079, -0.99])},
                f"{SOURCE}: 0.99 times 2.1, and 0.99 times -1",
            ),
        ),
        note="The decay comes after the step and applies to its result; it is not multiplied by the learning rate.",
    ),
    Spec(
        name="l2_equivalent",
        kind="function",
        summary="Say which L2 penalty and learning rate give the same step as weight decay.",
        arguments=(LR, DECAY),
        outputs=(
            Argument("coefficient", "float", "the c of the loss E + c w.w"),
            Argument(
                "effective_lr", "float", "learning rate with which plain descent on that loss makes the same step"
            ),
        ),
        points=2,
        section="regularization/decay#let-the-weights-fade",
        cases=pairs,
        examples=(
            Example(
                Case("lr 0.1, decay 0.01", {"lr": 0.1, "decay": 0.01}),
                {"coefficient": 0.05050505, "effective_lr": 0.099},
                f"{SOURCE}, with the coefficient put right",
            ),
        ),
        note="The step is that of weight_decay_step, for all w and all gradients of E. There is no factor 1/2 in "
        "front of the penalty c w.w.",
    ),
)
