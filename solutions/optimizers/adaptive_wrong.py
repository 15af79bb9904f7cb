"""How people get adaptive rates wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _adam(w, dw, config, bias=True, root=True, count=1, swapped=False, decays=0.0):
    t = config.get("t", 0) + count
    beta1, beta2 = config["beta1"], config["beta2"]
    if swapped:
        beta1, beta2 = beta2, beta1
    m = beta1 * config.get("m", np.zeros_like(w)) + (1 - beta1) * dw
    v = beta2 * config.get("v", np.zeros_like(w)) + (1 - beta2) * dw**2
    first, second = (1 - beta1**t, 1 - beta2**t) if bias else (1, 1)
    size = np.sqrt(v / second) + config["epsilon"] if root else v / second + config["epsilon"]
    next_w = w - config["learning_rate"] * (m / first) / size - decays * w
    return next_w, config | {"m": m, "v": v, "t": config.get("t", 0) + 1}


@misconception(
    "adagrad",
    "You put epsilon under the root. Here it is added to the root, as the text says.",
    desk="value",
)
def adagrad_epsilon_under_the_root(w, dw, config):
    cache = config.get("cache", np.zeros_like(w)) + dw**2
    return w - config["learning_rate"] * dw / np.sqrt(cache + config["epsilon"]), config | {"cache": cache}


@misconception(
    "adagrad",
    "You divided by the sum of squares itself. Its root has the size of a gradient, so the step does not depend on it.",
    desk="value",
)
def adagrad_without_root(w, dw, config):
    cache = config.get("cache", np.zeros_like(w)) + dw**2
    return w - config["learning_rate"] * dw / (cache + config["epsilon"]), config | {"cache": cache}


@misconception(
    "adagrad",
    "You used the sum of squares from before this step; the new gradient must be in it first.",
    desk="value",
)
def adagrad_old_cache(w, dw, config):
    old = config.get("cache", np.zeros_like(w))
    return w - config["learning_rate"] * dw / (np.sqrt(old) + config["epsilon"]), config | {"cache": old + dw**2}


@misconception(
    "rmsprop",
    "The new square lacks its weight, one minus the decay rate: your cache is no mean and grows too large.",
    desk="value",
)
def rmsprop_new_square_not_weighted(w, dw, config):
    cache = config["decay_rate"] * config.get("cache", np.zeros_like(w)) + dw**2
    return w - config["learning_rate"] * dw / (np.sqrt(cache) + config["epsilon"]), config | {"cache": cache}


@misconception(
    "rmsprop",
    "Old and new have each other's weights: the decay rate belongs to the old mean.",
    desk="complement",
)
def rmsprop_weights_swapped(w, dw, config):
    rho = config["decay_rate"]
    cache = (1 - rho) * config.get("cache", np.zeros_like(w)) + rho * dw**2
    return w - config["learning_rate"] * dw / (np.sqrt(cache) + config["epsilon"]), config | {"cache": cache}


@misconception(
    "rmsprop",
    "You let the squares add up as AdaGrad does; here they fade, so that the rate can grow again.",
    desk="ignores_argument",
    in_variants=True,
)
def rmsprop_is_adagrad(w, dw, config):
    cache = config.get("cache", np.zeros_like(w)) + dw**2
    return w - config["learning_rate"] * dw / (np.sqrt(cache) + config["epsilon"]), config | {"cache": cache}


@misconception(
    "adam",
    "You left out the bias correction. Both means start at 0 and are far too small in the first steps.",
    desk="value",
)
def adam_without_bias_correction(w, dw, config):
    return _adam(w, dw, config, bias=False)


@misconception(
    "adam",
    "You stored the corrected means. Only their use in this step is corrected; what is kept must stay the plain means.",
    desk="factor",
)
def adam_keeps_corrected_means(w, dw, config):
    next_w, new = _adam(w, dw, config)
    t = new["t"]
    kept = {"m": new["m"] / (1 - config["beta1"] ** t), "v": new["v"] / (1 - config["beta2"] ** t)}
    return next_w, new | kept


@misconception(
    "adam",
    "You did not take the root of the second mean: a step then depends on the size of the gradients.",
    desk="value",
)
def adam_without_root(w, dw, config):
    return _adam(w, dw, config, root=False)


@misconception(
    "adam",
    "Your corrections use the step count from before this step, and you count afterwards. Count first: else the first "
    "correction divides by 0.",
    desk="not_finite",
)
def adam_counts_too_late(w, dw, config):
    with np.errstate(all="ignore"):
        return _adam(w, dw, config, count=0)


@misconception(
    "adam",
    "The two betas are exchanged: the first belongs to the mean of the gradients, the second to that of the squares.",
    desk="factor",
)
def adam_betas_swapped(w, dw, config):
    return _adam(w, dw, config, swapped=True)


@misconception(
    "adamw",
    "You added the decay to the gradient. It then passes through the adaptive rate; AdamW subtracts it from the "
    "weights by itself.",
    desk="value",
)
def adamw_decay_in_the_gradient(w, dw, config):
    return _adam(w, dw + config["weight_decay"] * w, config)


@misconception(
    "adamw",
    "Your decay lacks the learning rate, so it does not shrink when the rate does.",
    desk="factor",
)
def adamw_decay_without_rate(w, dw, config):
    return _adam(w, dw, config, decays=config["weight_decay"])


@misconception(
    "adamw",
    "There is no decay in your step: this is plain Adam.",
    desk="ignores_argument",
)
def adamw_is_adam(w, dw, config):
    return _adam(w, dw, config)
