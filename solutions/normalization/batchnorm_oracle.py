"""Batch normalisation in train mode."""

import autograd.numpy as anp


def norm(axes):
    def forward(x, gamma, beta, bn_param):
        shape = (-1,) + (1,) * (x.ndim - 2)
        mean, var = anp.mean(x, axes, keepdims=True), anp.var(x, axes, keepdims=True)
        normal = (x - mean) / anp.sqrt(var + bn_param["eps"])
        return (anp.reshape(gamma, shape) * normal + anp.reshape(beta, shape),)

    return forward


batchnorm_forward = norm((0,))
spatial_batchnorm_forward = norm((0, 2, 3))
