"""ALVINN: the position of the steering wheel as a hill over a row of output neurons, and back."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _positions(rng, size, count):
    return Case(f"{size} images, {count} outputs", {"position": rng.uniform(0, count - 1, size=size), "count": count})


def target_cases(rng):
    """Positions between the neurons; more outputs than images and the reverse."""
    return [_positions(rng, 3, 8), _positions(rng, 7, 5), _positions(rng, 1, 30)]


def _outputs(rng, *shape):
    return Case(f"outputs {shape}", {"outputs": rng.uniform(0.01, 1, size=shape)})


def output_cases(rng):
    """Outputs of logistic units: positive, with any sum."""
    return [_outputs(rng, 4, 6), _outputs(rng, 1, 30), _outputs(rng, 5, 3)]


HILL = np.array([1.0, 0.90483742, 0.67032005, 0.40656966, 0.20189652, 0.08208500])
SPECS = (
    Spec(
        name="alvinn_targets",
        kind="function",
        summary="Turn positions of the steering wheel into target outputs: a hill around the right neuron.",
        arguments=(
            Argument(
                "position", "float array of shape (N,)", "where the wheel should be, in neurons: from 0 to count - 1"
            ),
            Argument("count", "int", "number of output neurons"),
        ),
        outputs=(
            Argument(
                "targets",
                "float array of shape (N, count)",
                "exp(-D^2 / 10), where D is the distance of the neuron from the position",
            ),
        ),
        points=1,
        section="architectures/cases#a-number-as-a-hill",
        cases=target_cases,
        note="Neurons are numbered from 0. Positions may lie between two of them. The targets need not add up to 1.",
        examples=(
            Example(
                Case("positions 0 and 2 of six", {"position": np.array([0.0, 2]), "count": 6}),
                {"targets": np.array([HILL, HILL[[2, 1, 0, 1, 2, 3]]])},
                "PV021, lecture text, ALVINN",
            ),
            Example(
                Case("between two neurons", {"position": np.array([1.5]), "count": 4}),
                {"targets": np.array([[0.79851622, 0.97530991, 0.97530991, 0.79851622]])},
                "by hand: distances 1.5 and 0.5",
            ),
        ),
    ),
    Spec(
        name="alvinn_decode",
        kind="function",
        summary="Read the position of the steering wheel from output neurons: their centre of mass.",
        arguments=(Argument("outputs", "float array of shape (N, count)", "outputs of the network, all positive"),),
        outputs=(Argument("position", "float array of shape (N,)", "the centre of mass, in neurons numbered from 0"),),
        points=1,
        section="architectures/cases#a-number-as-a-hill",
        cases=output_cases,
        examples=(
            Example(
                Case(
                    "three rows of four neurons", {"outputs": np.array([[0.0, 1, 3, 0], [2, 2, 2, 2], [0, 0, 0, 0.5]])}
                ),
                {"position": np.array([1.75, 1.5, 3])},
                "by hand: (1 + 2 * 3) / 4",
            ),
            Example(
                Case("a hill at the edge", {"outputs": HILL[None, [2, 1, 0, 1, 2, 3]]}),
                {"position": np.array([2.26766291])},
                "PV021, lecture text, ALVINN: near the edge the centre is not the top",
            ),
        ),
    ),
)
