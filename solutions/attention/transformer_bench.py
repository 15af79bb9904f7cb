"""A block of a transformer."""

import numpy as np

from solutions.bench_rows import Row

SIZE, WIDE = 128, 512


def _real(rng):
    shapes = {name: (SIZE, SIZE) for name in ("Wq", "Wk", "Wv", "Wo")}
    shapes |= {
        "gamma1": (SIZE,),
        "beta1": (SIZE,),
        "W1": (SIZE, WIDE),
        "b1": (WIDE,),
        "W2": (WIDE, SIZE),
        "b2": (SIZE,),
    }
    shapes |= {"gamma2": (SIZE,), "beta2": (SIZE,)}
    params = {name: rng.normal(size=shape) / np.sqrt(SIZE) for name, shape in shapes.items()}
    return {"x": rng.normal(size=(4, 128, SIZE))} | params | {"block_param": {"heads": 8, "causal": True, "eps": 1e-5}}


def _torch(torch, x, Wq, Wk, Wv, Wo, gamma1, beta1, W1, b1, W2, b2, gamma2, beta2, block_param):
    functional, eps = torch.nn.functional, block_param["eps"]
    parts = ((x @ w).unflatten(2, (block_param["heads"], -1)).transpose(1, 2) for w in (Wq, Wk, Wv))
    found = functional.scaled_dot_product_attention(*parts, is_causal=block_param["causal"])
    y = functional.layer_norm(x + found.transpose(1, 2).flatten(2) @ Wo, gamma1.shape, gamma1, beta1, eps)
    return functional.layer_norm(y + torch.relu(y @ W1 + b1) @ W2 + b2, gamma2.shape, gamma2, beta2, eps)


ROWS = (Row("transformer_block_forward", _real, _torch),)
