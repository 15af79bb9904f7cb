"""How people get multi-layer perceptrons wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _relu(a):
    return np.maximum(a, 0)


def _network(x, params, relus=(True, True, False), bias=1.0):
    hidden = x
    for layer, relu in zip("123", relus, strict=True):
        hidden = hidden @ params[f"W{layer}"] + bias * params[f"b{layer}"]
        hidden = np.maximum(hidden, 0) if relu else hidden
    return hidden, (x, params)


def _gradients(dout, cache, mask=lambda a, delta: delta * (a > 0), below=_relu, bias=lambda delta: delta.sum(0)):
    x, params = cache
    a1 = x @ params["W1"] + params["b1"]
    a2 = _relu(a1) @ params["W2"] + params["b2"]
    delta2 = mask(a2, dout @ params["W3"].T)
    delta1 = mask(a1, delta2 @ params["W2"].T)
    grads = {"dW3": below(a2).T @ dout, "dW2": below(a1).T @ delta2, "dW1": x.T @ delta1}
    return delta1 @ params["W1"].T, grads | {"db3": bias(dout), "db2": bias(delta2), "db1": bias(delta1)}


@misconception(
    "count_params",
    "You counted the weights and left out the biases: every neuron has one, and it is learnt as well.",
    desk="value",
)
def count_params_without_biases(sizes):
    return int(np.sum(sizes[:-1] * sizes[1:]))


@misconception(
    "count_params",
    "You gave the inputs biases too. Inputs are no neurons: they only pass their values on.",
    desk="value",
)
def count_params_biases_of_inputs(sizes):
    return int(np.sum(sizes[:-1] * sizes[1:]) + np.sum(sizes))


@misconception(
    "mlp_forward",
    "There is no ReLU after the hidden layers. Then three layers are one: a product of matrices is a matrix.",
    desk="value",
)
def mlp_all_layers_linear(x, params):
    return _network(x, params, relus=(False, False, False))


@misconception(
    "mlp_forward",
    "The output went through a ReLU as well. The last layer has none: its outputs may be negative.",
    desk="mask",
)
def mlp_relu_on_the_output(x, params):
    return _network(x, params, relus=(True, True, True))


@misconception(
    "mlp_forward",
    "Only the first hidden layer has a ReLU. The second needs one too, else it and the output layer are one.",
    desk="value",
)
def mlp_second_relu_forgotten(x, params):
    return _network(x, params, relus=(True, False, False))


@misconception(
    "mlp_forward",
    "You left out the biases: without them all zeros in means all zeros out, whatever the weights are.",
    desk="ignores_argument",
)
def mlp_biases_forgotten(x, params):
    return _network(x, params, bias=0.0)


@misconception(
    "mlp_backward",
    "You brought the gradient back through the weights alone. A hidden unit that was off passes nothing on; "
    "its slope is 0.",
    desk="value",
)
def mlp_masks_forgotten(dout, cache):
    return _gradients(dout, cache, mask=lambda a, delta: delta)


@misconception(
    "mlp_backward",
    "You masked by the sign of the gradient that comes back. Whether a unit was on was decided in the forward pass, "
    "by its potential.",
    desk="value",
)
def mlp_masked_by_the_gradient(dout, cache):
    return _gradients(dout, cache, mask=lambda a, delta: delta * (delta > 0))


@misconception(
    "mlp_backward",
    "You multiplied by the output of the hidden units where their slope belongs. The slope of a ReLU that is on is 1, "
    "however large its output is.",
    desk="value",
)
def mlp_times_the_hidden_output(dout, cache):
    return _gradients(dout, cache, mask=lambda a, delta: delta * _relu(a))


@misconception(
    "mlp_backward",
    "For the weight gradients you used the potentials of the layer below. A weight multiplies what its layer gets: "
    "the outputs, after the ReLU.",
    desk="some_entries",
)
def mlp_weights_times_potentials(dout, cache):
    return _gradients(dout, cache, below=lambda a: a)


@misconception(
    "mlp_backward",
    "You took the mean over the batch. The loss has done that already, and dout holds it: the shares of the samples "
    "add up.",
    desk="factor",
)
def mlp_gradients_averaged(dout, cache):
    return _gradients(dout / len(dout), cache)


@misconception(
    "mlp_backward",
    "Your gradients have the wrong sign: they point downhill. The gradient points uphill, and the update subtracts it.",
    desk="sign",
)
def mlp_gradients_negated(dout, cache):
    return _gradients(-dout, cache)


@misconception(
    "mlp_backward",
    "The bias gradients are means over the batch, the weight gradients sums. Both are sums: a bias is a weight of an "
    "input that is always 1.",
    desk="factor",
)
def mlp_bias_gradients_averaged(dout, cache):
    return _gradients(dout, cache, bias=lambda delta: delta.mean(0))
