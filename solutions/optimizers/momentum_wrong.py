"""How people get gradient descent and momentum wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "sgd",
    "You went uphill: the gradient points to where the loss grows, so the step goes against it.",
    desk="sign",
)
def sgd_uphill(w, dw, config):
    return w + config["learning_rate"] * dw, config


@misconception(
    "sgd",
    "You changed w in place. The caller's weights change too, and every cache that holds them; return new ones.",
    desk="input_changed",
)
def sgd_in_place(w, dw, config):
    w -= config["learning_rate"] * dw
    return w, config


@misconception(
    "sgd",
    "You left out the learning rate.",
    desk="factor",
)
def sgd_without_rate(w, dw, config):
    return w - dw, config


@misconception(
    "sgd_momentum",
    "You added the learning rate times the gradient to the velocity. The velocity points downhill: subtract it.",
    desk="sign",
)
def momentum_uphill(w, dw, config):
    v = config["momentum"] * config.get("velocity", 0) + config["learning_rate"] * dw
    return w + v, config | {"velocity": v}


@misconception(
    "sgd_momentum",
    "You computed the new velocity and did not keep it: every step then starts from the old one.",
    desk="value",
    in_variants=True,
)
def momentum_velocity_not_kept(w, dw, config):
    old = config.get("velocity", np.zeros_like(w))
    return w + config["momentum"] * old - config["learning_rate"] * dw, config | {"velocity": old}


@misconception(
    "sgd_momentum",
    "You weighed the gradient with one minus momentum as well. That is a running mean; here the velocity is a sum in "
    "which old steps fade.",
    desk="value",
    in_variants=True,
)
def momentum_running_mean(w, dw, config):
    mu = config["momentum"]
    v = mu * config.get("velocity", np.zeros_like(w)) - (1 - mu) * config["learning_rate"] * dw
    return w + v, config | {"velocity": v}


@misconception(
    "sgd_momentum",
    "You moved by the old velocity. Compute the new one first: it is the step.",
    desk="value",
)
def momentum_moves_by_the_old_velocity(w, dw, config):
    old = config.get("velocity", np.zeros_like(w))
    v = config["momentum"] * old - config["learning_rate"] * dw
    return w + old, config | {"velocity": v}


@misconception(
    "sgd_nesterov",
    "This is ordinary momentum: the step is the velocity. Nesterov looks ahead, and takes momentum times the new "
    "velocity and the gradient's own step once more.",
    desk="value",
)
def nesterov_is_momentum(w, dw, config):
    v = config["momentum"] * config.get("velocity", np.zeros_like(w)) - config["learning_rate"] * dw
    return w + v, config | {"velocity": v}


@misconception(
    "sgd_nesterov",
    "You took momentum times the new velocity and left out the gradient's own step.",
    desk="term",
    in_variants=True,
)
def nesterov_without_own_step(w, dw, config):
    v = config["momentum"] * config.get("velocity", np.zeros_like(w)) - config["learning_rate"] * dw
    return w + config["momentum"] * v, config | {"velocity": v}
