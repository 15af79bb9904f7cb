"""Minibatches: which samples a step sees, and how noisy the gradient is that they give."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec

NEAR = 0.1  # of the true standard deviation: more than seven times what thousands of draws leave to chance
TRIALS = 3000


def _seed(rng):
    return int(rng.integers(1_000_000))


def _epoch(rng, count, size):
    return Case(f"{count} samples, batches of {size}", {"count": count, "size": size, "rng": _seed(rng)})


def epochs(rng):
    """Sizes that divide the number of samples, and sizes that do not."""
    return [_epoch(rng, 23, 5), _epoch(rng, 32, 8), _epoch(rng, 40, 7)]


def extreme_epochs(rng):
    """One batch that is not full, batches of one sample, and a large epoch."""
    return [_epoch(rng, 12, 50), _epoch(rng, 14, 1), _epoch(rng, 2500, 600)]


def any_shuffle(case, got, expected):
    """Every order is valid that holds each sample once, except the one that is not shuffled."""
    order, right = np.asarray(got["order"]), np.arange(case.inputs["count"])
    if order.shape == right.shape and np.array_equal(np.sort(order), right) and not np.array_equal(order, right):
        return expected | {"order": order.astype(int)}
    return expected


def _noise(rng, shape, size):
    grads = rng.normal(size=shape) * rng.uniform(3.0, 9.0, size=shape[1]) + rng.normal(size=shape[1])
    inputs = {"grads": grads, "size": size, "trials": TRIALS, "rng": _seed(rng)}
    return Case(f"{shape[0]} gradients of {shape[1]} numbers, batches of {size}", inputs)


def noises(rng):
    """A few of the samples, half of them, and most of them."""
    return [_noise(rng, (30, 4), 12), _noise(rng, (16, 3), 8), _noise(rng, (24, 2), 18)]


def near_enough(case, got, expected):
    """What is measured on random batches is valid if it is near what it tends to."""
    value, right = got["std"], expected["std"]
    close = np.shape(value) == np.shape(right) and bool(np.all(np.abs(value / right - 1) < NEAR))
    return {"std": value} if close else expected


RNG = Argument("rng", "np.random.Generator", "source of the random numbers: use no other")
TEN = {"count": 10, "size": 4, "rng": 0}
FOUR = {"grads": np.array([[1.0, 0.0], [2.0, 0.0], [3.0, 0.0], [4.0, 8.0]]), "size": 2, "trials": TRIALS, "rng": 0}
SPECS = (
    Spec(
        name="iterate_minibatches",
        kind="function",
        summary="Shuffle the samples of one epoch and cut them into minibatches.",
        arguments=(
            Argument("count", "int", "number of samples in the training set"),
            Argument("size", "int", "number of samples in a minibatch"),
            RNG,
        ),
        outputs=(
            Argument("order", "int array of shape (count,)", "the indices of all samples, each once, in random order"),
            Argument("starts", "int array of shape (K,)", "where in `order` each of the K minibatches begins"),
        ),
        points=2,
        section="descent/stochastic#epochs-iterations-names",
        cases=epochs,
        ties=extreme_epochs,
        nearest=any_shuffle,
        examples=(
            Example(
                Case("ten samples, batches of four", TEN),
                {"order": np.array([4, 6, 2, 7, 3, 5, 9, 0, 8, 1]), "starts": np.array([0, 4, 8])},
                "by hand: batches of 4, 4 and 2; any order is right in which each sample stands once",
            ),
        ),
        note="Minibatch k is order[starts[k] : starts[k] + size]. If size does not divide count, the last minibatch "
        "holds what is left: no sample is dropped.",
    ),
    Spec(
        name="minibatch_gradient_std",
        kind="function",
        summary="Measure how much the gradient of a minibatch varies from one random minibatch to the next.",
        arguments=(
            Argument("grads", "float array of shape (N, D)", "the gradient of each sample's own loss, one a row"),
            Argument("size", "int", "number of samples in a minibatch, at most N"),
            Argument("trials", "int", "number of random minibatches to try"),
            RNG,
        ),
        outputs=(
            Argument("std", "float array of shape (D,)", "standard deviation of the minibatch gradient, by entry"),
        ),
        points=3,
        section="descent/stochastic#how-noisy",
        cases=noises,
        nearest=near_enough,
        examples=(
            Example(
                Case("four gradients, batches of two", FOUR),
                {"std": np.array([0.64549722, 2.0])},
                "by hand: the six possible means have the variances 5/12 and 4; what you measure may differ by 10 %",
            ),
        ),
        note="A minibatch holds `size` different samples, as in a shuffled epoch, and its gradient is the mean of "
        "theirs. Each trial draws a new one. Entry by entry, the result may differ by 10 % from the true value.",
    ),
)
