"""Cross validation: which samples train and which validate."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(count, k, fold):
    return Case(f"fold {fold} of {k}, {count} samples", {"count": count, "k": k, "fold": fold})


def cases(rng):
    """Folds of equal sizes and not: the first, one between, the last."""
    return [
        _case(4 * int(rng.integers(2, 5)), 4, 0),
        _case(5 * int(rng.integers(2, 5)) + 3, 5, int(rng.integers(1, 3))),
        _case(3 * int(rng.integers(3, 6)) + 1, 3, 2),
    ]


SPECS = (
    Spec(
        name="kfold_indices",
        kind="function",
        summary="Split sample numbers for one round of k-fold cross validation.",
        arguments=(
            Argument("count", "int", "number of samples"),
            Argument("k", "int", "number of folds, 2 to count"),
            Argument("fold", "int", "which fold validates, 0 to k - 1"),
        ),
        outputs=(
            Argument("train", "int array of shape (T,)", "numbers of all samples of the other folds, ascending"),
            Argument("val", "int array of shape (V,)", "numbers of the samples of this fold, ascending"),
        ),
        points=2,
        section="workflow/index#cross-validation",
        cases=cases,
        note="The folds are blocks of consecutive numbers in their order, without shuffling. If count is not a "
        "multiple of k, each of the first count % k folds has one sample more than the others.",
        examples=(
            Example(
                Case("six samples in three folds", {"count": 6, "k": 3, "fold": 1}),
                {"train": np.array([0, 1, 4, 5]), "val": np.array([2, 3])},
                "by hand: folds 0 1, 2 3, 4 5",
            ),
            Example(
                Case("seven samples in three folds", {"count": 7, "k": 3, "fold": 0}),
                {"train": np.array([3, 4, 5, 6]), "val": np.array([0, 1, 2])},
                "by hand: folds 0 1 2, 3 4, 5 6",
            ),
            Example(
                Case("the last fold", {"count": 8, "k": 3, "fold": 2}),
                {"train": np.array([0, 1, 2, 3, 4, 5]), "val": np.array([6, 7])},
                "by hand: folds 0 1 2, 3 4 5, 6 7",
            ),
        ),
    ),
)
