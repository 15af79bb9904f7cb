"""Dropout: units switched off at random while training."""

import numpy as np

from autograder.conversion import complement
from autograder.specification import Argument, Case, Example, NotValid, Spec
from autograder.specs.backward import backward_of
from autograder.specs.magnitudes import every_size
from autograder.variants import Family, Variant

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
    """Inputs that are 0 already, as behind a ReLU; inputs of every size; both in test mode too."""
    found = []
    for shape, p, mode in (((20, 30), 0.7, "train"), ((40, 15), 0.35, "train"), ((4, 5), 0.6, "test")):
        case = _case(rng, shape, p, mode)
        case.inputs["x"][:, ::2] = 0.0
        found.append(Case(f"{case.label}, half of the entries 0", case.inputs))
    sizes = _case(rng, (9, 20), 0.6)
    sizes.inputs["x"] = every_size(rng, (9, 20))
    return [*found, Case(f"{sizes.label}, entries from 1e-6 to 1e3", sizes.inputs)]


def many(rng):
    """The same; so many entries that another probability shows."""
    case = _case(rng, (120, 110), 0.6)
    case.inputs["x"] = rng.choice([-2.0, -1.0, 0.5, 3.0], size=(120, 110))
    return [*zeros(rng), case]


def large(rng):
    """Thousands of entries."""
    n, d = int(rng.integers(60, 80)), int(rng.integers(100, 130))
    return _case(rng, (n, d), 0.75), n * d


def _kept(x, p, out):
    """Which entries an output has kept; NotValid if that is no dropout mask for `p`."""
    out, on = np.asarray(out), x != 0
    kept = out != 0
    _plausible(kept[on].mean(), p, on.sum(), "the forward function keeps")
    if x.size >= JUDGED and np.all((kept == kept[:1]) | ~on):
        raise NotValid("all samples share one mask; each entry must have its own random number.")
    return kept


def _plausible(share, p, count, what):
    """NotValid if so large a share of so many entries is not kept with probability `p`."""
    if abs(share - p) > SIGMAS * np.sqrt(p * (1 - p) / count):
        expected = f"{what} {share:.0%} of the entries; {p:.0%} are expected."
        raise NotValid(f"{what} {share:.0%} of the entries; p = {p:g} is the probability of keeping one.", expected)


def any_mask(case, got, expected):
    """Every mask of a plausible share is valid; it is read from the student's own output."""
    x, param = case.inputs["x"], case.inputs["dropout_param"]
    if param["mode"] == "test":
        return expected
    return {"out": np.where(_kept(x, param["p"], got["out"]), x / param["p"], 0.0)}


def same_mask(case, got, expected):
    """The gradient must pass where the student's forward function has kept an entry.

    Where x is 0 the output does not tell: there any entries may be kept, if their share is plausible.
    """
    x, dout, param = case.inputs["x"], case.upstream["dout"], case.inputs["dropout_param"]
    if param["mode"] == "test":
        return expected
    try:
        kept = _kept(x, param["p"], got["out"])
    except NotValid:
        return expected
    unknown = x == 0  # out is 0 there, kept or not
    passed = got["dx"] != 0
    if unknown.sum() >= JUDGED:
        _plausible(passed[unknown].mean(), param["p"], unknown.sum(), "where x is 0, the gradient passes at")
    return {"dx": np.where(kept | unknown & passed, dout / param["p"], 0.0)}


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
    section="regularization/dropout#dropout",
    cases=cases,
    ties=many,
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
        section="regularization/dropout#dropout",
        steps={
            "dx": "The mask and the scale of the forward pass, once more.",
        },
        ties=zeros,
        large=large,
        nearest=same_mask,
        note="In test mode too: the cache says in which mode the forward function ran.",
    ),
)
DROPS = (
    "This is inverted dropout: what is kept is divided by 1 - p in training, so that nothing must be scaled in test "
)
DROPS += "mode. Every entry has a random number of its own. The same seed must give the same mask: use "
DROPS += "np.random.default_rng(seed)."
VARIANTS = (
    Family(
        "dropout",
        ("dropout_forward", "dropout_backward"),
        (
            Variant("keep", "p is the probability to keep an entry"),
            Variant(
                "drop",
                "p is the probability to drop an entry",
                {"dropout_param": complement("p")},
                {
                    "dropout_param": {
                        "meaning": "'mode' ('train' or 'test'), 'p', the probability that an entry is dropped, and "
                        "'seed', an int"
                    }
                },
                {"dropout_forward": {"note": DROPS}},
            ),
        ),
    ),
)
