"""Group and instance normalisation with a loop over the groups, and with five axes and einsum."""

import numpy as np


def _parts(x, size):
    """Slices of every group of every image."""
    for n in range(x.shape[0]):
        for first in range(0, x.shape[1], size):
            yield np.s_[n, first : first + size]


def _loop_forward(x, gamma, beta, groups, eps):
    size, normal, stds = x.shape[1] // groups, np.zeros(x.shape), []
    for part in _parts(x, size):
        stds.append(np.sqrt(x[part].var() + eps))
        normal[part] = (x[part] - x[part].mean()) / stds[-1]
    return normal * gamma + beta, (normal, stds, gamma, size)


def _loop_backward(dout, cache):
    normal, stds, gamma, size = cache
    dx, dnormal = np.zeros(dout.shape), dout * gamma
    for part, std in zip(_parts(dout, size), stds, strict=True):
        g, v = dnormal[part], normal[part]
        dx[part] = (g - g.mean() - v * np.sum(g * v) / v.size) / std
    channels = range(dout.shape[1])
    return dx, [np.sum(dout[:, c] * normal[:, c]) for c in channels], [np.sum(dout[:, c]) for c in channels]


def loop_group_forward(x, gamma, beta, G, gn_param):
    return _loop_forward(x, gamma, beta, G, gn_param["eps"])


def loop_group_backward(dout, cache):
    dx, dgamma, dbeta = _loop_backward(dout, cache)
    return dx, np.reshape(dgamma, (1, -1, 1, 1)), np.reshape(dbeta, (1, -1, 1, 1))


def loop_instance_forward(x, gamma, beta, in_param):
    column = gamma[:, None, None], beta[:, None, None]
    return _loop_forward(x, *column, x.shape[1], in_param["eps"])


def loop_instance_backward(dout, cache):
    dx, dgamma, dbeta = _loop_backward(dout, cache)
    return dx, np.array(dgamma), np.array(dbeta)


def _axes_forward(x, gamma, beta, groups, eps):
    n, c, h, w = x.shape
    parts = x.reshape(n, groups, c // groups, h, w)
    mean, square = (np.einsum("ngchw->ng", v) * groups / (c * h * w) for v in (parts, parts**2))
    std = np.sqrt(square - mean**2 + eps)
    normal = (parts - mean[..., None, None, None]) / std[..., None, None, None]
    return gamma.reshape(1, c, 1, 1) * normal.reshape(x.shape) + beta.reshape(1, c, 1, 1), (normal, std, gamma)


def _axes_backward(dout, cache):
    normal, std, gamma = cache
    upstream = dout.reshape(normal.shape)
    weights, entries = gamma.reshape(normal.shape[1:3]), normal[0, 0].size
    means = np.einsum("ngchw,gc->ng", upstream, weights) / entries
    along = np.einsum("ngchw,ngchw,gc->ng", upstream, normal, weights) / entries
    dx = np.einsum("ngchw,gc->ngchw", upstream, weights) - means[..., None, None, None]
    dx = (dx - np.einsum("ng,ngchw->ngchw", along, normal)) / std[..., None, None, None]
    dgamma = np.einsum("ngchw,ngchw->gc", upstream, normal)
    dbeta = np.einsum("ngchw->gc", upstream)
    return dx.reshape(dout.shape), dgamma.reshape(gamma.shape), dbeta.reshape(gamma.shape)


def axes_group_forward(x, gamma, beta, G, gn_param):
    return _axes_forward(x, gamma, beta, G, gn_param["eps"])


def axes_instance_forward(x, gamma, beta, in_param):
    return _axes_forward(x, gamma, beta, x.shape[1], in_param["eps"])


STYLES = {
    "loops": {
        "spatial_groupnorm_forward": loop_group_forward,
        "spatial_groupnorm_backward": loop_group_backward,
        "instancenorm_forward": loop_instance_forward,
        "instancenorm_backward": loop_instance_backward,
    },
    "five axes": {
        "spatial_groupnorm_forward": axes_group_forward,
        "spatial_groupnorm_backward": _axes_backward,
        "instancenorm_forward": axes_instance_forward,
        "instancenorm_backward": _axes_backward,
    },
}
