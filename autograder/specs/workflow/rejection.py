"""Error against rejection: a classifier that may say that it does not know."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.workflow.topk import Y


def _case(rng, n, c):
    y = rng.integers(0, c, size=n)
    scores = rng.normal(size=(n, c))
    scores[np.arange(n), y] += rng.uniform(0, 2.5, size=n)
    return Case(f"{n} samples, {c} classes", {"scores": scores, "y": y})


def cases(rng):
    """Two classes and more; some samples are wrong."""
    return [_case(rng, 24, 4), _case(rng, 15, 2), _case(rng, 19, 6)]


FIVE = {
    "scores": np.array([[9.0, 8.0, 0.0], [1.0, 4.0, 0.0], [2.0, 0.0, 4.5], [5.0, 3.5, 3.0], [0.0, 0.5, 0.25]]),
    "y": np.array([1, 1, 0, 0, 2]),
}
SPECS = (
    Spec(
        name="rejection_curve",
        kind="function",
        summary="Compute the error of a classifier that gives no answer where its two best classes are too close.",
        arguments=(
            Argument("scores", "float array of shape (N, C)", "scores, one row a sample, C at least 2"),
            Y,
        ),
        outputs=(
            Argument("rate", "float array of shape (N,)", "entry i is i / N: i samples are rejected"),
            Argument("error", "float array of shape (N,)", "share of wrong answers among the N - i others"),
        ),
        points=3,
        section="workflow/curves#comparing-classifiers-that-may-refuse",
        cases=cases,
        note="The margin of a sample is its largest score less its second largest. For entry i the i samples with the "
        "smallest margins are rejected; the others are answered with the class of the largest score. No two margins "
        "are equal. Entry 0 is the error without rejection.",
        examples=(
            Example(
                Case("five samples", FIVE),
                {"rate": np.arange(5) / 5, "error": np.array([0.6, 0.5, 1 / 3, 0.5, 0])},
                "by hand: margins 1, 3, 2.5, 1.5 and 0.25; the second and the fourth are right",
            ),
        ),
    ),
)
