"""Batch normalisation in train mode."""

import numpy as np

from solutions.bench_rows import Row


def _inputs(rng, shape):
    size = shape[1]
    running = {"running_mean": np.zeros(size), "running_var": np.ones(size)}
    param = {"mode": "train", "eps": 1e-5, "momentum": 0.9} | running
    return {"x": rng.normal(size=shape), "gamma": rng.normal(size=size), "beta": rng.normal(size=size)} | {
        "bn_param": param
    }


def _torch(torch, x, gamma, beta, bn_param):
    mean, var = (torch.as_tensor(bn_param[name]) for name in ("running_mean", "running_var"))
    momentum = 1 - bn_param["momentum"]
    return torch.nn.functional.batch_norm(x, mean, var, gamma, beta, True, momentum, bn_param["eps"])


ROWS = (
    Row("batchnorm_forward", lambda rng: _inputs(rng, (256, 1024)), _torch),
    Row("spatial_batchnorm_forward", lambda rng: _inputs(rng, (32, 32, 32, 32)), _torch),
)
