"""Task: a network that reads handwritten digits."""

import numpy as np

from autograder.specification import Argument, Case, Spec, Task
from autograder.verdict.tasks import array_problem

THRESHOLD = 0.9
TESTED = 450
CLASSES = 10
OWN = 0.6  # an image keeps at least this part of itself when it is blended with another of the same digit
MIXED = 4  # pixels of which each new one is a weighted mean
NOISE = 0.04


def read(path):
    """Images of shape (N, 64) and their digits."""
    with np.load(path, allow_pickle=False) as file:
        return file["x"], file["y"]


def draw(rng, data):
    """A new split of new data: nothing that was learned from the file itself fits it.

    Images are blended with others of the same digit, every pixel becomes a mean of a few, with noise, and the digits
    are renamed. What can be learned from so many images is the same as before.
    """
    x, y = data
    order, name = rng.permutation(len(x)), rng.permutation(CLASSES)
    tested, kept = order[:TESTED], order[TESTED:]
    weights = _mixing(rng, x.shape[1])
    x_train, x_test = (_noisy(rng, _blended(rng, x[rows], y[rows]) @ weights) for rows in (kept, tested))
    inputs = {"x_train": x_train, "y_train": name[y[kept]], "x_test": x_test}
    return Case(f"{len(kept)} images to learn from", inputs, hidden={"y_test": name[y[tested]]})


def _blended(rng, x, y):
    """Every image with a part of another of the same digit."""
    partner = np.arange(len(y))
    for digit in np.unique(y):
        partner[y == digit] = rng.permutation(partner[y == digit])
    own = rng.uniform(OWN, 1, size=(len(x), 1))
    return own * x + (1 - own) * x[partner]


def _mixing(rng, count):
    """Weights that make a new pixel of a few old ones; every old one is used as often."""
    columns, weights = np.arange(count), np.zeros((count, count))
    shares = rng.dirichlet(np.ones(MIXED), size=count)
    for share in shares.T:
        weights[rng.permutation(count), columns] += share
    return weights


def _noisy(rng, x):
    return np.clip(x + NOISE * rng.normal(size=x.shape), 0, 1)


def judge(case, outputs, functions):
    """Count the right labels."""
    right, got = case.hidden["y_test"], outputs.get("y_pred")
    problem = array_problem("y_pred", got, right.shape, kinds="iu")
    if problem:
        return problem
    if got.min() < 0 or got.max() >= CLASSES:
        return f"y_pred holds labels from {got.min()} to {got.max()}; expected 0 to {CLASSES - 1}."
    accuracy = _accuracy(case, outputs)
    if accuracy > THRESHOLD:
        return ""
    return f"{accuracy:.1%} of the test images are named correctly; more than {THRESHOLD:.0%} are asked for."


def figure(case, outputs, functions):
    """The share of right labels."""
    return f"{100 * _accuracy(case, outputs):.1f} %"


def _accuracy(case, outputs):
    return float(np.mean(outputs["y_pred"] == case.hidden["y_test"]))


SPECS = (
    Spec(
        name="train_digits",
        kind="task",
        summary="Train a two-layer network on images of digits and name the digits of new images.",
        arguments=(
            Argument("x_train", "float array of shape (N, 64)", "images of 64 pixels, one a row, from 0 to 1"),
            Argument("y_train", "int array of shape (N,)", "their labels, from 0 to 9"),
            Argument("x_test", "float array of shape (K, 64)", "images that the network has not seen"),
        ),
        outputs=(Argument("y_pred", "int array of shape (K,)", "the label with the largest score for each of them"),),
        points=5,
        section="backprop/training#the-loop",
        note="More than 90 % must be right. How you learn from x_train and y_train is up to you. The check draws its "
        "own split, blends images of the same digit, mixes pixels, adds noise and renames digits, so nothing known "
        "of the file helps. A vectorized answer takes less than a second; 60 seconds of computing are allowed.",
        task=Task("digits.npz", read, draw, judge, figure),
    ),
)
