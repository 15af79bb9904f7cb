"""Multi-layer perceptrons: layers in a loop; einsum with the potentials in the cache; neuron by neuron."""

import itertools

import numpy as np


def count_by_rows(sizes):
    return sum(int(m) * (int(d) + 1) for d, m in itertools.pairwise(sizes))


def count_by_products(sizes):
    return np.dot(sizes[:-1] + 1, sizes[1:])


def forward_in_a_loop(x, params):
    outputs = [x]
    for layer in range(1, 4):
        a = outputs[-1] @ params[f"W{layer}"] + params[f"b{layer}"]
        outputs.append(a if layer == 3 else a * (a > 0))
    return outputs.pop(), (outputs, params)


def backward_in_a_loop(dout, cache):
    outputs, params = cache
    grads, delta = {}, dout
    for layer in (3, 2, 1):
        below = outputs[layer - 1]
        grads |= {f"dW{layer}": below.T.dot(delta), f"db{layer}": np.sum(delta, axis=0)}
        delta = delta.dot(params[f"W{layer}"].T) * ((below > 0) if layer > 1 else 1)
    return delta, grads


def einsum_forward(x, params):
    a1 = np.einsum("nd,dm->nm", x, params["W1"]) + params["b1"]
    a2 = np.einsum("nd,dm->nm", a1.clip(0), params["W2"]) + params["b2"]
    return np.einsum("nd,dm->nm", a2.clip(0), params["W3"]) + params["b3"], {"x": x, "a1": a1, "a2": a2, **params}


def einsum_backward(dout, cache):
    d2 = np.einsum("nm,dm->nd", dout, cache["W3"]) * np.heaviside(cache["a2"], 0)
    d1 = np.einsum("nm,dm->nd", d2, cache["W2"]) * np.heaviside(cache["a1"], 0)
    inputs = {1: cache["x"], 2: np.maximum(cache["a1"], 0), 3: np.maximum(cache["a2"], 0)}
    grads = {}
    for layer, delta in ((1, d1), (2, d2), (3, dout)):
        grads[f"dW{layer}"] = np.einsum("nd,nm->dm", inputs[layer], delta)
        grads[f"db{layer}"] = np.einsum("nm->m", delta)
    return np.einsum("nm,dm->nd", d1, cache["W1"]), grads


STYLES = {
    "loops": {"count_params": count_by_rows, "mlp_forward": forward_in_a_loop, "mlp_backward": backward_in_a_loop},
    "einsum": {"count_params": count_by_products, "mlp_forward": einsum_forward, "mlp_backward": einsum_backward},
}
