"""Adaptive rates entry by entry, and with the config changed in place."""

import math

import numpy as np


def loops_squares(new):
    def optimiser(w, dw, config):
        cache, next_w = np.zeros_like(w), np.zeros_like(w)
        before = config.get("cache", np.zeros(w.shape))
        for i in np.ndindex(w.shape):
            cache[i] = new(before[i], dw[i] ** 2, config.get("decay_rate"))
            next_w[i] = w[i] - config["learning_rate"] / (math.sqrt(cache[i]) + config["epsilon"]) * dw[i]
        return next_w, {**config, "cache": cache}

    return optimiser


def place_squares(old, new):
    def optimiser(w, dw, config):
        cache = config.setdefault("cache", np.zeros_like(w))
        cache *= old(config)
        cache += new(config) * np.square(dw)
        return w - config["learning_rate"] * dw / (config["epsilon"] + cache**0.5), config

    return optimiser


def loops_adam(w, dw, config):
    t, next_w = config.get("t", 0) + 1, np.zeros_like(w)
    m, v = (np.array(config.get(name, np.zeros(w.shape))) for name in "mv")
    for i in np.ndindex(w.shape):
        m[i] += (1 - config["beta1"]) * (dw[i] - m[i])
        v[i] += (1 - config["beta2"]) * (dw[i] ** 2 - v[i])
        size = math.sqrt(v[i] / (1 - config["beta2"] ** t)) + config["epsilon"]
        decayed = w[i] * (1 - config["learning_rate"] * config.get("weight_decay", 0))
        next_w[i] = decayed - config["learning_rate"] * m[i] / (1 - config["beta1"] ** t) / size
    return next_w, {**config, "m": m, "v": v, "t": t}


def place_adam(w, dw, config):
    for name in "mv":
        config.setdefault(name, np.zeros_like(w))
    config["t"] = config.get("t", 0) + 1
    for name, beta, power in (("m", config["beta1"], dw), ("v", config["beta2"], dw * dw)):
        config[name] = beta * config[name] + (1 - beta) * power
    first, second = (1 - config[beta] ** config["t"] for beta in ("beta1", "beta2"))
    rate = config["learning_rate"] * np.sqrt(second) / first  # the corrections in the rate, epsilon to match
    step = rate * config["m"] / (np.sqrt(config["v"]) + config["epsilon"] * np.sqrt(second))
    return w - step - config["learning_rate"] * config.get("weight_decay", 0.0) * w, config


STYLES = {
    "loops": {
        "adagrad": loops_squares(lambda old, square, _: old + square),
        "rmsprop": loops_squares(lambda old, square, rho: rho * old + (1 - rho) * square),
        "adam": loops_adam,
        "adamw": loops_adam,
    },
    "in place": {
        "adagrad": place_squares(lambda config: 1, lambda config: 1),
        "rmsprop": place_squares(lambda config: config["decay_rate"], lambda config: 1 - config["decay_rate"]),
        "adam": place_adam,
        "adamw": place_adam,
    },
}
