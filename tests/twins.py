"""Right answers in plain NumPy, as a good student would write them: the checks must accept them."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def affine_forward(x, w, b):
    return x @ w + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, _ = cache
    return dout @ w.T, x.T @ dout, dout.sum(0)


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def softmax_loss(scores, y):
    rows = np.arange(len(y))
    shifted = scores - scores.max(1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    dscores = np.exp(logs)
    dscores[rows, y] -= 1
    return -logs[rows, y].mean(), dscores / len(y)


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = sliding_window_view(padded, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
    out = np.einsum("nchwij,fcij->nfhw", windows, w, optimize=True) + b[:, None, None]
    return out, (x, w, padded, windows, stride, pad)


def conv_backward(dout, cache):
    x, w, padded, windows, stride, pad = cache
    dw = np.einsum("nfhw,nchwij->fcij", dout, windows, optimize=True)
    dpadded = np.zeros_like(padded)
    rows, columns = dout.shape[2:]
    for i, j in np.ndindex(w.shape[2:]):
        share = np.einsum("nfhw,fc->nchw", dout, w[:, :, i, j], optimize=True)
        dpadded[:, :, i : i + stride * rows : stride, j : j + stride * columns : stride] += share
    height, width = x.shape[2:]
    return dpadded[:, :, pad : pad + height, pad : pad + width], dw, dout.sum((0, 2, 3))


def _pool_windows(shape, param):
    size = param["pool_height"], param["pool_width"]
    stride = param["stride"]
    rows, columns = (1 + (length - side) // stride for length, side in zip(shape[2:], size, strict=True))
    for i, j in np.ndindex(rows, columns):
        yield i, j, np.s_[:, :, i * stride : i * stride + size[0], j * stride : j * stride + size[1]]


def max_pool_forward(x, pool_param):
    windows = list(_pool_windows(x.shape, pool_param))
    out = np.zeros((*x.shape[:2], windows[-1][0] + 1, windows[-1][1] + 1))
    for i, j, window in windows:
        out[:, :, i, j] = x[window].max((2, 3))
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    dx = np.zeros_like(x)
    for i, j, window in _pool_windows(x.shape, pool_param):
        top = x[window] == x[window].max((2, 3), keepdims=True)
        dx[window] += dout[:, :, i : i + 1, j : j + 1] * top / top.sum((2, 3), keepdims=True)
    return dx


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    mean, var = bn_param["running_mean"], bn_param["running_var"]
    if bn_param["mode"] == "train":
        old_mean, old_var = mean, var
        mean, var = x.mean(0), x.var(0)
        bn_param["running_mean"] = momentum * old_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * old_var + (1 - momentum) * var
    std = np.sqrt(var + eps)
    normal = (x - mean) / std
    return gamma * normal + beta, (normal, std, gamma)


def batchnorm_backward(dout, cache):
    normal, std, gamma = cache
    dnormal = dout * gamma
    dx = (dnormal - dnormal.mean(0) - normal * (dnormal * normal).mean(0)) / std
    return dx, (dout * normal).sum(0), dout.sum(0)


def _rows(x):
    return x.transpose(0, 2, 3, 1).reshape(-1, x.shape[1])


def _images(rows, shape):
    n, c, h, w = shape
    return rows.reshape(n, h, w, c).transpose(0, 3, 1, 2)


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    out, cache = batchnorm_forward(_rows(x), gamma, beta, bn_param)
    return _images(out, x.shape), cache


def spatial_batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = batchnorm_backward(_rows(dout), cache)
    return _images(dx, dout.shape), dgamma, dbeta


def _sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    a = np.split(x @ Wx + prev_h @ Wh + b, 4, axis=1)
    i, f, o = map(_sigmoid, a[:3])
    g = np.tanh(a[3])
    next_c = f * prev_c + i * g
    t = np.tanh(next_c)
    return o * t, next_c, (x, prev_h, prev_c, Wx, Wh, i, f, o, g, t)


def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, i, f, o, g, t = cache
    dc = dnext_c + dnext_h * o * (1 - t * t)
    gates = [dc * g * i * (1 - i), dc * prev_c * f * (1 - f), dnext_h * t * o * (1 - o), dc * i * (1 - g * g)]
    da = np.hstack(gates)
    return da @ Wx.T, da @ Wh.T, dc * f, x.T @ da, prev_h.T @ da, da.sum(0)


def lstm_forward(x, h0, Wx, Wh, b):
    h, c, states, caches = h0, np.zeros_like(h0), [], []
    for t in range(x.shape[1]):
        h, c, cache = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        states.append(h)
        caches.append(cache)
    return np.stack(states, axis=1), caches


def lstm_backward(dh, cache):
    dprev_h = dprev_c = np.zeros_like(dh[:, 0])
    dx, weights = [], [0.0, 0.0, 0.0]
    for t in reversed(range(dh.shape[1])):
        step = lstm_step_backward(dh[:, t] + dprev_h, dprev_c, cache[t])
        dprev_h, dprev_c = step[1:3]
        dx.insert(0, step[0])
        weights = [total + part for total, part in zip(weights, step[3:], strict=True)]
    return np.stack(dx, axis=1), dprev_h, *weights
