"""Softmax: by itself, and with the cross-entropy in one function, the loss and its gradient."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, c, spread=1.0):
    scores = spread * rng.normal(size=(n, c))
    return Case(f"{n} samples, {c} classes", {"scores": scores, "y": rng.integers(0, c, size=n)})


def cases(rng):
    """Random scores, ordinary and spread out, one sample and several."""
    return [_case(rng, 4, 3), _case(rng, 1, 5), _case(rng, 6, 2, spread=5.0)]


def ties(rng):
    """Scores so large, and so far apart, that exp overflows or underflows; samples that are sure and right."""
    case, sure = _case(rng, 6, 4), _case(rng, 4, 3)
    case.inputs["scores"] += np.array([[1e3], [-1e3], [0], [800], [0], [0]])
    case.inputs["scores"][2, case.inputs["y"][2]] -= 2000.0
    case.inputs["scores"][5, case.inputs["y"][5]] += 2000.0
    sure.inputs["scores"][np.arange(4), sure.inputs["y"]] += rng.permutation([17.0, 26.0, 35.0, 44.0])
    return [
        Case("6 samples, 4 classes, scores up to 2000 apart", case.inputs),
        Case("4 samples that are sure and right, 3 classes", sure.inputs),
    ]


def large(rng):
    """Thousands of classes."""
    n, c = int(rng.integers(2, 4)), int(rng.integers(4000, 4400))
    return _case(rng, n, c), 2 * n * c


LECTURE = {"scores": np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]]), "y": np.array([0, 1, 2])}
HUGE = {"scores": np.array([[1000.0, 1001, 1002]]), "y": np.array([2])}
APART = {"scores": np.array([[0.0, 1000.0], [3.0, 3.0]]), "y": np.array([0, 1])}
THREE = {"scores": np.array([[3.0, 1, -3], [1.3, 4.9, 2.0]])}


def probability_cases(rng):
    """The same scores as for the loss."""
    return [Case(case.label, {"scores": case.inputs["scores"]}) for case in cases(rng)]


def probability_ties(rng):
    """The same extreme scores as for the loss."""
    return [Case(case.label, {"scores": case.inputs["scores"]}) for case in ties(rng)]


SPECS = (
    Spec(
        name="softmax",
        kind="function",
        summary="Turn the scores of every sample into probabilities.",
        arguments=(Argument("scores", "float array of shape (N, C)", "scores (logits), one row a sample"),),
        outputs=(Argument("p", "float array of shape (N, C)", "probabilities; every row adds up to 1"),),
        points=2,
        section="classifiers/softmax#large-scores",
        cases=probability_cases,
        ties=probability_ties,
        note="Scores of 1000 and more must work, also beside rows of -1000: no inf and no nan may come out.",
        examples=(
            Example(
                Case("two samples, three classes", THREE),
                {"p": np.array([[0.87887824, 0.11894324, 0.00217852], [0.02524488, 0.92391816, 0.05083695]])},
                "Neural Networks lecture, softmax; the second row: scores of I2DL, lecture 7",
            ),
            Example(
                Case("scores of 1000", {"scores": np.array([[1000.0, 1001, 1002], [1, 2, 3]])}),
                {"p": np.array([[0.09003057, 0.24472847, 0.66524096], [0.09003057, 0.24472847, 0.66524096]])},
                "PV021, lecture text, softmax of 1, 2, 3; I2DL, lecture 7: adding 999 changes nothing",
            ),
        ),
    ),
    Spec(
        name="softmax_loss",
        kind="loss",
        summary="Compute the mean softmax cross-entropy of a batch, and its gradient.",
        arguments=(
            Argument("scores", "float array of shape (N, C)", "scores (logits), one row a sample"),
            Argument("y", "int array of shape (N,)", "the right class of each sample, from 0 to C - 1"),
        ),
        outputs=(
            Argument("loss", "float", "mean over the batch, in nats (natural logarithm)"),
            Argument("dscores", "float array of shape (N, C)", "gradient of the loss with respect to `scores`"),
        ),
        points=4,
        section="classifiers/softmax#backward-entry-by-entry",
        steps={
            "loss": "Log-sum-exp minus the right score, then a mean over the batch.",
            "dscores": "Softmax and logarithm cancel to a difference; the mean divides it.",
        },
        cases=cases,
        ties=ties,
        large=large,
        note="Scores of 1000 and more must work: neither the loss nor the gradient may become inf or nan.",
        examples=(
            Example(
                Case("cat, chair and car", LECTURE),
                {
                    "loss": 2.75865471,
                    "dscores": np.array(
                        [
                            [-0.29000582, 0.28968318, 0.00032264],
                            [0.00841496, -0.02536061, 0.01694565],
                            [0.14155181, 0.19107496, -0.33262676],
                        ]
                    ),
                },
                "I2DL, lecture 7: losses 2.04, 0.079, 6.156, mean 2.76",
            ),
            Example(
                Case("scores of 1000", HUGE),
                {"loss": 0.40760596, "dscores": np.array([[0.09003057, 0.24472847, -0.33475904]])},
                "I2DL, lecture 7: subtracting the maximum changes nothing",
            ),
            Example(
                Case("a probability that underflows", APART),
                {"loss": 500.34657359, "dscores": np.array([[-0.5, 0.5], [0.25, -0.25]])},
                "by hand: (1000 + log 2) / 2",
            ),
        ),
    ),
)
