"""Gradient descent entry by entry, and with the config changed in place."""

import numpy as np


def _each(w, dw, config, rule):
    rate, friction = config["learning_rate"], config.get("momentum")
    velocity = np.array(config.get("velocity", np.zeros(w.shape)))
    next_w = np.zeros(w.shape)
    for i in np.ndindex(w.shape):
        velocity[i], next_w[i] = rule(w[i], dw[i], velocity[i], rate, friction)
    return next_w, {**config, "velocity": velocity}


def loops_sgd(w, dw, config):
    return _each(w, dw, config, lambda w, dw, v, rate, friction: (v, w - rate * dw))


def loops_momentum(w, dw, config):
    return _each(w, dw, config, lambda w, dw, v, rate, mu: (mu * v - rate * dw, w + mu * v - rate * dw))


def loops_nesterov(w, dw, config):
    return _each(w, dw, config, lambda w, dw, v, rate, mu: (mu * v - rate * dw, w + mu * mu * v - (1 + mu) * rate * dw))


def place_sgd(w, dw, config):
    next_w = w.copy()
    next_w -= config["learning_rate"] * dw
    return next_w, config


def place_momentum(w, dw, config):
    v = config.setdefault("velocity", np.zeros_like(w))
    v *= config["momentum"]
    v -= config["learning_rate"] * dw
    return w + v, config


def place_nesterov(w, dw, config):
    old = config.get("velocity", np.zeros_like(w))
    mu = config["momentum"]
    config["velocity"] = mu * old - config["learning_rate"] * dw
    return w - mu * old + (1 + mu) * config["velocity"], config


STYLES = {
    "loops": {"sgd": loops_sgd, "sgd_momentum": loops_momentum, "sgd_nesterov": loops_nesterov},
    "in place": {"sgd": place_sgd, "sgd_momentum": place_momentum, "sgd_nesterov": place_nesterov},
}
