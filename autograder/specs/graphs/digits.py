"""Task: a network that reads handwritten digits."""

import numpy as np

from autograder.specification import Argument, Case, Spec, Task
from autograder.verdict.tasks import array_problem

THRESHOLD = 0.9
TESTED = 450
CLASSES = 10


def read(path):
    """Images of shape (N, 64) and their digits."""
    with np.load(path, allow_pickle=False) as file:
        return file["x"], file["y"]


def draw(rng, data):
    """A new split; pixels and digits are renamed, so remembered images and answers do not fit."""
    x, y = data
    order = rng.permutation(len(x))
    x, y = x[order][:, rng.permutation(x.shape[1])], rng.permutation(CLASSES)[y[order]]
    inputs = {"x_train": x[TESTED:], "y_train": y[TESTED:], "x_test": x[:TESTED]}
    return Case(f"{len(x) - TESTED} images to learn from", inputs, hidden={"y_test": y[:TESTED]})


def judge(case, outputs, functions):
    """Count the right labels."""
    right, got = case.hidden["y_test"], outputs.get("y_pred")
    problem = array_problem("y_pred", got, right.shape, kinds="iu")
    if problem:
        return problem
    if got.min() < 0 or got.max() >= CLASSES:
        return f"y_pred holds labels from {got.min()} to {got.max()}; expected 0 to {CLASSES - 1}."
    accuracy = float(np.mean(got == right))
    if accuracy > THRESHOLD:
        return ""
    return f"{accuracy:.1%} of the test images are named correctly; more than {THRESHOLD:.0%} are asked for."


SPECS = (
    Spec(
        name="train_digits",
        kind="task",
        summary="Train a two-layer network on images of digits and name the digits of new images.",
        arguments=(
            Argument("x_train", "float array of shape (N, 64)", "images of 8 by 8 pixels, one a row, from 0 to 1"),
            Argument("y_train", "int array of shape (N,)", "their labels, from 0 to 9"),
            Argument("x_test", "float array of shape (K, 64)", "images that the network has not seen"),
        ),
        outputs=(Argument("y_pred", "int array of shape (K,)", "the label with the largest score for each of them"),),
        points=5,
        section="backprop/training#the-loop",
        note="More than 90 % must be right. The check draws its own split and renames pixels and labels, so nothing "
        "can be learned by heart. A vectorised answer takes less than a second; 60 seconds are allowed.",
        task=Task("digits.npz", read, draw, judge),
    ),
)
