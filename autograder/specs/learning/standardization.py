"""Standardisation: every feature with mean 0 and standard deviation 1."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, d):
    x = rng.normal(size=(n, d)) * rng.uniform(0.5, 4.0, size=d) + rng.normal(size=d)
    return Case(f"{n} samples, {d} features", {"x": x})


def cases(rng):
    """Features of different sizes and centres."""
    return [_case(rng, 6, 3), _case(rng, 4, 5), _case(rng, 9, 1)]


def ties(rng):
    """A feature that is the same in all samples; features that hardly differ, and that differ by thousands."""
    case = _case(rng, 8, 3)
    case.inputs["x"][:, 1] = float(rng.integers(1, 9))
    scales = rng.permutation([3e-7, 3e-4, 0.02, 1e3])
    spread = scales * (rng.permuted(np.linspace(-1.5, 1.5, 20).reshape(5, 4), axis=0) + rng.normal(size=4))
    return [
        Case("8 samples, the second of 3 features constant", case.inputs),
        Case("5 samples, 4 features of sizes from 1e-7 to 1e3", {"x": spread}),
    ]


AGES = np.array([[97.0], [93], [88], [81], [75], [57], [52], [45], [28], [15], [12], [11]])
SMALL = np.array([[1.0, 10, 20], [1, 10, 5], [6, 10, 5], [1, 10, 5], [1, 10, 5]])
SPECS = (
    Spec(
        name="standardize",
        kind="function",
        summary="Shift and scale every feature to mean 0 and standard deviation 1.",
        arguments=(Argument("x", "float array of shape (N, D)", "a batch, one sample a row"),),
        outputs=(
            Argument("x_std", "float array of shape (N, D)", "the standardised features"),
            Argument("mean", "float array of shape (D,)", "mean of each feature"),
            Argument("std", "float array of shape (D,)", "what each feature was divided by"),
        ),
        points=2,
        section="learning/index#what-is-near",
        cases=cases,
        ties=ties,
        note="The standard deviation is the biased one (the mean of the squared deviations, N and not N - 1). A "
        "feature that is the same in all samples is divided by 1, and its entry of std is 1.",
        examples=(
            Example(
                Case("three features of five samples, one constant", {"x": SMALL}),
                {
                    "x_std": np.array([[-0.5, 0, 2], [-0.5, 0, -0.5], [2, 0, -0.5], [-0.5, 0, -0.5], [-0.5, 0, -0.5]]),
                    "mean": np.array([2.0, 10, 8]),
                    "std": np.array([2.0, 1, 6]),
                },
                "by hand",
            ),
            Example(
                Case("ages of twelve oaks, in years", {"x": AGES}),
                {
                    "x_std": np.array(
                        [
                            [1.36712028],
                            [1.23845013],
                            [1.07761245],
                            [0.8524397],
                            [0.65943449],
                            [0.08041882],
                            [-0.08041882],
                            [-0.30559159],
                            [-0.8524397],
                            [-1.27061767],
                            [-1.36712028],
                            [-1.39928781],
                        ]
                    ),
                    "mean": np.array([54.5]),
                    "std": np.array([31.08724283]),
                },
                "PV021, lecture text, oaks in Wisconsin",
            ),
        ),
    ),
)
