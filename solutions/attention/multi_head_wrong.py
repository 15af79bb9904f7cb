"""How people get attention with several heads wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _split(x, heads):
    count, steps, size = x.shape
    return x.reshape(count, steps, heads, size // heads).transpose(0, 2, 1, 3)


def _join(x):
    count, heads, steps, size = x.shape
    return x.transpose(0, 2, 1, 3).reshape(count, steps, heads * size)


def _attend(q, k, v, causal, scale):
    scores = q @ k.swapaxes(2, 3) * scale
    if causal:
        scores = np.where(np.tri(scores.shape[2], dtype=bool), scores, -np.inf)
    powers = np.exp(scores - scores.max(3, keepdims=True))
    weights = powers / powers.sum(3, keepdims=True)
    return weights, weights @ v


def _prepared(x, Wq, Wk, Wv, attention_param):
    heads = attention_param["heads"]
    q, k, v = (_split(x @ w, heads) for w in (Wq, Wk, Wv))
    return q, k, v, attention_param["causal"], (x.shape[2] // heads) ** -0.5


def _gradients(dout, cache, scale_of=lambda size, heads: (size // heads) ** -0.5):
    x, Wq, Wk, Wv, Wo, attention_param = cache
    q, k, v, causal, scale = _prepared(x, Wq, Wk, Wv, attention_param)
    weights, found = _attend(q, k, v, causal, scale)
    dfound = _split(dout @ Wo.T, attention_param["heads"])
    dweights = dfound @ v.swapaxes(2, 3)
    dscores = scale_of(x.shape[2], attention_param["heads"]) * weights
    dscores = dscores * (dweights - (dweights * weights).sum(3, keepdims=True))
    return found, _join(dscores @ k), _join(dscores.swapaxes(2, 3) @ q), _join(weights.swapaxes(2, 3) @ dfound)


@misconception(
    "multi_head_forward",
    "You scaled by the whole width. Each head has keys of a length of its own, the width divided by the number of "
    "heads, and its square root counts.",
    desk="some_entries",
)
def multihead_scaled_by_the_whole_width(x, Wq, Wk, Wv, Wo, attention_param):
    q, k, v, causal, _ = _prepared(x, Wq, Wk, Wv, attention_param)
    _, found = _attend(q, k, v, causal, x.shape[2] ** -0.5)
    return _join(found) @ Wo, (x, Wq, Wk, Wv, Wo, attention_param)


@misconception(
    "multi_head_forward",
    "You cut the heads out with a single reshape. It mixes steps and heads: the axes must also be exchanged, so that "
    "each head keeps all steps.",
    desk="value",
)
def multihead_reshaped_without_transpose(x, Wq, Wk, Wv, Wo, attention_param):
    count, steps, size = x.shape
    heads = attention_param["heads"]
    q, k, v = ((x @ w).reshape(count, heads, steps, size // heads) for w in (Wq, Wk, Wv))
    _, found = _attend(q, k, v, attention_param["causal"], (size // heads) ** -0.5)
    return found.reshape(x.shape) @ Wo, (x, Wq, Wk, Wv, Wo, attention_param)


@misconception(
    "multi_head_forward",
    "What the heads found is put together in the wrong order: exchange the axes of heads and steps again before you "
    "lay the heads side by side.",
    desk="value",
)
def multihead_joined_without_transpose(x, Wq, Wk, Wv, Wo, attention_param):
    _, found = _attend(*_prepared(x, Wq, Wk, Wv, attention_param))
    return found.reshape(x.shape) @ Wo, (x, Wq, Wk, Wv, Wo, attention_param)


@misconception(
    "multi_head_forward",
    "You used one head for the whole width. With several heads each has its own scores and its own softmax.",
    desk="ignores_argument",
)
def multihead_one_head(x, Wq, Wk, Wv, Wo, attention_param):
    _, found = _attend(*_prepared(x, Wq, Wk, Wv, attention_param | {"heads": 1}))
    return _join(found) @ Wo, (x, Wq, Wk, Wv, Wo, attention_param)


@misconception(
    "multi_head_forward",
    "Your causal mask hides the past and shows the future: a step may look at itself and at what came before.",
    desk="value",
)
def multihead_looks_ahead(x, Wq, Wk, Wv, Wo, attention_param):
    q, k, v, causal, scale = _prepared(x, Wq, Wk, Wv, attention_param)
    back = [part[:, :, ::-1] for part in (q, k, v)]
    _, found = _attend(*back, causal, scale)
    return _join(found[:, :, ::-1]) @ Wo, (x, Wq, Wk, Wv, Wo, attention_param)


@misconception(
    "multi_head_forward",
    "You left out the output weights. They mix what the heads found; without them each head fills its own columns.",
    desk="factor",
)
def multihead_without_output_weights(x, Wq, Wk, Wv, Wo, attention_param):
    _, found = _attend(*_prepared(x, Wq, Wk, Wv, attention_param))
    return _join(found), (x, Wq, Wk, Wv, Wo, attention_param)


@misconception(
    "multi_head_backward",
    "The inputs are used three times, for queries, keys and values, and all three ways bring a gradient back. "
    "You kept only the one through the values.",
    desk="value",
)
def multihead_input_gradient_of_values_only(dout, cache):
    x, Wq, Wk, Wv, Wo, attention_param = cache
    found, dq, dk, dv = _gradients(dout, cache)
    weights = (np.einsum("ntd,nte->de", x, part) for part in (dq, dk, dv))
    return dv @ Wv.T, *weights, np.einsum("ntd,nte->de", _join(found), dout)


@misconception(
    "multi_head_backward",
    "Queries and keys are exchanged in the gradients of their weights.",
    desk="exchanged",
)
def multihead_query_and_key_weights_swapped(dout, cache):
    x, Wq, Wk, Wv, Wo, attention_param = cache
    found, dq, dk, dv = _gradients(dout, cache)
    weights = (np.einsum("ntd,nte->de", x, part) for part in (dk, dq, dv))
    dx = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
    return dx, *weights, np.einsum("ntd,nte->de", _join(found), dout)


@misconception(
    "multi_head_backward",
    "Your backward pass scales by the whole width and your forward pass by the width of a head: use the same factor.",
    desk="factor",
)
def multihead_backward_scaled_by_the_whole_width(dout, cache):
    x, Wq, Wk, Wv, Wo, attention_param = cache
    found, dq, dk, dv = _gradients(dout, cache, lambda size, heads: size**-0.5)
    weights = (np.einsum("ntd,nte->de", x, part) for part in (dq, dk, dv))
    dx = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
    return dx, *weights, np.einsum("ntd,nte->de", _join(found), dout)


@misconception(
    "multi_head_backward",
    "In the gradient of the output weights you used the inputs of the layer. What is multiplied with them is what the "
    "heads found, side by side.",
    desk="other_factor",
)
def multihead_output_weights_times_inputs(dout, cache):
    x, Wq, Wk, Wv, Wo, attention_param = cache
    _, dq, dk, dv = _gradients(dout, cache)
    weights = (np.einsum("ntd,nte->de", x, part) for part in (dq, dk, dv))
    dx = dq @ Wq.T + dk @ Wk.T + dv @ Wv.T
    return dx, *weights, np.einsum("ntd,nte->de", x, dout)
