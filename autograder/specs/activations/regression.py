"""Losses of regression: mean absolute and mean squared error."""

import numpy as np

from autograder.conversion import scaled
from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.freedom import within
from autograder.specs.magnitudes import near_zero
from autograder.variants import Family, Variant

Y_PRED = Argument("y_pred", "float array of shape (N, M)", "predictions, one row a sample")
Y = Argument("y", "float array of shape (N, M)", "targets")
GRADIENT = Argument("dy_pred", "float array of shape (N, M)", "gradient of the loss with respect to `y_pred`")


def _case(rng, n, m):
    y = rng.normal(size=(n, m))
    residuals = rng.uniform(0.1, 2.0, size=(n, m)) * rng.choice([-1.0, 1.0], size=(n, m))
    return Case(f"{n} samples, {m} outputs", {"y_pred": y + residuals, "y": y})


def cases(rng):
    """Random residuals, away from 0; the sizes tell N, M, N M and 2 apart."""
    return [_case(rng, 4, 3), _case(rng, 5, 7), _case(rng, 3, 1)]


def ties(rng):
    """Some predictions that are exactly right or nearly so, some that are off by far."""
    y = rng.normal(size=(4, 5))
    y_pred = y + rng.normal(size=(4, 5))
    y_pred[1:3, :3] = y[1:3, :3]
    y_pred[3] += 1e6
    target = rng.normal(size=(5, 4))
    return [
        Case("predictions that are exactly right, and outliers", {"y_pred": y_pred, "y": y}),
        Case("predictions that are nearly right", {"y_pred": target + near_zero(rng, (5, 4)), "y": target}),
    ]


def large(rng):
    """Many outputs of many samples."""
    n, m = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _case(rng, n, m), n * m


def nearest(case, got, expected):
    """Accept every slope in [-1, 1] of the absolute value where a prediction is exactly right."""
    exact = case.inputs["y_pred"] == case.inputs["y"]
    share = 1 / exact.size
    slopes = np.where(exact, np.clip(got["dy_pred"], -share, share), expected["dy_pred"])
    return {"loss": expected["loss"], "dy_pred": slopes}


def free(case, got):
    """The entries where a prediction is exactly right."""
    exact = case.inputs["y_pred"] == case.inputs["y"]
    share, where = 1 / exact.size, "where the prediction is exactly right"
    return within("dy_pred", got["dy_pred"], -share, share, exact, where)


RESIDUALS = {
    "y_pred": np.array([[5.0, 1, 3], [0, 2, -1]]),
    "y": np.array([[2.0, 5, 1], [2, 2, -1]]),
}
EXAM = {"y_pred": np.array([[0.0, -1.5]]), "y": np.array([[1.0, 0.5]])}
FOUR = {"y_pred": np.array([[1.0, 2], [3, 4]]), "y": np.array([[0.0, 2], [1, 1]])}
SPECS = (
    Spec(
        name="l1_loss",
        kind="loss",
        summary="Compute the mean absolute error of a batch, and its gradient.",
        arguments=(Y_PRED, Y),
        outputs=(Argument("loss", "float", "mean of the absolute residuals, over all N M entries"), GRADIENT),
        points=2,
        section="activations/index#a-number-squares-or-absolute-values",
        steps={
            "loss": "A mean over the batch.",
            "dy_pred": "The slope of an absolute value is a sign; the mean divides it.",
        },
        cases=cases,
        ties=ties,
        nearest=nearest,
        free=free,
        large=large,
        note="The mean goes over all entries, samples and outputs alike. Where a prediction is exactly right, any "
        "slope of the absolute value from -1 to 1 is accepted.",
        examples=(
            Example(
                Case("residuals 3, -4, 2, -2, 0, 0", RESIDUALS),
                {"loss": 1.83333333, "dy_pred": np.array([[1.0, -1, 1], [-1, 0, 0]]) / 6},
                "I2DL, lecture 7: the sum is 11",
            ),
            Example(
                Case("one sample, two outputs", EXAM),
                {"loss": 1.5, "dy_pred": np.array([[-0.5, -0.5]])},
                "by hand: (1 + 2) / 2",
            ),
        ),
    ),
    Spec(
        name="mse_loss",
        kind="loss",
        summary="Compute the mean squared error of a batch, and its gradient.",
        arguments=(Y_PRED, Y),
        outputs=(Argument("loss", "float", "mean of the squared residuals, over all N M entries"), GRADIENT),
        points=2,
        section="activations/index#a-number-squares-or-absolute-values",
        steps={
            "loss": "A mean over the batch.",
            "dy_pred": "The slope of a square; the mean divides it.",
        },
        cases=cases,
        ties=ties,
        large=large,
        note="The mean goes over all entries, samples and outputs alike, without a factor 1/2.",
        examples=(
            Example(
                Case("one sample, two outputs", EXAM),
                {"loss": 2.5, "dy_pred": np.array([[-1.0, -2]])},
                "I2DL, mock exam, backpropagation: 0.5 * 1 + 0.5 * 4 = 2.5",
            ),
            Example(
                Case("residuals 3, -4, 2, -2, 0, 0", RESIDUALS),
                {"loss": 5.5, "dy_pred": np.array([[3.0, -4, 2], [-2, 0, 0]]) / 3},
                "I2DL, lecture 7: the sum is 33",
            ),
            Example(
                Case("two samples, two outputs", FOUR),
                {"loss": 3.5, "dy_pred": np.array([[0.5, 0], [1, 1.5]])},
                "PV021, lecture text, mean squared error",
            ),
        ),
    ),
)


def _mse(name, clause, factor, meaning, note, loss):
    """The variant in which the squares are divided by another number."""
    told = {
        "summary": "Compute the squared error of a batch, and its gradient.",
        "note": note,
        "steps": {"loss": loss, "dy_pred": "The slope of a square; what divides the loss divides it."},
    }
    return Variant(name, clause, {"loss": scaled(factor)}, {"loss": {"meaning": meaning}}, {"mse_loss": told})


VARIANTS = (
    Family(
        "mse",
        ("mse_loss",),
        (
            Variant("all_entries", "the loss is the mean of the squares over all N M entries"),
            _mse(
                "by_samples",
                "the loss is the sum of the squares over all entries, divided by the number of samples N",
                lambda inputs: inputs["y"].shape[1],
                "sum of the squared residuals over the outputs, mean over the samples",
                "The sum goes over all entries and is divided by N only, without a factor 1/2.",
                "A sum over the outputs, a mean over the samples.",
            ),
            _mse(
                "sum",
                "the loss is the sum of the squares over all entries, divided by nothing",
                lambda inputs: inputs["y"].size,
                "sum of the squared residuals, over all N M entries",
                "The sum goes over all entries, samples and outputs alike, without a factor 1/2.",
                "A sum over the batch.",
            ),
        ),
    ),
)
