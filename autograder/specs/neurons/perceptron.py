"""The perceptron: a neuron that learns from its mistakes."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec


def _update(rng, d, target, is_right):
    """A sample that the neuron gets right, or not, by a clear margin; without the bias weight it is the reverse."""
    w, x = rng.normal(size=d + 1), rng.normal(size=d)
    side = 1 if is_right == bool(target) else -1
    x *= -side * np.sign(x @ w[1:])
    w[0] = side * rng.uniform(0.3, 1.0) - x @ w[1:]
    label = f"{d} inputs, target {target}, predicted {'right' if is_right else 'wrong'}"
    return Case(label, {"w": w, "x": x, "y": target, "lr": float(rng.uniform(0.1, 0.9))})


def update_cases(rng):
    """A missed 1, a false 1, and a sample that is right."""
    return [_update(rng, 3, 1, False), _update(rng, 2, 0, False), _update(rng, 4, 1, True), _update(rng, 1, 0, True)]


def update_ties(rng):
    """A potential of exactly 0, with either target; potentials close to it, of either sign."""
    w, x = np.array([-1.0, 2.0, 1.0]), np.array([1.0, -1.0])
    lr = float(rng.uniform(0.1, 0.9))
    at = [Case(f"potential 0, target {y}", {"w": w, "x": x, "y": y, "lr": lr}) for y in (0, 1)]
    return at + [_close(rng, size, y) for size in (1e-7, 1e-4, 1e-2) for y in (0, 1)]


def _close(rng, size, y):
    """A sample that the neuron gets wrong by little."""
    w, x, potential = rng.normal(size=4), rng.normal(size=3), size * rng.uniform(1.0, 4.0) * (1 - 2 * y)
    w[0] = potential - x @ w[1:]
    return Case(f"potential {potential:.0e}, target {y}", {"w": w, "x": x, "y": y, "lr": float(rng.uniform(0.1, 0.9))})


def _fit(rng, n, d, epochs, is_separable):
    x, direction = rng.normal(size=(n, d)), rng.normal(size=d)
    y = (x @ direction + 0.3 > 0).astype(int) if is_separable else rng.integers(0, 2, size=n)
    y[:2] = [0, 1]
    label = f"{n} samples, {d} inputs, {epochs} epochs"
    return Case(label, {"x": x, "y": y, "lr": float(rng.uniform(0.1, 0.9)), "epochs": epochs})


def fit_cases(rng):
    """One epoch and several, classes that a line separates and others."""
    return [_fit(rng, 9, 2, 1, True), _fit(rng, 12, 3, 6, True), _fit(rng, 10, 2, 4, False)]


def fit_ties(rng):
    """Whole numbers: potentials of exactly 0 occur."""
    x = rng.integers(-2, 3, size=(10, 2)).astype(float)
    y = rng.integers(0, 2, size=10)
    return [Case("whole numbers", {"x": x, "y": y, "lr": 1.0, "epochs": 5})]


BITS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
W = Argument("w", "float array of shape (D + 1,)", "weights: w[0] is the bias weight, w[1:] belong to the inputs")
NOTE = (
    "The prediction is 1 where w[0] plus the weighted inputs is at least 0, else 0. The rule moves the weights by lr "
    "times (target - prediction) times the input; the bias weight has the constant input 1. "
)
SPECS = (
    Spec(
        name="perceptron_update",
        kind="function",
        summary="Let a perceptron learn from one sample.",
        arguments=(
            W,
            Argument("x", "float array of shape (D,)", "one sample, without a 1 for the bias"),
            Argument("y", "int", "its target, 0 or 1"),
            Argument("lr", "float", "learning rate"),
        ),
        outputs=(Argument("next_w", "float array of shape (D + 1,)", "the new weights, in a new array"),),
        points=3,
        section="neurons/perceptron#one-mistake",
        cases=update_cases,
        ties=update_ties,
        note=NOTE + "The array w itself must not change.",
        examples=(
            Example(
                Case("a missed 1", {"w": np.array([-1.5, 0.5, 0.25]), "x": np.array([0.8, -2.0]), "y": 1, "lr": 1.0}),
                {"next_w": np.array([-0.5, 1.3, -1.75])},
                "METU CENG 501 notes, perceptron rule: an input of 0.8 adds 0.8 (with outputs 0 and 1)",
            ),
            Example(
                Case("a false 1", {"w": np.array([0.5, 1.0]), "x": np.array([2.0]), "y": 0, "lr": 0.5}),
                {"next_w": np.array([0.0, 0.0])},
                "by hand: potential 2.5, so 0.5 and 1 are taken away",
            ),
            Example(
                Case("a sample that is right", {"w": np.array([-2.0, 1.0]), "x": np.array([1.0]), "y": 0, "lr": 0.5}),
                {"next_w": np.array([-2.0, 1.0])},
                "by hand: potential -1, so the prediction is 0",
            ),
        ),
    ),
    Spec(
        name="perceptron_fit",
        kind="function",
        summary="Train a perceptron, sample by sample.",
        arguments=(
            Argument("x", "float array of shape (N, D)", "a training set, one sample a row"),
            Argument("y", "int array of shape (N,)", "targets, 0 or 1"),
            Argument("lr", "float", "learning rate"),
            Argument("epochs", "int", "how often to go through all samples"),
        ),
        outputs=(
            Argument("w", "float array of shape (D + 1,)", "the weights at the end, the bias weight first"),
            Argument("updates", "int", "how many samples changed the weights, over all epochs"),
        ),
        points=4,
        section="neurons/perceptron#when-does-it-stop",
        cases=fit_cases,
        ties=fit_ties,
        note=NOTE + "All weights start at 0. The samples come in their order, in every epoch, and each meets the "
        "weights that the one before has left.",
        examples=(
            Example(
                Case("or", {"x": BITS, "y": np.array([0, 1, 1, 1]), "lr": 1.0, "epochs": 10}),
                {"w": np.array([-1.0, 1.0, 1.0]), "updates": 5},
                "by hand: the third epoch changes something for the last time",
            ),
            Example(
                Case("and", {"x": BITS, "y": np.array([0, 0, 0, 1]), "lr": 0.5, "epochs": 20}),
                {"w": np.array([-1.5, 1.0, 0.5]), "updates": 11},
                "by hand: METU CENG 501 notes, perceptron training rule, with a step that is 1 at 0",
            ),
        ),
    ),
)
