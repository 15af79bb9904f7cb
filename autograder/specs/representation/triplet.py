"""Triplet loss: an anchor is to be nearer to its positive than to its negative."""

import numpy as np

from autograder.specification import Argument, Case, Example, Free, Spec
from autograder.specs.magnitudes import gaps

NAMES = ("anchor", "positive", "negative")


def _terms(inputs):
    anchor, positive, negative = (inputs[name] for name in NAMES)
    apart = np.sum((anchor - positive) ** 2, axis=1) - np.sum((anchor - negative) ** 2, axis=1)
    return apart + inputs["margin"]


def _case(rng, n, d, margin):
    inputs = {name: rng.normal(size=(n, d)) for name in NAMES} | {"margin": margin}
    close = np.abs(_terms(inputs)) < 0.05
    inputs["negative"][close] += 1.0  # away from the kink
    return Case(f"{n} triplets in {d} dimensions, margin {margin}", inputs)


def cases(rng):
    """Small and large margins: some triplets are far enough apart, others not."""
    return [_case(rng, 6, 3, 0.2), _case(rng, 5, 2, 1.5), _case(rng, 7, 4, 0.5)]


def ties(rng):
    """Whole numbers and a margin of 1, so that some triplets lie exactly on the kink; triplets close to it."""
    inputs = {name: rng.integers(-1, 2, size=(30, 2)).astype(float) for name in NAMES}
    inputs["anchor"][0], inputs["positive"][0], inputs["negative"][0] = [0.0, 0], [1.0, 1], [1.0, 0]
    inputs["anchor"][1], inputs["positive"][1], inputs["negative"][1] = [0.0, 0], [1.0, 0], [1.0, 1]
    close = {name: rng.normal(size=(16, 3)) for name in NAMES} | {"margin": 1.0}
    apart = close["negative"] - close["anchor"]
    wanted = np.sum((close["anchor"] - close["positive"]) ** 2, axis=1) + 1.0 - gaps(rng)
    close["negative"] = close["anchor"] + apart * np.sqrt(wanted / np.sum(apart**2, axis=1))[:, None]
    return [
        Case("30 triplets, some exactly at the margin", inputs | {"margin": 1.0}),
        Case("16 triplets, all close to the margin", close),
    ]


def large(rng):
    """A few triplets of thousands of features."""
    n, d = 3, int(rng.integers(2800, 3200))
    return _case(rng, n, d, 1.0), 3 * n * d


def nearest(case, got, expected):
    """Accept, for every triplet exactly on the kink, the same share from 0 to 1 of all three gradients."""
    inputs, count = case.inputs, len(case.inputs["anchor"])
    anchor, positive, negative = (inputs[name] for name in NAMES)
    full = {"danchor": negative - positive, "dpositive": positive - anchor, "dnegative": anchor - negative}
    full = {name: 2 * value / count for name, value in full.items()}
    size = sum(np.sum(value**2, axis=1) for value in full.values())
    along = sum(np.sum(value * got[name], axis=1) for name, value in full.items())
    share = np.clip(np.divide(along, size, out=np.zeros(count), where=size > 0), 0, 1)[:, None]
    at_kink = (_terms(inputs) == 0)[:, None]
    return {
        name: np.where(at_kink, share * full[name], value) if name in full else value
        for name, value in expected.items()
    }


def free(case, got):
    """The rows of the triplets that are exactly on the kink."""
    at_kink = np.broadcast_to((_terms(case.inputs) == 0)[:, None], case.inputs["anchor"].shape)
    says = "must be a share from 0 to 1 of its slope where a triplet is exactly on the kink, the same for all inputs."
    return {f"d{name}": Free(at_kink, f"d{name} {says}") for name in NAMES}


LECTURE = {
    "anchor": np.zeros((3, 1)),
    "positive": np.ones((3, 1)),
    "negative": np.array([[2.0], [1.1], [0.5]]),
    "margin": 0.2,
}
PLANE = {
    "anchor": np.array([[0.0, 0], [1, 1], [2, 0]]),
    "positive": np.array([[3.0, 1], [2, 3], [2, 1]]),
    "negative": np.array([[1.0, 2], [3, 0], [7, 0]]),
    "margin": 1.0,
}
SPECS = (
    Spec(
        name="triplet_loss",
        kind="loss",
        summary="Compute the mean triplet loss of embedded samples, and its gradients.",
        arguments=(
            Argument("anchor", "float array of shape (N, D)", "embeddings of N samples, one a row"),
            Argument("positive", "float array of shape (N, D)", "for each of them one of the same class"),
            Argument("negative", "float array of shape (N, D)", "for each of them one of another class"),
            Argument("margin", "float", "by how much the negative is to be farther away, in squared distances"),
        ),
        outputs=(
            Argument("loss", "float", "mean over the triplets"),
            *(
                Argument(f"d{name}", "float array of shape (N, D)", f"gradient of the loss with respect to `{name}`")
                for name in NAMES
            ),
        ),
        points=4,
        section="representation/metric#triplets",
        steps={
            "loss": "A triplet that keeps the margin costs nothing; then a mean over all triplets.",
            "danchor": "The anchor stands in both distances: two contributions.",
            "dpositive": "The positive stands in one distance, with a plus.",
            "dnegative": "The negative stands in one distance, with a minus.",
        },
        cases=cases,
        ties=ties,
        large=large,
        nearest=nearest,
        free=free,
        note="A triplet costs the squared Euclidean distance from anchor to positive, less the one from anchor to "
        "negative, plus the margin; nothing if that is negative. The loss is the mean over the N triplets (the lecture "
        "sums). Where the cost is exactly 0, any share from 0 to 1 of the slope is accepted.",
        examples=(
            Example(
                Case("three triplets in the plane, margin 1", PLANE),
                {
                    "loss": 7 / 3,
                    "danchor": np.array([[-4 / 3, 2 / 3], [2 / 3, -2], [0, 0]]),
                    "dpositive": np.array([[2, 2 / 3], [2 / 3, 4 / 3], [0, 0]]),
                    "dnegative": np.array([[-2 / 3, -4 / 3], [-4 / 3, 2 / 3], [0, 0]]),
                },
                "by hand: 10 - 5 + 1 = 6, 5 - 5 + 1 = 1, and 1 - 25 + 1 counts as 0",
            ),
            Example(
                Case("anchor 0, positive 1, negatives 2, 1.1 and 0.5 on a line", LECTURE),
                {
                    "loss": 0.31666667,
                    "danchor": np.array([[0.0], [0], [-1 / 3]]),
                    "dpositive": np.array([[0.0], [0], [2 / 3]]),
                    "dnegative": np.array([[0.0], [0], [-1 / 3]]),
                },
                "METU CENG 501 notes, triplet loss: costs 0, 0 and 0.95 by its formula",
            ),
        ),
    ),
)
