"""Right answers in other styles: loops, written out."""

import numpy as np


def loops_batchnorm_forward(x, gamma, beta, bn_param):
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


def loops_batchnorm_backward(dout, cache):
    x, gamma, _, bn_param = cache
    centred = x - x.mean(0)
    std = np.sqrt(x.var(0) + bn_param.get("eps", 1e-5))
    dnormal = dout * gamma
    dvar = np.sum(dnormal * centred, 0) * -0.5 / std**3
    dmean = -np.sum(dnormal, 0) / std
    dx = dnormal / std + (2 * dvar * centred + dmean) / len(x)
    return dx, np.sum(dout * centred / std, 0), np.sum(dout, 0)


def loops_spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    before = dict(bn_param)
    out, _ = loops_batchnorm_forward(x.transpose(0, 2, 3, 1).reshape(-1, C), gamma, beta, bn_param)
    return out.reshape(N, H, W, C).transpose(0, 3, 1, 2), (x, gamma, beta, before)


def loops_spatial_batchnorm_backward(dout, cache):
    x, gamma, beta, bn_param = cache
    N, C, H, W = x.shape
    flat = (x.transpose(0, 2, 3, 1).reshape(-1, C), gamma, beta, bn_param)
    dx, dgamma, dbeta = loops_batchnorm_backward(dout.transpose(0, 2, 3, 1).reshape(-1, C), flat)
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta


def written_out_batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
    var = bn_param.get("running_var", np.zeros(x.shape[1]))
    if mode == "train":
        keep = bn_param.get("momentum", 0.9)
        old = mean, var
        mean, var = np.average(x, axis=0), np.var(x, axis=0)
        bn_param["running_mean"] = old[0] + (1 - keep) * (mean - old[0])
        bn_param["running_var"] = old[1] + (1 - keep) * (var - old[1])
    inverse = (var + eps) ** -0.5
    return (x - mean) * (gamma * inverse) + beta, (x - mean, inverse, gamma)


def written_out_batchnorm_backward(dout, cache):
    """The graph of nodes, one after the other."""
    centred, inverse, gamma = cache
    dnormal = dout * gamma
    dinverse = (dnormal * centred).sum(axis=0)
    dvar = -0.5 * inverse**3 * dinverse
    dcentred = dnormal * inverse + 2 * centred * dvar / len(dout)
    return dcentred - dcentred.mean(axis=0), (dout * centred * inverse).sum(axis=0), dout.sum(axis=0)


def written_out_spatial_batchnorm_forward(x, gamma, beta, bn_param):
    n, c, h, w = x.shape
    out, cache = written_out_batchnorm_forward(np.moveaxis(x, 1, 3).reshape(-1, c), gamma, beta, bn_param)
    return np.moveaxis(out.reshape(n, h, w, c), 3, 1), cache


def written_out_spatial_batchnorm_backward(dout, cache):
    n, c, h, w = dout.shape
    dx, dgamma, dbeta = written_out_batchnorm_backward(np.moveaxis(dout, 1, 3).reshape(-1, c), cache)
    return np.moveaxis(dx.reshape(n, h, w, c), 3, 1), dgamma, dbeta


STYLES = {
    "loops": {
        "batchnorm_forward": loops_batchnorm_forward,
        "batchnorm_backward": loops_batchnorm_backward,
        "spatial_batchnorm_forward": loops_spatial_batchnorm_forward,
        "spatial_batchnorm_backward": loops_spatial_batchnorm_backward,
    },
    "written out": {
        "batchnorm_forward": written_out_batchnorm_forward,
        "batchnorm_backward": written_out_batchnorm_backward,
        "spatial_batchnorm_forward": written_out_spatial_batchnorm_forward,
        "spatial_batchnorm_backward": written_out_spatial_batchnorm_backward,
    },
}
