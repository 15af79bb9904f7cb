"""How people get dropout wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _draws(x, dropout_param):
    return np.random.default_rng(dropout_param["seed"]).random(x.shape)


def _scale(x, dropout_param):
    """What dropout multiplies with: 0 or 1/p in training mode, 1 in test mode."""
    if dropout_param["mode"] == "test":
        return np.ones_like(x)
    return (_draws(x, dropout_param) < dropout_param["p"]) / dropout_param["p"]


def _training(dropout_param):
    return dropout_param["mode"] == "train"


@misconception(
    "dropout_forward",
    "You do not divide by p. Then the layer above gets less in training than in test mode, "
    "where nothing is switched off.",
    desk="factor",
)
def dropout_not_scaled(x, dropout_param):
    out = x * (_scale(x, dropout_param) > 0)
    return out, (x, dropout_param)


@misconception(
    "dropout_forward",
    "You scale in test mode instead of in training. That balances too, but then every prediction pays for it; "
    "inverted dropout divides by p in training and leaves test mode alone.",
    desk="factor",
)
def dropout_scaled_in_test_mode(x, dropout_param):
    keep = _scale(x, dropout_param) > 0
    out = x * keep if _training(dropout_param) else x * dropout_param["p"]
    return out, (x, dropout_param)


@misconception(
    "dropout_forward",
    "You scale twice: in training by 1/p and in test mode by p. One of the two is enough; "
    "inverted dropout does it in training.",
    desk="factor",
)
def dropout_scaled_in_both_modes(x, dropout_param):
    out = x * _scale(x, dropout_param)
    return (out if _training(dropout_param) else x * dropout_param["p"]), (x, dropout_param)


@misconception(
    "dropout_forward",
    "You divide by the probability of dropping an entry. What is kept stands in for what is dropped, so divide by the "
    "probability of keeping one, which is p here.",
    desk="factor",
)
def dropout_scaled_for_drop(x, dropout_param):
    p = dropout_param["p"]
    scale = p / (1 - p) if _training(dropout_param) else 1.0
    return x * _scale(x, dropout_param) * scale, (x, dropout_param)


@misconception(
    "dropout_forward",
    "You took p for the probability to drop an entry. Here it is the probability to keep one; "
    "courses and libraries differ, so look it up each time.",
    desk="invalid",
)
def dropout_keep_for_drop(x, dropout_param):
    flipped = {**dropout_param, "p": 1 - dropout_param["p"]}
    return x * _scale(x, flipped), (x, dropout_param)


@misconception(
    "dropout_forward",
    "Your comparison with the random numbers is the wrong way round: an entry is kept with probability 1 - p, "
    "although it is scaled for p.",
    desk="invalid",
)
def dropout_comparison_reversed(x, dropout_param):
    if not _training(dropout_param):
        return x.copy(), (x, dropout_param)
    p = dropout_param["p"]
    return x * (_draws(x, dropout_param) > p) / p, (x, dropout_param)


@misconception(
    "dropout_forward",
    "You switch entries off in test mode as well. A prediction must not depend on chance; "
    "in test mode the layer does nothing.",
    desk="ignores_argument",
    in_variants=True,
)
def dropout_mode_ignored(x, dropout_param):
    return x * _scale(x, {**dropout_param, "mode": "train"}), (x, dropout_param)


@misconception(
    "dropout_forward",
    "You drew one mask for the whole batch. Every sample shall see a network of its own, so every entry needs its own "
    "random number.",
    desk="invalid",
    in_variants=True,
)
def dropout_one_mask_for_the_batch(x, dropout_param):
    return x * _scale(x[0], dropout_param), (x, dropout_param)


@misconception(
    "dropout_forward",
    "You set entries of the caller's x to 0. x belongs to whoever passed it in; work on a new array.",
    desk="input_changed",
    in_variants=True,
)
def dropout_input_overwritten(x, dropout_param):
    x *= _scale(x, dropout_param)
    return x, (x, dropout_param)


@misconception(
    "dropout_backward",
    "You let the whole gradient pass. Entries that were switched off did not influence the output, so nothing may "
    "flow back through them.",
    desk="unchanged",
    in_variants=True,
)
def dropout_upstream_unmasked(dout, cache):
    return dout.copy()


@misconception(
    "dropout_backward",
    "You masked the gradient and forgot the scale. What was kept was divided by p on the way up, "
    "and so is its gradient on the way down.",
    desk="factor",
)
def dropout_gradient_not_scaled(dout, cache):
    x, dropout_param = cache
    return dout * (_scale(x, dropout_param) > 0)


@misconception(
    "dropout_backward",
    "You multiplied with p on the way back. The output is the input divided by p, so the slope is 1/p again.",
    desk="factor",
)
def dropout_gradient_times_p(dout, cache):
    x, dropout_param = cache
    p = dropout_param["p"] if _training(dropout_param) else 1.0
    return dout * (_scale(x, dropout_param) > 0) * p


@misconception(
    "dropout_backward",
    "You drew a new mask for the way back. The gradient belongs to the network that made the output: "
    "keep the mask of the forward pass in the cache.",
    desk="mask",
    in_variants=True,
)
def dropout_new_mask(dout, cache):
    x, dropout_param = cache
    return dout * _scale(x, {**dropout_param, "seed": dropout_param["seed"] + 1})


@misconception(
    "dropout_backward",
    "You masked the gradient in test mode as well. There the forward function let everything pass, "
    "and the backward function must do so too.",
    desk="value",
    in_variants=True,
)
def dropout_gradient_mode_ignored(dout, cache):
    x, dropout_param = cache
    return dout * _scale(x, {**dropout_param, "mode": "train"})


@misconception(
    "dropout_backward",
    "You masked the caller's dout in place, so that a second call starts from other numbers. Work on a new array.",
    desk="input_changed",
    in_variants=True,
)
def dropout_upstream_overwritten(dout, cache):
    dout *= _scale(*cache)
    return dout
