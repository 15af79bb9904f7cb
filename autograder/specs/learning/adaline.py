"""The linear neuron (ADALINE): its error, and two ways downhill."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.learning.linreg import AGES, DIAMETERS


def _data(rng, n, d):
    x = rng.normal(size=(n, d)) + 0.3
    return {"x": x, "y": x @ rng.normal(size=d) + 1.5 + rng.normal(size=n)}


def _loss(rng, n, d):
    return Case(f"{n} samples, {d} inputs", {"w": rng.normal(size=d + 1)} | _data(rng, n, d))


def loss_cases(rng):
    """One sample and several."""
    return [_loss(rng, 5, 3), _loss(rng, 1, 4), _loss(rng, 7, 1)]


def large(rng):
    """Many inputs of few samples."""
    n, d = 3, int(rng.integers(9000, 11_000))
    return _loss(rng, n, d), n * d


def _fit(rng, n, d, name, count):
    lr = float(rng.uniform(0.05, 0.3))
    return Case(f"{n} samples, {d} inputs, {count} {name}", _data(rng, n, d) | {"lr": lr, name: count})


def gd_cases(rng):
    """One step and several."""
    return [_fit(rng, 6, 2, "steps", 4), _fit(rng, 3, 4, "steps", 2), _fit(rng, 5, 1, "steps", 1)]


def online_cases(rng):
    """One epoch and several."""
    return [_fit(rng, 6, 2, "epochs", 3), _fit(rng, 4, 3, "epochs", 2), _fit(rng, 5, 1, "epochs", 1)]


def rate_cases(rng):
    """More samples than inputs, and fewer."""
    sizes = ((6, 3), (9, 2), (3, 5))
    return [Case(f"{n} samples, {d} inputs", {"x": _data(rng, n, d)["x"]}) for n, d in sizes]


SCALED = (AGES - AGES.mean(axis=0)) / AGES.std(axis=0)
X = Argument("x", "float array of shape (N, D)", "inputs, one sample a row, without a 1 for the bias")
Y = Argument("y", "float array of shape (N,)", "targets")
W = Argument("w", "float array of shape (D + 1,)", "weights, the bias weight first")
LR = Argument("lr", "float", "learning rate")
END = Argument("w", "float array of shape (D + 1,)", "the weights at the end, the bias weight first")
NOTE = "The loss is the squared error, with the factor 1/2 and the mean over the samples. All weights start at 0. "
SPECS = (
    Spec(
        name="adaline_loss",
        kind="loss",
        summary="Compute the mean squared error of a linear neuron, with the factor 1/2, and its gradient.",
        arguments=(W, X, Y),
        outputs=(
            Argument("loss", "float", "half the mean over the samples of (prediction - target) squared"),
            Argument("dw", "float array of shape (D + 1,)", "gradient of the loss with respect to `w`"),
        ),
        points=3,
        section="learning/descent#two-weights-and-more",
        steps={
            "loss": "Half of a mean of squares.",
            "dw": "Every sample contributes its error times its input, and the mean stays.",
        },
        cases=loss_cases,
        large=large,
        note="The prediction is w[0] plus the weighted inputs; there is no step.",
        examples=(
            Example(
                Case(
                    "one sample",
                    {"w": np.array([0.0, 0.2, -0.5]), "x": np.array([[1.0, 2.0]]), "y": np.array([1.0])},
                ),
                {"loss": 1.62, "dw": np.array([-1.8, -1.8, -3.6])},
                "Neural Networks, lecture, two weights: prediction -0.8, so the error is -1.8",
            ),
            Example(
                Case("twelve oaks", {"w": np.array([0.3, 0.02]), "x": AGES, "y": DIAMETERS}),
                {"loss": 32.701, "dw": np.array([-6.86, -478.04166667])},
                "PV021, lecture text, oaks in Wisconsin: -82.32 and -5736.5 are the sums",
            ),
        ),
    ),
    Spec(
        name="gd_fit",
        kind="function",
        summary="Train a linear neuron by gradient descent on all samples at once.",
        arguments=(X, Y, LR, Argument("steps", "int", "number of steps, at least 1")),
        outputs=(END, Argument("history", "float array of shape (steps, D + 1)", "the weights after each step")),
        points=3,
        section="learning/descent#the-algorithm",
        cases=gd_cases,
        note=NOTE + "The first row of history holds the weights after the first step, the last row those at the end.",
        examples=(
            Example(
                Case(
                    "two samples",
                    {"x": np.array([[1.0], [3.0]]), "y": np.array([2.0, 4.0]), "lr": 0.25, "steps": 2},
                ),
                {"w": np.array([0.4375, 0.9375]), "history": np.array([[0.75, 1.75], [0.4375, 0.9375]])},
                "by hand: the gradients are -3, -7 and 1.25, 3.25",
            ),
            Example(
                Case("oaks, ages standardised", {"x": SCALED, "y": DIAMETERS, "lr": 0.5, "steps": 2}),
                {"w": np.array([6.1875, 2.97951801]), "history": np.array([[4.125, 1.98634534], [6.1875, 2.97951801]])},
                "PV021, lecture text, oaks in Wisconsin: half of the way to 8.25 and 3.9727",
            ),
        ),
    ),
    Spec(
        name="online_fit",
        kind="function",
        summary="Train a linear neuron sample by sample.",
        arguments=(X, Y, LR, Argument("epochs", "int", "how often to go through all samples, at least 1")),
        outputs=(END, Argument("history", "float array of shape (epochs, D + 1)", "the weights after each epoch")),
        points=3,
        section="learning/descent#sample-by-sample",
        cases=online_cases,
        note="All weights start at 0. Each sample moves the weights against the gradient of its own loss, half the "
        "square of its own error, not divided by N. The samples come in their order, and each meets the weights that "
        "the one before has left.",
        examples=(
            Example(
                Case(
                    "two samples",
                    {"x": np.array([[1.0], [2.0]]), "y": np.array([1.0, 0.0]), "lr": 0.5, "epochs": 2},
                ),
                {"w": np.array([0.3125, -1.0]), "history": np.array([[-0.25, -1.0], [0.3125, -1.0]])},
                "by hand: after single samples 0.5, 0.5; -0.25, -1; 0.875, 0.125; 0.3125, -1",
            ),
        ),
    ),
    Spec(
        name="max_stable_lr",
        kind="function",
        summary="Compute the learning rate above which gradient descent on a linear neuron diverges.",
        arguments=(X,),
        outputs=(Argument("lr", "float", "the limit: every smaller positive rate converges"),),
        points=2,
        section="learning/descent#when-does-it-converge",
        cases=rate_cases,
        note="It is the limit for gradient descent on all samples at once, with the squared error that has the factor "
        "1/2 and is a mean over the samples, and with a bias weight.",
        examples=(
            Example(
                Case("two samples", {"x": np.array([[1.0], [3.0]])}),
                {"lr": 0.34314575},
                "by hand: the largest curvature is 3 + sqrt(8)",
            ),
            Example(
                Case("ages of twelve oaks", {"x": AGES}),
                {"lr": 0.00050794667},
                "PV021, lecture text, oaks in Wisconsin: 12 times the 4.2329e-5 of the summed error",
            ),
        ),
    ),
)
