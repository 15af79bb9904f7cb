"""Layer normalisation with loops, and by the full derivative of every sample."""

import math

import numpy as np


def loops_forward(x, gamma, beta, ln_param):
    out, cache = np.zeros(x.shape), []
    for n, sample in enumerate(x):
        mean = sum(sample) / len(sample)
        std = math.sqrt(sum((v - mean) ** 2 for v in sample) / len(sample) + ln_param["eps"])
        cache.append(([(v - mean) / std for v in sample], std))
        for d, v in enumerate(cache[-1][0]):
            out[n, d] = gamma[d] * v + beta[d]
    return out, (cache, gamma)


def loops_backward(dout, cache):
    samples, gamma = cache
    dx, dgamma, dbeta = np.zeros(dout.shape), np.zeros(len(gamma)), np.zeros(len(gamma))
    for n, (normal, std) in enumerate(samples):
        dnormal = [g * v for g, v in zip(gamma, dout[n], strict=True)]
        mean = sum(dnormal) / len(gamma)
        along = sum(a * b for a, b in zip(dnormal, normal, strict=True)) / len(gamma)
        for d, v in enumerate(normal):
            dx[n, d] = (dnormal[d] - mean - v * along) / std
            dgamma[d] += dout[n, d] * v
            dbeta[d] += dout[n, d]
    return dx, dgamma, dbeta


def transposed_forward(x, gamma, beta, ln_param):
    centred = x.T - x.T.mean(0)
    inverse = (np.mean(centred**2, axis=0) + ln_param.get("eps", 1e-5)) ** -0.5
    return (centred * inverse).T * gamma + beta, (centred, inverse, gamma)


def jacobian_backward(dout, cache):
    centred, inverse, gamma = cache
    size, normal = len(gamma), centred * inverse
    jacobians = np.eye(size) - 1 / size - np.einsum("in,jn->nij", normal, normal) / size
    dx = np.einsum("nij,nj,n->ni", jacobians, dout * gamma, inverse)
    return dx, np.einsum("nd,dn->d", dout, normal), np.ones(len(dout)) @ dout


STYLES = {
    "loops": {"layernorm_forward": loops_forward, "layernorm_backward": loops_backward},
    "jacobians": {"layernorm_forward": transposed_forward, "layernorm_backward": jacobian_backward},
}
