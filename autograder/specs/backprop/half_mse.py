"""Half the squared error, as backpropagation is usually derived with."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _case(rng, n, m):
    inputs = {"y_pred": rng.normal(size=(n, m)), "y": rng.normal(size=(n, m))}
    return Case(f"{n} samples, {m} outputs", inputs)


def cases(rng):
    """N and M differ, so that a mean over the wrong axis shows."""
    return [_case(rng, 4, 3), _case(rng, 1, 5), _case(rng, 6, 2)]


def large(rng):
    """Many outputs of many samples."""
    n, m = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _case(rng, n, m), n * m


TARGETS = np.array([[0.0, 4, 0, 1], [3, 4, 0, -1], [2, 0, 1, 0]])
ERRORS = np.array([[1.0, -2, 0, 0], [-3, 0, 0, 0], [0, 0, -2, 0]])
SPECS = (
    Spec(
        name="half_mse",
        kind="loss",
        summary="Compute half the squared error, summed over the outputs, averaged over the batch, and its gradient.",
        arguments=(
            Argument("y_pred", "float array of shape (N, M)", "what the network says, one row a sample"),
            Argument("y", "float array of shape (N, M)", "what it should say"),
        ),
        outputs=(
            Argument("loss", "float", "sum of all squared differences, divided by 2 N"),
            Argument("dy_pred", "float array of shape (N, M)", "gradient of the loss with respect to `y_pred`"),
        ),
        points=2,
        section="backprop/index#the-loss-decides-the-first-factor",
        steps={
            "loss": "Half the squares, and a mean over the batch.",
            "dy_pred": "The half cancels against the slope of the square; the mean stays.",
        },
        cases=cases,
        large=large,
        note="The half stands there so that no 2 is left in the gradient. The squares of the M outputs of a sample are "
        "added; only over the N samples is a mean taken.",
        examples=(
            Example(
                Case("three samples, four outputs", {"y_pred": TARGETS + ERRORS, "y": TARGETS}),
                {"loss": 3.0, "dy_pred": ERRORS / 3},
                "by hand: (1 + 4 + 9 + 4) / 6",
            ),
        ),
    ),
)
