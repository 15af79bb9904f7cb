"""How people get message passing wrong."""

import numpy as np

from solutions.misconceptions import misconception


@misconception(
    "graph_layer_forward",
    "You let the messages run along the links the wrong way: row i of the matrix says to whom node i listens.",
    desk="transposed",
)
def graph_links_transposed(h, a, w0, w1):
    return h @ w0 + a.T @ h @ w1, (h, a, w0, w1)


@misconception(
    "graph_layer_forward",
    "You used the same weights for a node's own features and for those of its neighbours.",
    desk="ignores_argument",
)
def graph_one_weight_for_both(h, a, w0, w1):
    return h @ w0 + a @ h @ w0, (h, a, w0, w1)


@misconception(
    "graph_layer_forward",
    "You took the mean of the neighbours. This layer asks for the weighted sum, and whoever wants a mean puts it into "
    "the links.",
    desk="some_entries",
)
def graph_mean_of_neighbours(h, a, w0, w1):
    degree = np.maximum(a.sum(1, keepdims=True), 1e-12)
    return h @ w0 + a @ h / degree @ w1, (h, a, w0, w1)


@misconception(
    "graph_layer_backward",
    "On the way back a message runs against its link. You sent the gradients along the links: transpose them.",
    desk="value",
)
def graph_gradient_along_the_links(dout, cache):
    h, a, w0, w1 = cache
    return dout @ w0.T + a @ dout @ w1.T, h.T @ dout, (a @ h).T @ dout


@misconception(
    "graph_layer_backward",
    "A node's features go two ways, to itself and to those who listen to it. You brought back only the first gradient.",
    desk="value",
)
def graph_gradient_of_own_part_only(dout, cache):
    h, a, w0, w1 = cache
    return dout @ w0.T, h.T @ dout, (a @ h).T @ dout


@misconception(
    "graph_layer_backward",
    "The gradient of the neighbours' weights lacks the links: what met these weights was the sum of the neighbours, "
    "not the node's own features.",
    desk="other_factor",
)
def graph_neighbour_weights_without_links(dout, cache):
    h, a, w0, w1 = cache
    return dout @ w0.T + a.T @ dout @ w1.T, h.T @ dout, h.T @ dout
