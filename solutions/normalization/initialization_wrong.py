"""How people get the initial weights wrong, and what they measure of the activations."""

import numpy as np

from solutions.misconceptions import misconception


def _variance(n_in, n_out, scheme):
    return {"lecun": 1 / n_in, "glorot": 2 / (n_in + n_out), "he": 2 / n_in}[scheme]


def _weights(n_in, n_out, scheme, rng):
    return rng.normal(0.0, np.sqrt(_variance(n_in, n_out, scheme)), (n_in, n_out))


def _apply(a, activation):
    return np.tanh(a) if activation == "tanh" else np.maximum(0, a)


def _layers(x, weights, activation):
    found = []
    for w in weights:
        x = _apply(x @ w, activation)
        found.append(x)
    return found


def _measured(found):
    return np.array([h.mean() for h in found]), np.array([h.std() for h in found])


@misconception(
    "init_weights",
    "You used the variance as the standard deviation. A layer with 100 inputs needs weights of spread 0.1, "
    "not 0.01: take the root.",
    desk="factor",
)
def init_weights_variance_as_std(n_in, n_out, scheme, rng):
    return rng.normal(0.0, _variance(n_in, n_out, scheme), (n_in, n_out))


@misconception(
    "init_weights",
    "You counted outputs where LeCun and He count inputs. A potential is a sum over the inputs of its neuron, "
    "so their number decides how far it spreads.",
    desk="factor",
)
def init_weights_outputs_counted(n_in, n_out, scheme, rng):
    return rng.normal(0.0, np.sqrt(_variance(n_out, n_in, scheme)), (n_in, n_out))


@misconception(
    "init_weights",
    "The 2 of He's scheme is missing. A ReLU switches half of its inputs off and with them half of the second moment; "
    "the factor makes up for it.",
    desk="factor",
)
def init_weights_he_without_two(n_in, n_out, scheme, rng):
    return _weights(n_in, n_out, "lecun" if scheme == "he" else scheme, rng)


@misconception(
    "init_weights",
    "You divided by the sum of inputs and outputs. Glorot's scheme divides by their mean, half of that, "
    "so the variance is twice yours.",
    desk="factor",
)
def init_weights_glorot_sum_for_mean(n_in, n_out, scheme, rng):
    if scheme == "glorot":
        return rng.normal(0.0, np.sqrt(1 / (n_in + n_out)), (n_in, n_out))
    return _weights(n_in, n_out, scheme, rng)


@misconception(
    "init_weights",
    "Your weights have outputs as rows and inputs as columns. In this course samples are rows, and the weights "
    "stand to their right: inputs come first.",
    desk="transposed",
)
def init_weights_transposed(n_in, n_out, scheme, rng):
    return _weights(n_in, n_out, scheme, rng).T


@misconception(
    "init_weights",
    "Your numbers are uniform, with the limits of the standard deviation. A uniform distribution of that width "
    "spreads less than a normal one, and asked for is the normal one.",
    desk="invalid",
)
def init_weights_uniform(n_in, n_out, scheme, rng):
    limit = np.sqrt(_variance(n_in, n_out, scheme))
    return rng.uniform(-limit, limit, (n_in, n_out))


@misconception(
    "init_weights",
    "All weights are 0. Then all units of a layer compute the same, get the same gradient, and stay alike for ever.",
    desk="invalid",
)
def init_weights_zero(n_in, n_out, scheme, rng):
    return np.zeros((n_in, n_out))


@misconception(
    "forward_statistics",
    "You measured the potentials, before the activation function. What the next layer gets are the activations.",
    desk="value",
)
def statistics_of_potentials(x, weights, activation):
    inputs = [x, *_layers(x, weights, activation)[:-1]]
    return _measured([h @ w for h, w in zip(inputs, weights, strict=True)])


@misconception(
    "forward_statistics",
    "Every layer of yours starts from the batch itself. A layer gets what the layer below it gives.",
    desk="some_entries",
)
def statistics_without_passing_on(x, weights, activation):
    return _measured([_apply(x @ w, activation) for w in weights])


@misconception(
    "forward_statistics",
    "You counted the input as the first layer. The statistics are those of the L layers, after their activation.",
    desk="shape",
)
def statistics_with_the_input(x, weights, activation):
    return _measured([x, *_layers(x, weights, activation)])


@misconception(
    "forward_statistics",
    "You measured unit by unit. Asked for is one number for each layer, over all samples and all units.",
    desk="shape",
)
def statistics_by_unit(x, weights, activation):
    found = _layers(x, weights, activation)
    return np.array([h.mean(axis=0) for h in found]), np.array([h.std(axis=0) for h in found])


@misconception(
    "forward_statistics",
    "You divided by the number of entries less one. Here the standard deviation is the biased one, "
    "divided by the number of entries.",
    desk="factor",
)
def statistics_unbiased(x, weights, activation):
    found = _layers(x, weights, activation)
    return np.array([h.mean() for h in found]), np.array([h.std(ddof=1) for h in found])


@misconception(
    "forward_statistics",
    "You returned the variance. The standard deviation is its root, in the same units as the activations.",
    desk="function",
)
def statistics_variance(x, weights, activation):
    mean, std = _measured(_layers(x, weights, activation))
    return mean, std**2
