"""How people get a transformer block wrong."""

import numpy as np

from solutions.misconceptions import misconception


def _split(x, heads):
    count, steps, size = x.shape
    return x.reshape(count, steps, heads, size // heads).transpose(0, 2, 1, 3)


def _join(x):
    count, heads, steps, size = x.shape
    return x.transpose(0, 2, 1, 3).reshape(count, steps, heads * size)


def _attend(x, p, block_param):
    heads = block_param["heads"]
    q, k, v = (_split(x @ p[name], heads) for name in ("Wq", "Wk", "Wv"))
    scores = q @ k.swapaxes(2, 3) / np.sqrt(q.shape[3])
    if block_param["causal"]:
        scores = np.where(np.tri(scores.shape[2], dtype=bool), scores, -np.inf)
    powers = np.exp(scores - scores.max(3, keepdims=True))
    weights = powers / powers.sum(3, keepdims=True)
    return _join(weights @ v), (q, k, v, weights)


def _norm(x, gamma, beta, eps):
    std = np.sqrt(x.var(2, keepdims=True) + eps)
    normal = (x - x.mean(2, keepdims=True)) / std
    return gamma * normal + beta, (normal, std, gamma)


def _norm_backward(dout, cache):
    normal, std, gamma = cache
    dnormal = dout * gamma
    dx = dnormal - dnormal.mean(2, keepdims=True) - normal * (dnormal * normal).mean(2, keepdims=True)
    return dx / std, (dout * normal).sum((0, 1)), dout.sum((0, 1))


def _backward(dout, cache, first_shortcut=True, second_shortcut=True, relu=True):
    x, p, block_param = cache
    eps = block_param["eps"]
    found, (q, k, v, weights) = _attend(x, p, block_param)
    y, norm1 = _norm(x + found @ p["Wo"], p["gamma1"], p["beta1"], eps)
    hidden = np.maximum(0, y @ p["W1"] + p["b1"])
    _, norm2 = _norm(y + hidden @ p["W2"] + p["b2"], p["gamma2"], p["beta2"], eps)
    grads = {}
    dtotal, grads["dgamma2"], grads["dbeta2"] = _norm_backward(dout, norm2)
    dhidden = dtotal @ p["W2"].T * (hidden > 0 if relu else 1.0)
    grads |= {"dW2": np.tensordot(hidden, dtotal, ((0, 1), (0, 1))), "db2": dtotal.sum((0, 1))}
    grads |= {"dW1": np.tensordot(y, dhidden, ((0, 1), (0, 1))), "db1": dhidden.sum((0, 1))}
    dy = dhidden @ p["W1"].T + (dtotal if second_shortcut else 0)
    dtotal, grads["dgamma1"], grads["dbeta1"] = _norm_backward(dy, norm1)
    dfound = _split(dtotal @ p["Wo"].T, block_param["heads"])
    dweights = dfound @ v.swapaxes(2, 3)
    dscores = weights * (dweights - (dweights * weights).sum(3, keepdims=True)) / np.sqrt(q.shape[3])
    parts = _join(dscores @ k), _join(dscores.swapaxes(2, 3) @ q), _join(weights.swapaxes(2, 3) @ dfound)
    names = ("Wq", "Wk", "Wv")
    grads |= {f"d{name}": np.tensordot(x, part, ((0, 1), (0, 1))) for name, part in zip(names, parts, strict=True)}
    grads["dWo"] = np.tensordot(found, dtotal, ((0, 1), (0, 1)))
    dx = sum(part @ p[name].T for name, part in zip(names, parts, strict=True)) + (dtotal if first_shortcut else 0)
    return dx, grads


def _forward(x, p, block_param, norm_first=False, shortcuts=True, relu=True):
    eps = block_param["eps"]
    start = _norm(x, p["gamma1"], p["beta1"], eps)[0] if norm_first else x
    total = _attend(start, p, block_param)[0] @ p["Wo"] + (x if shortcuts else 0)
    y = total if norm_first else _norm(total, p["gamma1"], p["beta1"], eps)[0]
    inside = _norm(y, p["gamma2"], p["beta2"], eps)[0] if norm_first else y
    potentials = inside @ p["W1"] + p["b1"]
    total = (np.maximum(0, potentials) if relu else potentials) @ p["W2"] + p["b2"] + (y if shortcuts else 0)
    return total if norm_first else _norm(total, p["gamma2"], p["beta2"], eps)[0]


@misconception(
    "transformer_block_forward",
    "You put the layer norms before attention and network. Many models do, but this block normalises after each "
    "shortcut.",
    desk="value",
)
def transformer_norms_first(x, params, block_param):
    return _forward(x, params, block_param, norm_first=True), (x, params, block_param)


@misconception(
    "transformer_block_forward",
    "The shortcuts are missing: attention and network are to be added to what they were given.",
    desk="value",
)
def transformer_without_shortcuts(x, params, block_param):
    return _forward(x, params, block_param, shortcuts=False), (x, params, block_param)


@misconception(
    "transformer_block_forward",
    "There is no ReLU between the two layers of the network, so they are no more than one.",
    desk="value",
)
def transformer_without_relu(x, params, block_param):
    return _forward(x, params, block_param, relu=False), (x, params, block_param)


@misconception(
    "transformer_block_backward",
    "The first shortcut is missing on the way back: the input also reaches the first layer norm directly.",
    desk="value",
)
def transformer_first_shortcut_missing(dout, cache):
    return _backward(dout, cache, first_shortcut=False)


@misconception(
    "transformer_block_backward",
    "The second shortcut is missing on the way back: the first norm's output also reaches the second one directly.",
    desk="value",
)
def transformer_second_shortcut_missing(dout, cache):
    return _backward(dout, cache, second_shortcut=False)


@misconception(
    "transformer_block_backward",
    "The gradient passes hidden units that were off. The ReLU between the two layers needs its mask on the way back.",
    desk="value",
)
def transformer_relu_not_masked(dout, cache):
    return _backward(dout, cache, relu=False)
