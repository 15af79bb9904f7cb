"""The logistic function: by itself, as a layer, and as a loss for two classes."""

import numpy as np

from autograder.conversion import scaled
from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.elementwise import SHAPES, extremes, pair
from autograder.specs.magnitudes import far_out, near_zero
from autograder.variants import Family, Variant


def cases(rng):
    """Random numbers of one, two and four axes."""
    return [Case(f"x of shape {shape}", {"x": 1.5 * rng.normal(size=shape)}) for shape in SHAPES]


def ties(rng):
    """Numbers close to 0, and so large that their exponential is larger than any float, on both sides."""
    return extremes(rng)


def _logits(rng, n, soft=False):
    t = rng.uniform(size=n) if soft else rng.permutation(np.arange(n) % 2).astype(float)
    return Case(f"{n} {'soft' if soft else 'hard'} targets", {"z": 2.0 * rng.normal(size=n), "t": t})


def logit_cases(rng):
    """Targets of 0 and 1, and between."""
    return [_logits(rng, 5), _logits(rng, 7, soft=True), _logits(rng, 2)]


def logit_ties(rng):
    """Logits of a thousand and close to 0, right and wrong; samples with tiny gradients: sure and right."""
    z, sure = far_out(rng, (22,)), rng.permutation(np.linspace(14.0, 45.0, 8)) * rng.permutation([-1.0, 1.0] * 4)
    return [
        Case("logits from 10 to 1000", {"z": np.append(z, [1e3, -1e3]), "t": np.append(np.arange(22) % 2, [0.0, 1])}),
        Case("logits of 0 and close to it", {"z": near_zero(rng, (18,)), "t": np.arange(18) % 3 / 2}),
        Case("8 samples that are sure and right", {"z": sure, "t": (sure > 0).astype(float)}),
    ]


def large_logits(rng):
    """Many samples."""
    n = int(rng.integers(7000, 9000))
    return _logits(rng, n), n


POINTS = {"x": np.array([[-2.0, 0, 1], [-1, 3, 6]])}
VALUES = np.array([[0.11920292, 0.5, 0.73105858], [0.26894142, 0.95257413, 0.99752738]])
HUGE = {"x": np.array([[-1000.0, 1000, 2000]])}
HUGE_NOTE = "Entries of 1000 and -1000 must work: neither inf nor nan may come out."
P = np.array([0.9, 0.2, 0.6])
PASSED = {"z": np.log(P / (1 - P)), "t": np.array([1.0, 0, 1])}
SURE = {"z": np.array([-1000.0, 1000, 0, 1000]), "t": np.array([1.0, 1, 1, 1])}
EXAMPLES = (
    (Case("six points on the line", POINTS), VALUES, "Neychev lecture, activation functions"),
    (Case("far out on both sides", HUGE), np.array([[0.0, 1, 1]]), "by hand: the limits are 0 and 1"),
)
SPECS = (
    Spec(
        name="sigmoid",
        kind="function",
        summary="Apply the logistic function 1 / (1 + exp(-x)) to every entry.",
        arguments=(Argument("x", "float array of any shape", "numbers from minus to plus infinity: log-odds"),),
        outputs=(Argument("p", "float array of the shape of x", "numbers from 0 to 1: probabilities"),),
        points=2,
        section="classifiers/odds#why-the-logistic-function",
        cases=cases,
        ties=ties,
        note=HUGE_NOTE,
        examples=tuple(Example(case, {"p": values}, source) for case, values, source in EXAMPLES),
    ),
    *pair(
        "sigmoid",
        "the logistic function 1 / (1 + exp(-x))",
        cases,
        ties,
        section="graphs/index#the-logistic-unit",
        step="The slope of the logistic function, written with its own result.",
        note=HUGE_NOTE,
        slope_note=HUGE_NOTE,
        examples=tuple(Example(case, {"out": values}, source) for case, values, source in EXAMPLES),
    ),
    Spec(
        name="bce_with_logits",
        kind="loss",
        summary="Compute the mean binary cross-entropy of sigmoid(z) against targets, and its gradient.",
        arguments=(
            Argument("z", "float array of shape (N,)", "logits (log-odds) of class 1, one for each sample"),
            Argument("t", "float array of shape (N,)", "targets: 0, 1, or a probability between"),
        ),
        outputs=(
            Argument("loss", "float", "mean over the batch, in nats (natural logarithm)"),
            Argument("dz", "float array of shape (N,)", "gradient of the loss with respect to `z`"),
        ),
        points=4,
        section="classifiers/odds#backward-entry-by-entry",
        steps={
            "loss": "Logarithm and exponential are joined, so that nothing overflows; then a mean.",
            "dz": "Logistic function and logarithm cancel to a difference; the mean divides it.",
        },
        cases=logit_cases,
        ties=logit_ties,
        large=large_logits,
        note="With p = sigmoid(z), a sample costs -(t log p + (1 - t) log(1 - p)). A logit of 1000 with target 0 costs "
        "1000: neither inf nor nan may come out, and nothing may be cut off.",
        examples=(
            Example(
                Case("probabilities 0.9, 0.2 and 0.6", PASSED),
                {"loss": 0.27977656, "dz": np.array([-0.03333333, 0.06666667, -0.13333333])},
                "Neychev lecture, logistic regression, with the brackets of the formula put right: 0.8393 in all",
            ),
            Example(
                Case("very sure, once wrongly", SURE),
                {"loss": 250.1732868, "dz": np.array([-0.25, 0, -0.125, 0])},
                "by hand: (1000 + log 2) / 4",
            ),
        ),
    ),
)
VARIANTS = (
    Family(
        "bce",
        ("bce_with_logits",),
        (
            Variant("mean", "the loss is the mean over the batch"),
            Variant(
                "sum",
                "the loss is the sum over the batch",
                {"loss": scaled(lambda inputs: len(inputs["z"]))},
                {"loss": {"meaning": "sum over the batch, in nats (natural logarithm)"}},
                {
                    "bce_with_logits": {
                        "summary": "Compute the summed binary cross-entropy of sigmoid(z) against targets, and its "
                        "gradient.",
                        "steps": {
                            "loss": "Logarithm and exponential are joined, so that nothing overflows; then a sum.",
                            "dz": "Logistic function and logarithm cancel to a difference.",
                        },
                    }
                },
            ),
        ),
    ),
)
