"""Dropout: units switched off at random while training."""

import numpy as np

from autograder.specification import Argument, Case, Example, NotValid, Spec
from autograder.specs.backward import backward_of

SIGMAS = 6  # how far the share of kept entries may be from p, in standard deviations
JUDGED = 60  # entries from which on the pattern of the mask is looked at


def _case(rng, shape, p, mode="train"):
    x = rng.uniform(0.2, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)
    param = {"mode": mode, "p": p, "seed": int(rng.integers(1_000_000))}
    return Case(f"x {shape}, {mode} mode, p {p}", {"x": x, "dropout_param": param})


def cases(rng):
    """Training with many and with few entries kept, and test mode."""
    return [_case(rng, (12, 15), 0.8), _case(rng, (7, 4, 9), 0.3), _case(rng, (5, 6), 0.65, "test")]


def zeros(rng):
    """Inputs that are 0 already, as behind a ReLU: nothing tells whether they are kept."""
    case = _case(rng, (13, 11), 0.7)
    case.inputs["x"][::2, 1::2] = 0.0
    return [case]


def large(rng):
    """Thousands of entries."""
    n, d = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _case(rng, (n, d), 0.75), n * d


def _kept(x, p, out):
    """Which entries an output has kept; NotValid if that is no dropout mask for `p`."""
    out, on = np.asarray(out), x != 0
    kept = out != 0
    share, slack = kept[on].mean(), SIGMAS * np.sqrt(p * (1 - p) / on.sum())
    if abs(share - p) > slack:
        raise NotValid(f"{share:.0%} of the entries are kept; p = {p:g} is the probability of keeping one.")
    if x.size >= JUDGED and np.all((kept == kept[:1]) | ~on):
        raise NotValid("all samples share one mask; each entry must have its own random number.")
    return kept


def any_mask(case, got, expected):
    """Every mask of a plausible share is valid; it is read from the student's own output."""
    x, param = case.inputs["x"], case.inputs["dropout_param"]
    if param["mode"] == "test":
        return expected
    return {"out": np.where(_kept(x, param["p"], got["out"]), x / param["p"], 0.0)}


def same_mask(case, got, expected):
    """The gradient must pass where the student's forward function has kept an entry."""
    x, dout, param = case.inputs["x"], case.upstream["dout"], case.inputs["dropout_param"]
    if param["mode"] == "test":
        return expected
    try:
        kept = _kept(x, param["p"], got["out"])
    except NotValid:
        return expected
    unknown = (x == 0) & (got["dx"] != 0)  # out is 0 there, kept or not
    return {"dx": np.where(kept | unknown, dout / param["p"], 0.0)}


def _worked(x, mode, p):
    return {"x": np.asarray(x, float), "dropout_param": {"mode": mode, "p": p, "seed": 3}}


TABLE = 1.0 + np.arange(60).reshape(6, 10)
PATTERN = (np.add.outer(np.arange(6), 2 * np.arange(10)) % 5) != 0
FORWARD = Spec(
    name="dropout_forward",
    kind="forward",
    summary="Switch entries off at random in training mode; let everything pass in test mode.",
    arguments=(
        Argument("x", "float array of any shape", "activations, the first axis for samples"),
        Argument(
            "dropout_param",
            "dict",
            "'mode' ('train' or 'test'), 'p', the probability that an entry is kept, and 'seed', an int",
        ),
    ),
    outputs=(Argument("out", "float array of the shape of x", "what is left of the activations"),),
    points=2,
    cases=cases,
    ties=zeros,
    nearest=any_mask,
    examples=(
        Example(
            Case("60 entries, p 0.8", _worked(TABLE, "train", 0.8)),
            {"out": TABLE * PATTERN / 0.8},
            "by hand: every entry is 0 or 1.25 times what it was; which ones are 0 does not matter",
        ),
        Example(
            Case("three neurons, p 1/2", _worked([[1, 2, 3]], "train", 0.5)),
            {"out": np.array([[2.0, 0.0, 6.0]])},
            "PV021, lecture text, dropout, with the values doubled in training; which ones are 0 does not matter",
        ),
        Example(
            Case("test mode, p 1/2", _worked([[1, 2, 3]], "test", 0.5)),
            {"out": np.array([[1.0, 2.0, 3.0]])},
            "by hand: nothing changes",
        ),
    ),
    note="This is inverted dropout: what is kept is divided by p in training, so that nothing must be scaled in "
    "test mode. p is the probability to keep an entry (PyTorch's p is the probability to drop it). Every entry "
    "has a random number of its own. The same seed must give the same mask: use np.random.default_rng(seed).",
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradient of a loss with respect to the input of a dropout layer.",
        points=2,
        large=large,
        nearest=same_mask,
        note="In test mode too: the cache says in which mode the forward function ran.",
    ),
)
