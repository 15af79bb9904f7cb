"""Softmax with a temperature: how daring a language model is when it writes."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, c, temperature):
    label = f"{n} rows of {c} scores, temperature {temperature}"
    return Case(label, {"scores": 2.0 * rng.normal(size=(n, c)), "temperature": temperature})


def cases(rng):
    """Cold, hot, and one row only."""
    return [_case(rng, 4, 3, 0.5), _case(rng, 2, 6, 3.0), _case(rng, 1, 5, 0.75)]


def ties(rng):
    """A temperature near 0, and scores of 1000."""
    case, cold = _case(rng, 3, 4, 2.0), _case(rng, 4, 3, 0.001)
    case.inputs["scores"] += np.array([[1e3], [-1e3], [0]])
    return [Case("3 rows of 4 scores near 1000, 0 and -1000, temperature 2", case.inputs), cold]


LECTURE = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0]])
LOGARITHMS = np.log(np.array([[1.0, 4, 9], [9, 36, 81]]))
SPECS = (
    Spec(
        name="temperature_softmax",
        kind="function",
        summary="Turn scores into probabilities, sharper or flatter by a temperature.",
        arguments=(
            Argument("scores", "float array of shape (N, C)", "scores, one row a sample"),
            Argument("temperature", "float", "above 0; the scores are divided by it"),
        ),
        outputs=(Argument("p", "float array of shape (N, C)", "probabilities; every row adds up to 1"),),
        points=2,
        section="recurrent/text#how-daring",
        cases=cases,
        ties=ties,
        note="Scores of 1000 and temperatures near 0 must work.",
        examples=(
            Example(
                Case("logarithms of 1, 4 and 9, temperature 2", {"scores": LOGARITHMS, "temperature": 2.0}),
                {"p": np.array([[1.0, 2, 3], [1, 2, 3]]) / 6},
                "by hand: a temperature of 2 takes the root of what the logarithms are of",
            ),
            Example(
                Case(
                    "two rows of the cat, chair and car scores, temperature 0.5",
                    {"scores": LECTURE, "temperature": 0.5},
                ),
                {"p": np.array([[0.02188124, 0.97811754, 0.00000121], [0.00074378, 0.99624005, 0.00301617]])},
                "scores of I2DL, lecture 7; probabilities by hand",
            ),
        ),
    ),
)
