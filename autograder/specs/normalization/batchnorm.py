"""Batch normalisation of features and of image channels."""

from dataclasses import replace

import numpy as np

from autograder.conversion import complement
from autograder.specification import Argument, Case, Example, Running, Spec
from autograder.specs.backward import backward_of
from autograder.variants import Family, Variant


def _bn_param(rng, mode, size, eps, momentum):
    running = {"running_mean": rng.normal(size=size), "running_var": rng.uniform(0.5, 2.0, size=size)}
    return {"mode": mode, "eps": eps, "momentum": momentum, **running}


def _case(rng, shape, mode="train", eps=1e-5, momentum=0.9, spread=2.0):
    size = shape[1]
    inputs = {
        "x": spread * rng.normal(size=shape) + 3.0 * rng.normal(size=(size,) + (1,) * (len(shape) - 2)),
        "gamma": rng.uniform(0.5, 2.0, size=size) * rng.choice([-1.0, 1.0], size=size),
        "beta": rng.normal(size=size),
        "bn_param": _bn_param(rng, mode, size, eps, momentum),
    }
    return Case(f"x {shape}, {mode} mode, eps {eps}, momentum {momentum}", inputs)


def cases(rng):
    """Training and test mode, small and large eps, few and many samples."""
    return [
        _case(rng, (5, 3)),
        _case(rng, (4, 2), eps=0.1, momentum=0.7),
        _case(rng, (3, 4), "test", eps=0.5),
        _case(rng, (1, 3), eps=0.1),
    ]


def cases_backward(rng):
    """Training mode only, each with more samples than two."""
    return [_case(rng, (5, 3)), _case(rng, (4, 2), eps=0.3, momentum=0.7), _case(rng, (7, 1), spread=0.1)]


def ties(rng):
    """Features that hardly differ, so that eps counts as much as the variance, and features of thousands."""
    return [_sizes(_case(rng, (5, 4), eps=eps)) for eps in (1e-5, 1e-8)]


def test_ties(rng):
    """The same; in test mode, running variances as small as eps."""
    tiny = _case(rng, (4, 3), "test")
    tiny.inputs["bn_param"]["running_var"] = 1e-5 * rng.uniform(0.2, 2.0, size=3)
    return [*ties(rng), Case(f"{tiny.label}, tiny running variances", tiny.inputs)]


def spatial_ties(rng):
    """Channels that hardly differ, and channels of thousands."""
    return [_sizes(_case(rng, (3, 4, 2, 1)))]


def spatial_test_ties(rng):
    """The same; in test mode, running variances as small as eps."""
    tiny = _case(rng, (2, 3, 1, 2), "test")
    tiny.inputs["bn_param"]["running_var"] = 1e-5 * rng.uniform(0.2, 2.0, size=3)
    return [*spatial_ties(rng), Case(f"{tiny.label}, tiny running variances", tiny.inputs)]


def _sizes(case):
    """The same case with features, or channels, of sizes from 1e-4 to 1e3."""
    sizes = 10.0 ** np.array([-4.0, -2.0, 0.0, 3.0])
    x = case.inputs["x"] * sizes.reshape(-1, *(1,) * (case.inputs["x"].ndim - 2))
    return Case(f"{case.label}, sizes from 1e-4 to 1e3", case.inputs | {"x": x})


def large(rng):
    """Thousands of samples of few features."""
    n, d = int(rng.integers(3800, 4200)), 3
    return _case(rng, (n, d)), 2 * n * d


def spatial_cases(rng):
    """Channels of images that are not square."""
    return [_case(rng, (2, 3, 4, 2)), _case(rng, (3, 2, 1, 5), eps=0.1), _case(rng, (2, 4, 2, 3), "test", eps=0.5)]


def spatial_cases_backward(rng):
    """Training mode only."""
    return [_case(rng, (2, 3, 4, 2)), _case(rng, (3, 2, 1, 5), eps=0.3), _case(rng, (1, 4, 3, 2), momentum=0.5)]


def spatial_large(rng):
    """Few channels of many pixels."""
    n, c, h, w = 4, 3, int(rng.integers(30, 33)), int(rng.integers(32, 36))
    return _case(rng, (n, c, h, w)), 2 * n * c * h * w


def _example(x, gamma, beta, mode="train", eps=0.0, momentum=0.9):
    size = len(gamma)
    param = {"mode": mode, "eps": eps, "momentum": momentum}
    param |= {"running_mean": np.zeros(size), "running_var": np.ones(size)}
    return {"x": np.array(x, float), "gamma": np.array(gamma, float), "beta": np.array(beta, float), "bn_param": param}


LECTURE = _example([[1, 50], [2, 60], [3, 70], [6, 100]], [1, 1], [0, 0])
SHIFTED = _example([[0, 3], [4, 3]], [2, 1], [1, -5], eps=12.0, momentum=0.5)
TEST = _example([[2, 4], [-1, 0]], [2, 3], [1, 0], mode="test", eps=0.21)
TEST["bn_param"] |= {"running_mean": np.array([1.0, 2.0]), "running_var": np.array([1.0, 3.79])}
IMAGES = _example([[[[1, 3]], [[0, 4]]], [[[5, 7]], [[4, 0]]]], [1, 2], [0, 1], eps=4.0, momentum=0.75)
COLUMN = np.array([-1.06904497, -0.53452248, 0.0, 1.60356745])

GAMMA = Argument("gamma", "float array of shape (D,)", "scale of each feature")
BETA = Argument("beta", "float array of shape (D,)", "shift of each feature")
PARAM = Argument(
    "bn_param",
    "dict",
    "'mode' ('train' or 'test'), 'eps', 'momentum', 'running_mean' and 'running_var'; in training mode the "
    "last two are replaced by momentum * old + (1 - momentum) * batch",
    neutral={"eps": 0.0},
)
RUNNING = Running("momentum", frozen={"mode": "test"})
MEAN = Argument(
    "running_mean", "float array of shape (D,)", "running mean after the call", entry_of="bn_param", running=RUNNING
)
VARIANCE = Argument(
    "running_var", "float array of shape (D,)", "running variance after the call", entry_of="bn_param", running=RUNNING
)
NOTE = "The variance is the biased one (divide by the number of samples), also in the running variance. eps stands "
NOTE += "inside the square root."


def _channels(argument):
    return replace(argument, shape=argument.shape.replace("(D,)", "(C,)"))


def _forward(name, x, out, points, section, cases, ties, examples, rename=lambda argument: argument):
    return Spec(
        name=name,
        kind="forward",
        summary="Normalise every feature over the batch, then scale and shift it."
        if name.startswith("batch")
        else "Normalise every channel over samples, rows and columns, then scale and shift it.",
        arguments=(x, rename(GAMMA), rename(BETA), PARAM),
        outputs=(out, rename(MEAN), rename(VARIANCE)),
        points=points,
        section=section,
        cases=cases,
        ties=ties,
        examples=examples,
        note=NOTE,
    )


X = Argument("x", "float array of shape (N, D)", "a batch, one sample a row")
OUT = Argument("out", "float array of shape (N, D)", "the normalised, scaled and shifted batch")
IMAGE = Argument("x", "float array of shape (N, C, H, W)", "images: N samples of C channels")
IMAGE_OUT = Argument("out", "float array of shape (N, C, H, W)", "the normalised, scaled and shifted images")
EXAMPLES = (
    Example(
        Case("a batch of four samples, eps 0", LECTURE),
        {
            "out": np.stack([COLUMN, COLUMN], axis=1),
            "running_mean": np.array([0.3, 7.0]),
            "running_var": np.array([1.25, 35.9]),
        },
        "by hand: mean [3, 70], std [1.8708, 18.7083]",
    ),
    Example(
        Case("a constant feature, eps 12, momentum 0.5", SHIFTED),
        {
            "out": np.array([[0.0, -5], [2, -5]]),
            "running_mean": np.array([1, 1.5]),
            "running_var": np.array([2.5, 0.5]),
        },
        "by hand: variance 4, so the std with eps is 4",
    ),
    Example(
        Case("test mode", TEST),
        {
            "out": np.array([[2.81818182, 3.0], [-2.63636364, -3.0]]),
            "running_mean": np.array([1.0, 2.0]),
            "running_var": np.array([1.0, 3.79]),
        },
        "by hand: the std with eps is 1.1 and 2",
    ),
)
IMAGE_EXAMPLES = (
    Example(
        Case("two images, two channels, 1 x 2 pixels, eps 4", IMAGES),
        {
            "out": np.array(
                [
                    [[[-1.0, -0.33333333]], [[-0.41421356, 2.41421356]]],
                    [[[0.33333333, 1.0]], [[2.41421356, -0.41421356]]],
                ]
            ),
            "running_mean": np.array([1.0, 0.5]),
            "running_var": np.array([2.0, 1.75]),
        },
        "by hand: means 4 and 2, variances 5 and 4",
    ),
    Example(
        Case("test mode", TEST | {"x": np.array([[[[2.0, 4]], [[-1, 0]]]])}),
        {
            "out": np.array([[[[2.81818182, 6.45454545]], [[-4.5, -3.0]]]]),
            "running_mean": np.array([1.0, 2.0]),
            "running_var": np.array([1.0, 3.79]),
        },
        "by hand: the std with eps is 1.1 and 2",
    ),
)
BATCH_BACKWARD = (
    Example(
        Case("two samples, eps 12", SHIFTED | {"gamma": np.array([2.0, 3.0])}, {"dout": np.array([[1.0, 2], [3, -4]])}),
        {
            "dx": np.array([[-0.375, 2.59807621], [0.375, -2.59807621]]),
            "dgamma": np.array([1.0, 0.0]),
            "dbeta": np.array([4.0, -2.0]),
        },
        "by hand",
    ),
)

FORWARD = _forward("batchnorm_forward", X, OUT, 3, "normalization/batchnorm#the-idea", cases, test_ties, EXAMPLES)
SPATIAL_FORWARD = _forward(
    "spatial_batchnorm_forward",
    IMAGE,
    IMAGE_OUT,
    2,
    "normalization/batchnorm#the-spatial-form",
    spatial_cases,
    spatial_test_ties,
    IMAGE_EXAMPLES,
    _channels,
)
SPECS = (
    FORWARD,
    backward_of(
        FORWARD,
        summary="Compute the gradients through batchnorm_forward in training mode.",
        points=5,
        section="normalization/batchnorm#backward-entry-by-entry",
        steps={
            "dx": "Three ways lead to the loss: directly, through the mean and through the variance; add all.",
            "dgamma": "Gamma scales every sample's normalised value: each sample contributes.",
            "dbeta": "Beta is copied to every sample: what is copied forward is added up backward.",
        },
        cases=cases_backward,
        ties=ties,
        large=large,
        examples=BATCH_BACKWARD,
    ),
    SPATIAL_FORWARD,
    backward_of(
        SPATIAL_FORWARD,
        summary="Compute the gradients through spatial_batchnorm_forward in training mode.",
        points=3,
        section="normalization/batchnorm#the-spatial-form",
        steps={
            "dx": "Batch normalisation where every pixel of every sample counts as a sample.",
            "dgamma": "One number a channel: every pixel of every sample contributes.",
            "dbeta": "One number a channel: every pixel of every sample contributes.",
        },
        cases=spatial_cases_backward,
        ties=spatial_ties,
        large=spatial_large,
    ),
)
NEW_WEIGHED = Variant(
    "weighs_new",
    "momentum weighs the batch's value in the running statistics, and 1 - momentum the old one",
    {"bn_param": complement("momentum")},
    {
        "bn_param": {
            "meaning": "'mode' ('train' or 'test'), 'eps', 'momentum', 'running_mean' and 'running_var'; in training "
            "mode the last two are replaced by (1 - momentum) * old + momentum * batch"
        },
        "running_mean": {"running": None},
        "running_var": {"running": None},
    },
)
VARIANTS = (
    Family(
        "batchnorm",
        ("batchnorm_forward", "spatial_batchnorm_forward"),
        (
            Variant("weighs_old", "momentum weighs the old value in the running statistics"),
            NEW_WEIGHED,
        ),
    ),
)
