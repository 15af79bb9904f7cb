"""Three parts of a data set: to learn from, to choose with, to judge by."""

import numpy as np

from autograder.specification import Argument, Case, Example, NotValid, Spec

PARTS = ("train", "val", "test")
MANY = 40  # samples: so many do not stand in order by chance


def _case(rng, count):
    return Case(f"{count} samples", {"count": count, "rng": int(rng.integers(2**31))})


def cases(rng):
    """Counts that can and can not be divided by 5."""
    return [_case(rng, int(count)) for count in (5 * rng.integers(10, 20), 5 * rng.integers(10, 20) + 3, 7)]


def nearest(case, got, expected):
    """Accept every division of a shuffled list."""
    found, count = np.concatenate([got[name] for name in PARTS]), case.inputs["count"]
    if found.min() < 0 or found.max() >= count:
        raise NotValid(f"indices go from {found.min()} to {found.max()}; expected 0 to {count - 1}.")
    times = np.bincount(np.asarray(found, int), minlength=count)
    if times.max() > 1:
        raise NotValid(
            f"sample {np.argmax(times)} stands in the three parts {times.max()} times; each must stand once."
        )
    for name in PARTS:
        if count >= MANY and np.ptp(got[name]) == len(got[name]) - 1:
            raise NotValid(
                f"{name} holds samples {min(got[name])} to {max(got[name])}, all that stand in a row: shuffle."
            )
    return {name: np.rint(got[name]).astype(int) for name in PARTS}


SPECS = (
    Spec(
        name="train_val_test_split",
        kind="function",
        summary="Divide samples at random into a training, a validation and a test set.",
        arguments=(
            Argument("count", "int", "N, at least 5: there are samples 0 to N - 1"),
            Argument("rng", "np.random.Generator", "where the random numbers come from"),
        ),
        outputs=(
            Argument("train", "int array of shape (N - 2 (N // 5),)", "samples to learn from: all the others"),
            Argument("val", "int array of shape (N // 5,)", "samples to choose with"),
            Argument("test", "int array of shape (N // 5,)", "samples to judge by"),
        ),
        points=2,
        section="workflow/index#three-parts",
        cases=cases,
        nearest=nearest,
        note="Every sample stands in exactly one part, and chance decides in which. Any such division is right.",
        examples=(
            Example(
                Case("50 samples, where this is one of many right answers", {"count": 50, "rng": 1}),
                {
                    "train": np.delete(np.arange(50), [*range(0, 50, 5), *range(2, 50, 5)]),
                    "val": np.arange(0, 50, 5),
                    "test": np.arange(2, 50, 5),
                },
                "60, 20 and 20 % as in PV021, lecture text",
            ),
            Example(
                Case("5 samples", {"count": 5, "rng": 2}),
                {"train": np.array([4, 0, 2]), "val": np.array([1]), "test": np.array([3])},
                "by hand: one of many",
            ),
        ),
    ),
)
