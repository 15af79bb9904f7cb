"""How many samples are named correctly: by the first guess, or by one of the first k."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, c, k=None):
    """Scores that make the right class the first, the last, or one in between."""
    y = rng.integers(0, c, size=n)
    scores = rng.normal(size=(n, c))
    scores[np.arange(n), y] += rng.choice([-2.0, 0.0, 2.0], size=n)
    inputs = {"scores": scores, "y": y} | ({} if k is None else {"k": k})
    return Case(f"{n} samples, {c} classes" + ("" if k is None else f", k = {k}"), inputs)


def cases(rng):
    """N and C differ."""
    return [_case(rng, 23, 4), _case(rng, 17, 7), _case(rng, 31, 2)]


def topk_cases(rng):
    """Several k, one of them 1."""
    return [_case(rng, 29, 7, 3), _case(rng, 23, 9, 2), _case(rng, 19, 4, 1)]


SCORES = Argument("scores", "float array of shape (N, C)", "scores, one row a sample; no two of a row are equal")
Y = Argument("y", "int array of shape (N,)", "the right class of each sample, from 0 to C - 1")
MORE = [[0.5, 0.25, 0.1], [0.0, 0.7, 0.6], [0.4, 0.1, 0.3], [0.9, 0.8, 0.6]]
SEVEN = {
    "scores": np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1], *MORE]),
    "y": np.array([0, 1, 2, 0, 1, 2, 2]),
}
LECTURE = "the scores of I2DL, lecture 7, and four more"
SPECS = (
    Spec(
        name="accuracy",
        kind="function",
        summary="Compute the share of samples whose largest score is that of the right class.",
        arguments=(SCORES, Y),
        outputs=(Argument("share", "float", "from 0 to 1"),),
        points=1,
        section="learning/index#task-experience-performance",
        cases=cases,
        examples=(
            Example(
                Case("five samples", {"scores": np.eye(5)[:, :3] + [0.3, 0.2, 0.1], "y": np.array([0, 1, 2, 0, 1])}),
                {"share": 0.8},
                "by hand: the fourth is right, the last is not",
            ),
            Example(Case("seven samples", SEVEN), {"share": 3 / 7}, LECTURE),
        ),
    ),
    Spec(
        name="topk_accuracy",
        kind="function",
        summary="Compute the share of samples whose right class is among the k largest scores.",
        arguments=(SCORES, Y, Argument("k", "int", "from 1 to C")),
        outputs=(Argument("share", "float", "from 0 to 1"),),
        points=2,
        section="architectures/index#imagenet-and-how-it-is-scored",
        cases=topk_cases,
        examples=(
            Example(Case("k = 2", SEVEN | {"k": 2}), {"share": 5 / 7}, f"{LECTURE}: two classes come last"),
            Example(Case("k = 1", SEVEN | {"k": 1}), {"share": 3 / 7}, "by hand: this is the accuracy"),
            Example(Case("k = 3", SEVEN | {"k": 3}), {"share": 1.0}, "by hand: with k = C all are right"),
        ),
    ),
)
