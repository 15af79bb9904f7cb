"""Self-attention with eight heads."""

from solutions.bench_rows import Row


def _real(rng):
    weights = {name: rng.normal(size=(256, 256)) / 16 for name in ("Wq", "Wk", "Wv", "Wo")}
    return {"x": rng.normal(size=(4, 128, 256))} | weights | {"attention_param": {"heads": 8, "causal": True}}


def _torch(torch, x, Wq, Wk, Wv, Wo, attention_param):
    parts = ((x @ w).unflatten(2, (attention_param["heads"], -1)).transpose(1, 2) for w in (Wq, Wk, Wv))
    found = torch.nn.functional.scaled_dot_product_attention(*parts, is_causal=attention_param["causal"])
    return found.transpose(1, 2).flatten(2) @ Wo


ROWS = (Row("multi_head_forward", _real, _torch),)
