"""Group and instance normalisation of 32 images of 32 channels."""

import numpy as np

from solutions.bench_rows import Row


def _images(rng, parameters):
    x = rng.normal(size=(32, 32, 32, 32))
    return {"x": x, "gamma": rng.normal(size=parameters), "beta": np.zeros(parameters)}


def _group(torch, x, gamma, beta, G, gn_param):
    return torch.nn.functional.group_norm(x, G, gamma.reshape(-1), beta.reshape(-1), gn_param["eps"])


def _instance(torch, x, gamma, beta, in_param):
    return torch.nn.functional.instance_norm(x, weight=gamma, bias=beta, eps=in_param["eps"])


ROWS = (
    Row(
        "spatial_groupnorm_forward",
        lambda rng: _images(rng, (1, 32, 1, 1)) | {"G": 8, "gn_param": {"eps": 1e-5}},
        _group,
    ),
    Row("instancenorm_forward", lambda rng: _images(rng, (32,)) | {"in_param": {"eps": 1e-5}}, _instance),
)
