"""Bagging: training sets drawn with replacement, and the vote of the models trained on them."""

import numpy as np

from autograder.specification import Argument, Case, Example, NotValid, Spec

JUDGED = 500  # samples from which on the statistics of a draw are looked at
NEAR = 0.06  # six standard deviations of the share of distinct samples, and of the mean, at a thousand draws
DISTINCT = 0.63212056


def _draw(rng, count):
    return Case(f"{count} samples", {"count": count, "rng": int(rng.integers(1_000_000))})


def draws(rng):
    """Sets large enough to judge a draw by its statistics."""
    return [_draw(rng, 1200), _draw(rng, 2500), _draw(rng, 1733)]


def any_draw(case, got, expected):
    """Every draw with replacement is valid."""
    indices, count = np.asarray(got["indices"]), case.inputs["count"]
    if np.any(indices < 0) or np.any(indices >= count) or np.any(indices != np.rint(indices)):
        raise NotValid(f"the indices of {count} samples go from 0 to {count - 1}; yours do not.")
    share = np.unique(indices).size / count
    if share == 1 and count > 9:
        raise NotValid("every sample stands in it exactly once: that is a shuffle, not a draw with replacement.")
    if count >= JUDGED and abs(share - DISTINCT) > NEAR:
        raise NotValid(f"{share:.0%} of the samples stand in it; a draw with replacement holds about 63 %.")
    if count >= JUDGED and abs(indices.mean() / count - 0.5) > NEAR:
        raise NotValid("some samples are drawn far more often than others.")
    return {"indices": indices.astype(int)}


def _votes(rng, models, count, classes):
    inputs = {"predictions": rng.integers(0, classes, size=(models, count))}
    return Case(f"{models} models, {count} samples, {classes} classes", inputs)


def elections(rng):
    """Odd and even numbers of models; with few models ties are frequent."""
    return [_votes(rng, 4, 30, 5), _votes(rng, 7, 12, 3), _votes(rng, 6, 25, 9)]


SPECS = (
    Spec(
        name="bootstrap_indices",
        kind="function",
        summary="Draw a training set of the same size from a training set, with replacement.",
        arguments=(
            Argument("count", "int", "number of samples in the training set"),
            Argument("rng", "np.random.Generator", "source of the random numbers: use no other"),
        ),
        outputs=(Argument("indices", "int array of shape (count,)", "indices of the drawn samples, from 0 on"),),
        points=1,
        section="regularization/dropout#several-models",
        cases=draws,
        nearest=any_draw,
        examples=(
            Example(
                Case("ten samples", {"count": 10, "rng": 4}),
                {"indices": np.array([7, 0, 4, 4, 9, 7, 2, 7, 8, 0])},
                "PV021, lecture text, bagging; any draw is right that may hold a sample several times",
            ),
        ),
    ),
    Spec(
        name="majority_vote",
        kind="function",
        summary="Let several models vote on the class of each sample.",
        arguments=(Argument("predictions", "int array of shape (K, N)", "classes from 0 on, one row a model"),),
        outputs=(Argument("winners", "int array of shape (N,)", "the class with most votes, for each sample"),),
        points=2,
        section="regularization/dropout#several-models",
        cases=elections,
        examples=(
            Example(
                Case(
                    "five models, four samples",
                    {"predictions": np.array([[2, 0, 9, 3], [2, 4, 1, 1], [7, 4, 1, 3], [0, 0, 9, 1], [2, 1, 1, 0]])},
                ),
                {"winners": np.array([2, 0, 1, 1])},
                "by hand: three votes for 2; a tie of 0 and 4; three votes for 1; a tie of 1 and 3",
            ),
        ),
        note="Where several classes have most votes, the smallest of them wins.",
    ),
)
