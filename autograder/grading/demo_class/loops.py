"""Right answers with plain loops. Every cache is the tuple of the inputs, as in the catalogue of misconceptions."""

import numpy as np


def affine_forward(x, w, b):
    out = np.zeros((len(x), len(b)))
    for n in range(len(x)):
        out[n] = x[n] @ w + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx, dw, db = np.zeros_like(x), np.zeros_like(w), np.zeros_like(b)
    for n in range(len(x)):
        dx[n] = w @ dout[n]
        dw += np.outer(x[n], dout[n])
        db += dout[n]
    return dx, dw, db


def relu_forward(x):
    out = x.copy()
    out[out < 0] = 0
    return out, (x,)


def relu_backward(dout, cache):
    (x,) = cache
    dx = dout.copy()
    dx[x < 0] = 0
    return dx


def softmax_loss(scores, y):
    loss, dscores = 0.0, np.zeros_like(scores)
    for n, row in enumerate(scores):
        shifted = row - row.max()
        total = np.exp(shifted).sum()
        loss += np.log(total) - shifted[y[n]]
        dscores[n] = np.exp(shifted) / total
        dscores[n, y[n]] -= 1
    return loss / len(y), dscores / len(y)


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    HH, WW = w.shape[2:]
    rows, columns = (padded.shape[2] - HH) // stride + 1, (padded.shape[3] - WW) // stride + 1
    out = np.zeros((len(x), len(w), rows, columns))
    for n, f, i, j in np.ndindex(out.shape):
        window = padded[n, :, i * stride : i * stride + HH, j * stride : j * stride + WW]
        out[n, f, i, j] = np.sum(window * w[f]) + b[f]
    return out, (x, w, b, conv_param)


def conv_backward(dout, cache):
    x, w, _, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    HH, WW = w.shape[2:]
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for n, f, i, j in np.ndindex(dout.shape):
        rows, columns = slice(i * stride, i * stride + HH), slice(j * stride, j * stride + WW)
        dpadded[n, :, rows, columns] += dout[n, f, i, j] * w[f]
        dw[f] += dout[n, f, i, j] * padded[n, :, rows, columns]
    H, W = x.shape[2:]
    return dpadded[:, :, pad : pad + H, pad : pad + W], dw, dout.sum((0, 2, 3))


def max_pool_forward(x, pool_param):
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - HH) // stride + 1, (W - WW) // stride + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * stride : i * stride + HH, j * stride : j * stride + WW].max()
    return out, (x, pool_param)


def max_pool_backward(dout, cache):
    x, pool_param = cache
    HH, WW, stride = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * stride : i * stride + HH, j * stride : j * stride + WW]
        h, w = np.unravel_index(window.argmax(), window.shape)
        dx[n, c, i * stride + h, j * stride + w] += dout[n, c, i, j]
    return dx


def batchnorm_forward(x, gamma, beta, bn_param):
    before = dict(bn_param)
    mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
    var = bn_param.get("running_var", np.zeros(x.shape[1]))
    if bn_param["mode"] == "train":
        keep = bn_param.get("momentum", 0.9)
        bn_param["running_mean"] = keep * mean + (1 - keep) * x.mean(0)
        bn_param["running_var"] = keep * var + (1 - keep) * x.var(0)
        mean, var = x.mean(0), x.var(0)
    out = gamma * (x - mean) / np.sqrt(var + bn_param.get("eps", 1e-5)) + beta
    return out, (x, gamma, beta, before)


def batchnorm_backward(dout, cache):
    x, gamma, _, bn_param = cache
    centred = x - x.mean(0)
    std = np.sqrt(x.var(0) + bn_param.get("eps", 1e-5))
    dnormal = dout * gamma
    dvar = np.sum(dnormal * centred, 0) * -0.5 / std**3
    dmean = -np.sum(dnormal, 0) / std
    dx = dnormal / std + (2 * dvar * centred + dmean) / len(x)
    return dx, np.sum(dout * centred / std, 0), np.sum(dout, 0)


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    before = dict(bn_param)
    out, _ = batchnorm_forward(x.transpose(0, 2, 3, 1).reshape(-1, C), gamma, beta, bn_param)
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), (x, gamma, beta, before)


def spatial_batchnorm_backward(dout, cache):
    x, gamma, beta, bn_param = cache
    N, C, H, W = x.shape
    flat = (x.transpose(0, 2, 3, 1).reshape(-1, C), gamma, beta, bn_param)
    dx, dgamma, dbeta = batchnorm_backward(dout.transpose(0, 2, 3, 1).reshape(-1, C), flat)
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta


def _gates(x, prev_h, Wx, Wh, b):
    H = prev_h.shape[1]
    a = x @ Wx + prev_h @ Wh + b
    ifo = 0.5 * (1 + np.tanh(0.5 * a[:, : 3 * H]))
    return ifo[:, :H], ifo[:, H : 2 * H], ifo[:, 2 * H :], np.tanh(a[:, 3 * H :])


def lstm_step_forward(x, prev_h, prev_c, Wx, Wh, b):
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    next_c = f * prev_c + i * g
    return o * np.tanh(next_c), next_c, (x, prev_h, prev_c, Wx, Wh, b)


def lstm_step_backward(dnext_h, dnext_c, cache):
    x, prev_h, prev_c, Wx, Wh, b = cache
    i, f, o, g = _gates(x, prev_h, Wx, Wh, b)
    squashed = np.tanh(f * prev_c + i * g)
    dc = dnext_c + dnext_h * o * (1 - squashed**2)
    di, df, do, dg = dc * g, dc * prev_c, dnext_h * squashed, dc * i
    da = np.concatenate([di * i * (1 - i), df * f * (1 - f), do * o * (1 - o), dg * (1 - g**2)], axis=1)
    return da @ Wx.T, da @ Wh.T, dc * f, x.T @ da, prev_h.T @ da, da.sum(0)


def lstm_forward(x, h0, Wx, Wh, b):
    N, T, _ = x.shape
    out = np.zeros((N, T, h0.shape[1]))
    h, c = h0, np.zeros_like(h0)
    for t in range(T):
        h, c, _ = lstm_step_forward(x[:, t], h, c, Wx, Wh, b)
        out[:, t] = h
    return out, (x, h0, Wx, Wh, b)


def lstm_backward(dh, cache):
    x, h0, Wx, Wh, b = cache
    h, c, steps = h0, np.zeros_like(h0), []
    for t in range(x.shape[1]):
        steps.append((x[:, t], h, c, Wx, Wh, b))
        h, c, _ = lstm_step_forward(*steps[-1])
    dx, dWx, dWh, db = (np.zeros_like(array) for array in (x, Wx, Wh, b))
    dprev_h, dprev_c = np.zeros_like(h0), np.zeros_like(h0)
    for t in range(x.shape[1] - 1, -1, -1):
        dx[:, t], dprev_h, dprev_c, *parts = lstm_step_backward(dh[:, t] + dprev_h, dprev_c, steps[t])
        dWx, dWh, db = dWx + parts[0], dWh + parts[1], db + parts[2]
    return dx, dprev_h, dWx, dWh, db
