"""Normalisation of images by groups of channels, and channel by channel."""

import numpy as np

from autograder.specification import Argument, Case, Example, Spec
from autograder.specs.backward import backward_of


def _arrays(rng, shape, parameters, spread=2.0):
    channels = shape[1]
    signs = rng.choice([-1.0, 1.0], size=channels)
    return {
        "x": spread * rng.normal(size=shape) + 3.0 * rng.normal(size=(*shape[:2], 1, 1)),
        "gamma": (rng.uniform(0.5, 2.0, size=channels) * signs).reshape(parameters),
        "beta": rng.normal(size=channels).reshape(parameters),
    }


def _group(rng, shape, groups, eps):
    inputs = _arrays(rng, shape, (1, shape[1], 1, 1)) | {"G": groups, "gn_param": {"eps": eps}}
    return Case(f"x {shape}, {groups} groups, eps {eps}", inputs)


def group_cases(rng):
    """Several channels a group, all channels in one group, and two groups of three."""
    return [_group(rng, (2, 4, 3, 5), 2, 1e-5), _group(rng, (3, 2, 4, 1), 1, 0.3), _group(rng, (1, 6, 2, 3), 2, 0.1)]


def group_ties(rng):
    """Images that hardly differ from pixel to pixel, so that eps counts, and images of thousands."""
    return [_sizes(_group(rng, (4, 6, 2, 1), 3, 1e-5))]


def _sizes(case):
    """The same case with samples of sizes from 1e-4 to 1e3."""
    x = case.inputs["x"] * 10.0 ** np.array([-4.0, -2.0, 0.0, 3.0]).reshape(4, 1, 1, 1)
    return Case(f"{case.label}, sizes from 1e-4 to 1e3", case.inputs | {"x": x})


def group_large(rng):
    """Two groups of many pixels."""
    shape = 2, 6, int(rng.integers(30, 34)), int(rng.integers(34, 38))
    return _group(rng, shape, 2, 1e-5), 2 * int(np.prod(shape))


def _instance(rng, shape, eps):
    inputs = _arrays(rng, shape, (shape[1],)) | {"in_param": {"eps": eps}}
    return Case(f"x {shape}, eps {eps}", inputs)


def instance_cases(rng):
    """Images that are not square; N, C, H and W differ."""
    return [_instance(rng, (2, 3, 4, 5), 1e-5), _instance(rng, (3, 2, 5, 1), 0.3), _instance(rng, (1, 4, 2, 3), 0.1)]


def instance_ties(rng):
    """Images that hardly differ from pixel to pixel, so that eps counts, and images of thousands."""
    return [_sizes(_instance(rng, (4, 2, 3, 2), 1e-5))]


def instance_large(rng):
    """Few channels of many pixels."""
    shape = 2, 2, int(rng.integers(54, 58)), int(rng.integers(58, 62))
    return _instance(rng, shape, 1e-5), 2 * int(np.prod(shape))


def _worked(parameters, **more):
    x = np.array([[[[1.0, 3.0]], [[0.0, 4.0]], [[-2.0, 2.0]], [[5.0, 5.0]]]])
    gamma, beta = np.array([1.0, 2.0, -1.0, 3.0]), np.array([0.0, 1.0, 2.0, -1.0])
    return {"x": x, "gamma": gamma.reshape(parameters), "beta": beta.reshape(parameters)} | more


THREES = {
    "x": np.array([[1.0, 3, 5, 10, 12, 14], [4, 2, 0, 7, 7, 7]])[:, :, None, None],
    "gamma": np.array([1.0, 2, 3, -1, 1, 2]).reshape(1, 6, 1, 1),
    "beta": np.array([0.0, 0, 1, 0, 0, 5]).reshape(1, 6, 1, 1),
    "G": 2,
    "gn_param": {"eps": 4.0 / 3.0},
}
GROUPS = _worked((1, 4, 1, 1), G=2, gn_param={"eps": 1.5})
INSTANCES = _worked((4,), in_param={"eps": 0.0})
INSTANCES["x"] = np.array([[[[1.0, 3.0]], [[0.0, 4.0]]], [[[6.0, 2.0]], [[-1.0, 1.0]]]])
INSTANCES["gamma"], INSTANCES["beta"] = np.array([1.0, 2.0]), np.array([0.0, 5.0])
X = Argument("x", "float array of shape (N, C, H, W)", "images: N samples of C channels")
OUT = Argument("out", "float array of shape (N, C, H, W)", "the normalised, scaled and shifted images")
GROUP_FORWARD = Spec(
    name="spatial_groupnorm_forward",
    kind="forward",
    summary="Normalise every group of channels of every image, then scale and shift each channel.",
    arguments=(
        X,
        Argument("gamma", "float array of shape (1, C, 1, 1)", "scale of each channel"),
        Argument("beta", "float array of shape (1, C, 1, 1)", "shift of each channel"),
        Argument("G", "int", "number of groups; it divides C"),
        Argument("gn_param", "dict", "'eps', a small number added to the variance", neutral={"eps": 0.0}),
    ),
    outputs=(OUT,),
    points=3,
    section="normalization/layers#other-axes",
    cases=group_cases,
    ties=group_ties,
    examples=(
        Example(
            Case("two images of six channels in two groups, eps 4/3", THREES),
            {"out": np.array([[-1.0, 0, 4, 1, 0, 7], [1, 0, -2, 0, 0, 5]])[:, :, None, None]},
            "by hand: variance 8/3, so the std with eps is 2",
        ),
        Example(
            Case("four channels in two groups, eps 1.5", GROUPS),
            {"out": np.array([[[[-0.5, 0.5]], [[-1.0, 3.0]], [[3.44115338, 2.16012815]], [[1.40192231, 1.40192231]]]])},
            "by hand: means 2 and 2.5, variances 2.5 and 8.25",
        ),
    ),
    note="Group k holds the C/G neighbouring channels from k C/G on. Mean and (biased) variance are taken over "
    "the channels, rows and columns of a group, for each image by itself. gamma and beta have shape "
    "(1, C, 1, 1), as in CS231n. eps stands inside the square root.",
)
INSTANCE_FORWARD = Spec(
    name="instancenorm_forward",
    kind="forward",
    summary="Normalise every channel of every image over its rows and columns, then scale and shift each channel.",
    arguments=(
        X,
        Argument("gamma", "float array of shape (C,)", "scale of each channel"),
        Argument("beta", "float array of shape (C,)", "shift of each channel"),
        Argument("in_param", "dict", "'eps', a small number added to the variance", neutral={"eps": 0.0}),
    ),
    outputs=(OUT,),
    points=2,
    section="normalization/layers#other-axes",
    cases=instance_cases,
    ties=instance_ties,
    examples=(
        Example(
            Case("two images of two channels, eps 0", INSTANCES),
            {"out": np.array([[[[-1.0, 1.0]], [[3.0, 7.0]]], [[[1.0, -1.0]], [[3.0, 7.0]]]])},
            "by hand: of two pixels one becomes -1, the other 1",
        ),
    ),
    note="The variance is the biased one (divide by H W), and eps stands inside the square root. Here gamma and "
    "beta have shape (C,).",
)
SPECS = (
    GROUP_FORWARD,
    backward_of(
        GROUP_FORWARD,
        points=4,
        section="normalization/layers#other-axes",
        steps={
            "dx": "Three ways, directly, through the mean and through the variance, of one sample's group.",
            "dgamma": "One number a channel, shared by all samples and pixels: add up there.",
            "dbeta": "One number a channel, shared by all samples and pixels: add up there.",
        },
        large=group_large,
    ),
    INSTANCE_FORWARD,
    backward_of(
        INSTANCE_FORWARD,
        points=3,
        section="normalization/layers#other-axes",
        steps={
            "dx": "Three ways, directly, through the mean and through the variance, of one sample's channel.",
            "dgamma": "One number a channel, shared by all samples and pixels: add up there.",
            "dbeta": "One number a channel, shared by all samples and pixels: add up there.",
        },
        large=instance_large,
    ),
)
