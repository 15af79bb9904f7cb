"""Multi-similarity loss: a binomial deviance with one logarithm for all pairs of a sample, not one for each."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, classes, alpha, beta, spread=1.0):
    labels = rng.permutation(np.arange(n) % classes)
    inputs = {"similarities": spread * rng.uniform(-1, 1, size=(n, n)), "labels": labels}
    label = f"{n} samples of {classes} classes, alpha {alpha}, beta {beta}"
    return Case(label, inputs | {"alpha": alpha, "beta": beta, "threshold": 0.5})


def cases(rng):
    """Gentle and steep, with a class of a single sample."""
    return [_case(rng, 6, 2, 2.0, 5.0), _case(rng, 5, 3, 3.0, 1.5), _case(rng, 7, 4, 1.0, 4.0)]


def ties(rng):
    """Similarities and slopes so large that an exponential of their product overflows; one class only."""
    steep, alone = _case(rng, 6, 3, 20.0, 50.0, spread=100.0), _case(rng, 4, 1, 2.0, 3.0)
    return [Case("6 samples, similarities up to 100, beta 50", steep.inputs), alone]


def large(rng):
    """Eighty samples, some thousand pairs."""
    n = int(rng.integers(80, 88))
    return _case(rng, n, 8, 2.0, 10.0), 3 * n * n


LECTURE = {
    "similarities": np.array([[1.0, 0.6, 0.8, 0.4, 0.3]] + 4 * [[0.5, 0.5, 0.5, 0.5, 0.5]]),
    "labels": np.array([0, 0, 0, 1, 2]),
    "alpha": 2.0,
    "beta": 50.0,
    "threshold": 0.5,
}
PAIRS = {
    "similarities": np.array([[9.0, 0.5, 0.5], [0.5, -9, 1.5], [0.5, 0.5, 0]]),
    "labels": np.array([3, 3, 0]),
    "alpha": 2.0,
    "beta": 4.0,
    "threshold": 0.5,
}
SPECS = (
    Spec(
        name="multi_similarity_loss",
        kind="loss",
        summary="Compute the multi-similarity loss of all pairs of a batch, and its gradient.",
        arguments=(
            Argument("similarities", "float array of shape (N, N)", "row i holds how similar sample i is to each one"),
            Argument("labels", "int array of shape (N,)", "the class of each sample, from 0"),
            Argument("alpha", "float", "how steeply pairs of the same class count, above 0"),
            Argument("beta", "float", "how steeply pairs of different classes count, above 0"),
            Argument("threshold", "float", "the similarity (lambda) that the two kinds of pairs are held against"),
        ),
        outputs=(
            Argument("loss", "float", "mean over the N samples"),
            Argument("dsimilarities", "float array of shape (N, N)", "gradient with respect to `similarities`"),
        ),
        points=5,
        section="representation/metric#all-pairs-at-once",
        steps={
            "loss": "For each sample one logarithm over its class and one over the others; then a mean.",
            "dsimilarities": "The slope of a logarithm of a sum is each summand's share, times its own slope.",
        },
        cases=cases,
        ties=ties,
        large=large,
        note="Sample i costs 1/alpha log(1 + sum of exp(-alpha (s_ip - threshold)) over all p of its class but i) "
        "plus 1/beta log(1 + sum of exp(beta (s_in - threshold)) over all n of other classes). The diagonal does not "
        "count. All other entries count on their own; the matrix need not be symmetric. Large exponents must work.",
        examples=(
            Example(
                Case("three samples, two of one class", PAIRS),
                {
                    "loss": 0.71520818,
                    "dsimilarities": np.array([[0.0, -1 / 6, 1 / 6], [-1 / 6, 0.0, 0.32733793], [1 / 9, 1 / 9, 0.0]]),
                },
                "by hand: (5/4 log 2 + log(1 + exp(4)) / 4 + log(3) / 4) / 3",
            ),
            Example(
                Case("the first sample has two of its class and two of others", LECTURE),
                {
                    "loss": 0.32759915,
                    "dsimilarities": np.array(
                        [
                            [0.0, -0.06916292, -0.04636129, 0.00133851, 0.00000902],
                            [-1 / 15, 0, -1 / 15, 1 / 15, 1 / 15],
                            [-1 / 15, -1 / 15, 0, 1 / 15, 1 / 15],
                            [0.04, 0.04, 0.04, 0, 0.04],
                            [0.04, 0.04, 0.04, 0.04, 0],
                        ]
                    ),
                },
                "METU CENG 501 notes, formula of the loss: 5 times the first row is -0.3458, -0.2318, 0.0067, 0.00005",
            ),
        ),
    ),
)
